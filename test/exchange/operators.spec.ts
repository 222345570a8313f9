import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials, loadPackageDefinition, type ServiceError, status } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { service as health } from 'grpc-health-check';
import descriptor from 'protobufjs/ext/descriptor/index.js';
import type { CalendarDate } from '#calendar';
import { readClients } from '#exchange';
import { demoAgencies, demoDirectory, readConfig, readExchangeConfig, startExchange } from '#service';
import { AgencySystem } from './agency.system.ts';
import { type StandingExchange, standingExchange } from './standing.exchange.ts';

interface DescribedFile {
  readonly name: string;
  readonly dependency?: readonly string[];
  readonly messageType?: readonly {
    readonly field?: readonly { readonly name: string; readonly typeName?: string }[];
  }[];
}

const POLICE = 'psb-441502';
let exchange: StandingExchange;

beforeAll(async () => {
  exchange = await standingExchange([POLICE]);
});
afterAll(() => exchange.close());

const credentialsOf = (agency: string) => {
  const { key, certificate } = exchange.identity(agency);
  return credentials.createSsl(exchange.authority.certificate, key, certificate);
};

/** Asks the health service as a balancer would. */
function asking(port: number, as: object) {
  const { Health } = loadPackageDefinition({ Health: health } as unknown as PackageDefinition) as never as {
    Health: new (address: string, as: object) => { check: (m: object, done: Done) => void; close(): void };
  };
  type Done = (error: ServiceError | null, answer: { status: string }) => void;
  const client = new Health(`localhost:${port}`, as);
  const ask = (service: string) =>
    new Promise((resolve) => client.check({ service }, (error, answer) => resolve(error?.code ?? answer.status)));
  return { ask, close: () => client.close() };
}

describe('for operators', () => {
  it('says by the health service whether it serves', async () => {
    const { ask, close } = asking(exchange.server.port, credentialsOf(POLICE));
    expect(await Promise.all(['', 'jieli.exchange.v1.ExchangeService', 'nobody'].map(ask))).toEqual([
      'SERVING',
      'SERVING',
      status.NOT_FOUND,
    ]);
    close();
  });

  it('describes its contract by reflection', async () => {
    const path = 'node_modules/@grpc/reflection/build/proto/grpc/reflection/v1/reflection.proto';
    const { grpc } = loadPackageDefinition(loadSync(path)) as never as {
      grpc: { reflection: { v1: { ServerReflection: new (address: string, as: object) => Reflection } } };
    };
    interface Reflection {
      serverReflectionInfo(): NodeJS.EventEmitter & { write(m: object): void; end(): void };
      close(): void;
    }
    const client = new grpc.reflection.v1.ServerReflection(`localhost:${exchange.server.port}`, credentialsOf(POLICE));
    const call = client.serverReflectionInfo();
    call.write({ listServices: '*' });
    const [answer] = await once(call, 'data');
    expect(answer.listServicesResponse.service).toContainEqual({ name: 'jieli.exchange.v1.ExchangeService' });
    call.write({ fileContainingSymbol: 'jieli.exchange.v1.ExchangeService' });
    const [{ fileDescriptorResponse }] = await once(call, 'data');
    const files = (fileDescriptorResponse.fileDescriptorProto as Buffer[]).map(
      (bytes) => descriptor.FileDescriptorProto.toObject(descriptor.FileDescriptorProto.decode(bytes)) as DescribedFile,
    );
    const sent = files.map(({ name }) => name);
    // tools link the files by their imports and look types up by full name
    expect(sent).toContain('jieli/exchange/v1/exchange.proto');
    expect(files.flatMap(({ dependency = [] }) => dependency).filter((name) => !sent.includes(name))).toEqual([]);
    const fields = files.flatMap(({ messageType = [] }) => messageType.flatMap(({ field = [] }) => field));
    expect(fields.map(({ name }) => name)).toContain('idempotency_key');
    expect(fields.filter(({ typeName }) => typeName && !typeName.startsWith('.'))).toEqual([]);
    call.end();
    client.close();
  });
});

