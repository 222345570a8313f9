import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { type ServiceError, status } from '@grpc/grpc-js';
import { type ExchangeServer, type ExchangeTls, readRevocations, startExchangeServer } from '#exchange';
import { type Admission, openAdmission } from '#service';
import { type People, people, reported } from '../case.steps.ts';
import { DeskClient } from '../desk.client.ts';
import { type StandingService, standingService } from '../standing.service.ts';
import { AgencySystem, eventsOf, type Reply, replyOf } from './agency.system.ts';
import { type Authority, authority, type Identity } from './certificates.ts';

const POLICE = 'psb-441502';
const SYSTEM = 'urn:gov:psb-441502:case-handling';
const registered = `clients: [{agency: ${POLICE}, system: case-handling, uri: "${SYSTEM}"}]`;

let standing: StandingService;
let who: People;
let ours: Authority;
let own: Identity;
let files: { clients: string; revocations: Buffer; tls: ExchangeTls };
let admission: Admission;
let server: ExchangeServer;
let troubles: string[];
const systems: AgencySystem[] = [];

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
  ours = await authority('Jieli test authority');
  own = await ours.issue('localhost');
});
afterAll(() => standing.close());

beforeEach(async () => {
  files = {
    clients: registered,
    revocations: await ours.takeBack([]),
    tls: { ...own, authority: ours.certificate },
  };
  troubles = [];
  admission = await opened();
  server = await startExchangeServer({
    runtime: standing.service.runtime,
    clients: admission.clients,
    revocations: admission.revocations,
    identity: admission.identity,
    address: 'localhost:0',
    heartbeat: 20,
    report: () => 'reported',
  });
});
afterEach(async () => {
  admission.close();
  for (const system of systems.splice(0)) system.close();
  await server.close();
});

const opened = () =>
  openAdmission(
    {
      clients: () => files.clients,
      revocations: () => files.revocations,
      tls: () => files.tls,
    },
    {
      directory: standing.directory,
      host: standing.host,
      systems: standing.service.runtime.systems,
      trouble: ({ message }) => troubles.push(message),
    },
  );
const connect = (identity: Identity) => {
  const system = new AgencySystem(server.port, ours.certificate, identity);
  systems.push(system);
  return system;
};
const told = async (system: AgencySystem) => {
  const { code, info } = await system.call('GetLawfulNextSteps', { caseId: 'b3b0c1d2-0000-4000-8000-000000000000' });
  return [code, info?.reason];
};
const LET_IN = [status.NOT_FOUND, 'NOT_FOUND'];
const OUT = [status.UNAUTHENTICATED, 'CERTIFICATE_NOT_IN_FORCE'];

describe('a certificate that is taken back', () => {
  it('is out at once, on a connection and in a stream that are open, while its successor is let in', async () => {
    const [lost, next] = [await ours.issue('system', SYSTEM), await ours.issue('system', SYSTEM)];
    const system = connect(lost);
    expect(await told(system)).toEqual(LET_IN);
    const stream = system.stream({});
    const ended = new Promise<Reply>((resolve) =>
      stream.on('error', (error) => resolve(replyOf(error as ServiceError))),
    );
    await new Promise((resolve) => stream.once('data', resolve));
    files.revocations = await ours.takeBack([lost]);
    await admission.readAgain();
    const { code, info } = await ended;
    expect([code, info?.reason]).toEqual(OUT);
    expect([await told(system), await told(connect(next))]).toEqual([OUT, LET_IN]);
    expect(troubles).toEqual([]);
  });

  it.each(['fingerprint', 'serial'])('may be named in the file of clients by its %s', async (by) => {
    const lost = await ours.issue('system', SYSTEM);
    const system = connect(lost);
    expect(await told(system)).toEqual(LET_IN);
    const { serialNumber, fingerprint256 } = new X509Certificate(lost.certificate);
    const name = by === 'serial' ? serialNumber : fingerprint256;
    files.clients = `${registered}\nrefused: [{${by}: "${name}"}]`;
    await admission.readAgain();
    expect([await told(system), await told(connect(await ours.issue('system', SYSTEM)))]).toEqual([OUT, LET_IN]);
  });

  it('of one authority says nothing of another’s of the same number', async () => {
    const lost = await ours.issue('system', SYSTEM);
    const { serialNumber, raw } = new X509Certificate(lost.certificate);
    const others = await authority('Another authority');
    const theirs = await readRevocations(await others.takeBack([lost]), others.certificate);
    const own = await readRevocations(await ours.takeBack([lost]), ours.certificate);
    expect([theirs, own].map((list) => list.revoked({ serialNumber, raw }))).toEqual([false, true]);
  });
});

