import { X509Certificate } from 'node:crypto';
import { type ServiceError, status } from '@grpc/grpc-js';
import { type ExchangeServer, startExchangeServer } from '#exchange';
import { type Admission, openAdmission } from '#service';
import { type StandingService, standingService } from '../standing.service.ts';
import { AgencySystem, type Reply, replyOf } from './agency.system.ts';
import { type Authority, authority, type Identity } from './certificates.ts';

const POLICE = 'psb-441502';
const SYSTEM = 'urn:gov:psb-441502:case-handling';
const registered = `clients: [{agency: ${POLICE}, system: case-handling, uri: "${SYSTEM}"}]`;

let standing: StandingService;
let ours: Authority;
let own: Identity;
let files: { clients: string; revocations: Buffer };
let admission: Admission;
let server: ExchangeServer;
let troubles: string[];
const systems: AgencySystem[] = [];

beforeAll(async () => {
  standing = await standingService();
  ours = await authority('Jieli test authority');
  own = await ours.issue('localhost');
});
afterAll(() => standing.close());

beforeEach(async () => {
  files = { clients: registered, revocations: await ours.takeBack([]) };
  troubles = [];
  admission = await opened();
  server = await startExchangeServer({
    runtime: standing.service.runtime,
    clients: admission.clients,
    revocations: admission.revocations,
    tls: { key: own.key, certificate: own.certificate, authority: ours.certificate },
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
      authority: ours.certificate,
      certificate: own.certificate,
    },
    standing.directory,
    standing.host,
    ({ message }) => troubles.push(message),
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
    files = { clients: 'clients: [', revocations: await stranger.takeBack([]) };
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