describe('an exchange in a process of its own', () => {
  it('shares the database with the desks and answers for what they did', async () => {
    const { standing, authority } = exchange;
    const own = await authority.issue('localhost');
    const system = await authority.issue('system', 'urn:agency:psb');
    const clients = `clients: [{agency: ${POLICE}, system: own, uri: "urn:agency:psb"}]`;
    const options = { ...readConfig({}), dataDir: standing.dataDir, databaseUrl: standing.databaseUrl, durable: false };
    const running = await startExchange(
      { ...options, host: standing.host, directory: standing.directory, clocksByThemselves: false },
      {
        address: 'localhost:0',
        tls: () => ({ ...own, authority: authority.certificate }),
        clients: () => clients,
        revocations: undefined,
      },
    );
    const police = new AgencySystem(running.server.port, authority.certificate, system);
    const reply = await police.call('GetLawfulNextSteps', { caseId: 'b3b0c1d2-0000-4000-8000-000000000000' });
    expect(reply.code).toBe(status.NOT_FOUND);
    police.close();
    await running.close();
  });

  it('is not healthy while views cannot be read, and is again when they can', async () => {
    const { standing, authority } = exchange;
    const own = await authority.issue('localhost');
    const options = { ...readConfig({}), dataDir: standing.dataDir, databaseUrl: standing.databaseUrl, durable: false };
    const running = await startExchange(
      { ...options, host: standing.host, directory: standing.directory, clocksByThemselves: false },
      {
        address: 'localhost:0',
        tls: () => ({ ...own, authority: authority.certificate }),
        clients: () => `clients: [{agency: ${POLICE}, system: own, uri: "urn:agency:psb"}]`,
        revocations: undefined,
      },
    );
    const { ask, close } = asking(running.server.port, credentialsOf(POLICE));
    const now = async () => {
      await running.checkHealth();
      return ask('');
    };
    expect(await now()).toBe('SERVING');
    await standing.query('alter table desk_court."row" rename to elsewhere');
    expect(await now()).toBe('NOT_SERVING');
    await standing.query('alter table desk_court.elsewhere rename to "row"');
    expect(await now()).toBe('SERVING');
    close();
    await running.close();
  });

  it('takes agencies from the database, and from nowhere else, where an identity provider is set', async () => {
    const { standing, authority } = exchange;
    const own = await authority.issue('localhost');
    const clients = `clients: [{agency: ${POLICE}, system: own, uri: "urn:agency:psb"}]`;
    const oidc = { JIELI_OIDC_ISSUER: 'http://127.0.0.1:1', JIELI_OIDC_AUDIENCE: 'urn:desks', NODE_ENV: 'production' };
    const { dataDir, databaseUrl, host, query } = standing;
    const options = { ...readConfig(oidc), dataDir, databaseUrl, durable: false, host, clocksByThemselves: false };
    const start = () =>
      startExchange(options, {
        address: 'localhost:0',
        tls: () => ({ ...own, authority: authority.certificate }),
        clients: () => clients,
        revocations: undefined,
      });
    await expect(start()).rejects.toThrow(`JIELI_EXCHANGE_CLIENTS: 名录中没有机构 ${POLICE}`);
    await query(
      `insert into access.agency (id, type, division, name_zh, name_en) values ($1, 'PSB', '441502', '公安', 'police')`,
      [POLICE],
    );
    await query('update access.version set n = n + 1');
    const running = await start();
    expect(running.core.signIn.directory.get(POLICE)?.name.zh).toBe('公安');
    await running.close();
    await query('delete from access.agency');
  });

  it.each([
    [{}, 'JIELI_EXCHANGE_KEY'],
    [{ JIELI_EXCHANGE_KEY: '/nowhere' }, 'JIELI_EXCHANGE_KEY'],
    [{ JIELI_EXCHANGE_ADDRESS: 'here' }, 'JIELI_EXCHANGE_ADDRESS'],
  ])('says which setting is missing or wrong: %o', (env, named) => {
    expect(() => readExchangeConfig(readConfig(env).exchange)).toThrow(named);
  });

  it('takes no key that others may read, by the rule of the master key, at the start or when it is read again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jieli-key-'));
    const files = { ...(await exchange.authority.issue('localhost')), authority: exchange.authority.certificate };
    const written = (name: 'key' | 'certificate' | 'authority') => {
      writeFileSync(join(folder, name), files[name], { mode: 0o600 });
      return join(folder, name);
    };
    const settings = {
      JIELI_EXCHANGE_KEY: written('key'),
      JIELI_EXCHANGE_CERTIFICATE: written('certificate'),
      JIELI_EXCHANGE_AUTHORITY: written('authority'),
      JIELI_EXCHANGE_CLIENTS: written('authority'),
    };
    const { tls } = readExchangeConfig(readConfig(settings).exchange);
    chmodSync(settings.JIELI_EXCHANGE_KEY, 0o644);
    const refusal = /^JIELI_EXCHANGE_KEY.*对其他用户开放.*open to other users: run chmod 600/;
    expect(() => readExchangeConfig(readConfig(settings).exchange)).toThrow(refusal);
    expect(tls).toThrow(refusal);
    rmSync(folder, { recursive: true });
  });
});