describe('who oversees', () => {
  const waiting = async () => {
    const query = '{ agencySystems { agency { id } systems { name lastHeard } waiting oldest } }';
    const { agencySystems } = await who.overseer.sees<{ agencySystems: Shown[] }>(query);
    return agencySystems;
  };
  interface Shown {
    readonly agency: { readonly id: string };
    readonly systems: readonly { readonly name: string; readonly lastHeard: string | null }[];
    readonly waiting: number;
    readonly oldest: string | null;
  }

  it('sees what a system of the area was sent and has not acknowledged, even when it has gone away', async () => {
    const [before] = await waiting();
    expect(before).toMatchObject({
      agency: { id: POLICE },
      systems: [{ name: 'case-handling' }],
      waiting: 0,
      oldest: null,
    });
    const caseId = await reported(who);
    const system = connect(await ours.issue('system', SYSTEM));
    const [event] = eventsOf(await system.read({}, (messages) => eventsOf(messages).length > 0));
    const [sent] = await waiting();
    expect(sent).toMatchObject({
      waiting: 1,
      oldest: standing.host.now(),
      systems: [{ lastHeard: standing.host.now() }],
    });
    const { id: handoffId, version } = event?.handoff ?? { id: '', version: '' };
    await system.call('AcknowledgeHandoff', { caseId, handoffId, version });
    expect(await waiting()).toMatchObject([{ waiting: 0, oldest: null }]);
  });

  it('sees nothing of it outside its area, or outside its own system', async () => {
    const asked = async (division: string) =>
      who.overseer.post(JSON.stringify({ query: `{ agencySystems(division: "${division}") { waiting } }` }));
    expect((await asked('441502')).data).toEqual({ agencySystems: [{ waiting: 0 }] });
    expect((await asked('441502001')).data).toEqual({ agencySystems: [] });
    expect((await asked('441521')).errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    const schools = new DeskClient(standing, 'edu-44');
    expect(await schools.sees('{ agencySystems { waiting } }')).toEqual({ agencySystems: [] });
    const superior = new DeskClient(standing, 'psb-44');
    expect(await superior.sees('{ agencySystems { agency { id } } }')).toEqual({
      agencySystems: [{ agency: { id: POLICE } }],
    });
  });
});

describe('the exchange’s own certificate', () => {
  /** The serial number of the certificate that a client meets who connects now. */
  const met = async (as: Identity, authorities = ours.certificate) => {
    const socket = connectTls({
      port: server.port,
      host: 'localhost',
      cert: as.certificate,
      key: as.key,
      ca: authorities,
    });
    await once(socket, 'secureConnect');
    const { serialNumber } = socket.getPeerCertificate();
    socket.destroy();
    return serialNumber;
  };
  const serialOf = ({ certificate }: Identity) => new X509Certificate(certificate).serialNumber;

  it('is renewed while it runs: who connects then meets the new one, an open connection goes on', async () => {
    const client = await ours.issue('system', SYSTEM);
    const system = connect(client);
    expect([await told(system), await met(client)]).toEqual([LET_IN, serialOf(own)]);
    const renewed = await ours.issue('localhost');
    files.tls = { ...renewed, authority: ours.certificate };
    await admission.readAgain();
    expect([await met(client), await told(system), await told(connect(client))]).toEqual([
      serialOf(renewed),
      LET_IN,
      LET_IN,
    ]);
    expect(troubles).toEqual([]);
  });

  it('stays as it was while its key is another’s, and that is said once', async () => {
    const client = await ours.issue('system', SYSTEM);
    files.tls = { ...files.tls, certificate: (await ours.issue('localhost')).certificate }; // its key is yet to come
    await admission.readAgain();
    await admission.readAgain();
    expect(troubles).toEqual([expect.stringMatching(/^JIELI_EXCHANGE_KEY.*is not of that key/)]);
    expect([await met(client), await told(connect(client))]).toEqual([serialOf(own), LET_IN]);
  });

  it('and the authority that it trusts: systems of the next one are let in, and its lists are believed', async () => {
    const next = await authority('Jieli next authority');
    const [old, young, lost] = [
      await ours.issue('system', SYSTEM),
      await next.issue('system', SYSTEM),
      await next.issue('system', SYSTEM),
    ];
    await expect(met(young)).resolves.toBe(serialOf(own)); // TLS 1.3 tells a client only later that it is not wanted
    expect((await told(connect(young)))[0]).toBe(status.UNAVAILABLE);
    files.tls = { ...files.tls, authority: Buffer.concat([ours.certificate, next.certificate]) };
    files.revocations = Buffer.concat([await ours.takeBack([]), await next.takeBack([lost])]);
    await admission.readAgain();
    expect([troubles, await told(connect(young)), await told(connect(old)), await told(connect(lost))]).toEqual([
      ...[[], LET_IN, LET_IN, OUT],
    ]);
  });
});

describe('the files that say who is let in', () => {
  it('are read again: a client is added, and one that is taken out is a stranger', async () => {
    const [police, hospital] = [await ours.issue('system', SYSTEM), await ours.issue('his')];
    const added = `{agency: hosp-441502, system: his, fingerprint: "${hospital.fingerprint}"}`;
    files.clients = `clients: [${added}]`;
    await admission.readAgain();
    const strange = [status.UNAUTHENTICATED, 'UNKNOWN_CERTIFICATE'];
    expect([await told(connect(police)), await told(connect(hospital))]).toEqual([strange, LET_IN]);
  });

  it('hold as they were while one is wrong, and that is said once', async () => {
    const lost = await ours.issue('system', SYSTEM);
    files.revocations = await ours.takeBack([lost]);
    await admission.readAgain();
    const stranger = await authority('Jieli test authority');
    files = { ...files, clients: 'clients: [', revocations: await stranger.takeBack([]) };
    await admission.readAgain();
    await admission.readAgain();
    expect(troubles).toEqual([
      expect.stringMatching(/^JIELI_EXCHANGE_CLIENTS: .*YAML/),
      expect.stringMatching(/^JIELI_EXCHANGE_REVOCATIONS: .*not signed by an authority/),
    ]);
    expect([await told(connect(lost)), await told(connect(await ours.issue('system', SYSTEM)))]).toEqual([OUT, LET_IN]);
  });

  it('end the start when one is wrong then', async () => {
    files.revocations = Buffer.from('-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n');
    await expect(opened()).rejects.toThrow('JIELI_EXCHANGE_REVOCATIONS: 不是吊销列表');
    files.revocations = await ours.takeBack([await ours.issue('system', SYSTEM)], null);
    await expect(opened()).rejects.toThrow('nextUpdate');
  });

  it('run out at times that operators can watch', async () => {
    files.revocations = await ours.takeBack([], new Date(Date.now() - 60_000));
    await admission.readAgain();
    const { certificate = 0, authority: root = 0, revocations = 0 } = admission.validSeconds();
    for (const seconds of [certificate, root]) expect(Math.abs(seconds - 86_400)).toBeLessThan(600);
    expect(Math.abs(revocations + 60)).toBeLessThan(600);
  });
});