describe('the file of clients', () => {
  const directory = demoDirectory(demoAgencies());
  const print = Array(32).fill('AB').join(':');

  it.each([
    ['clients: [', 'YAML'],
    ['clients: []', 'clients'],
    ['clients: [{agency: nobody, system: own, uri: "urn:a"}]', 'nobody'],
    [`clients: [{agency: ${POLICE}, system: own}]`, 'fingerprint and uri'],
    [`clients: [{agency: ${POLICE}, system: own, uri: "urn:a", fingerprint: "${print}"}]`, 'fingerprint and uri'],
    [
      `clients: [{agency: ${POLICE}, system: own, fingerprint: "AB"}]`,
      'clients.0.fingerprint：有误。须为 SHA-256 指纹',
    ],
    [`clients: [{agency: ${POLICE}, system: A, uri: "urn:a"}]`, 'small letters'],
    [`clients: [{agency: ${POLICE}, system: a, uri: "urn:a"}, {agency: ${POLICE}, system: b, uri: "urn:a"}]`, 'urn:a'],
  ])('is refused when it says %s', (text, named) => {
    expect(() => readClients(text, directory, () => '2025-03-03')).toThrow(named);
  });

  it('speaks for an agency only while the directory has it in force', () => {
    const agencies = demoAgencies().map((agency) => ({ ...agency, validUntil: '2025-03-03' as CalendarDate }));
    const asked = (day: string) => {
      const clients = readClients(
        `clients: [{agency: ${POLICE}, system: own, uri: "urn:a"}]`,
        demoDirectory(agencies),
        () => day,
      );
      return clients.of({ fingerprint256: print, subjectaltname: 'URI:urn:a' })?.agency.id;
    };
    expect([asked('2025-03-03'), asked('2025-03-04')]).toEqual([POLICE, undefined]);
  });

  it('takes a certificate by its URI only when that is its only one', () => {
    const clients = readClients(
      `clients: [{agency: ${POLICE}, system: own, uri: "urn:a"}]`,
      directory,
      () => '2025-03-03',
    );
    const of = (subjectaltname?: string) => clients.of({ fingerprint256: print, subjectaltname })?.id;
    expect(of('DNS:x, URI:urn:a')).toBe(`${POLICE}/own`);
    expect([of('URI:urn:a, URI:urn:b'), of('DNS:urn:a'), of(undefined)]).toEqual([undefined, undefined, undefined]);
  });
});
