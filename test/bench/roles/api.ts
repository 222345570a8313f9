import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { admitListed, demoRules, type Officer } from '#access';
import { epochOf } from '#calendar';
import type { Accepted, Runtime } from '#runtime';
import { ownedHost } from '#runtime';
import { readConfig, type Service, startService } from '#service';
import { appModule } from '../../../libs/service/src/http/app.module.ts';
import { authentication } from '../../../libs/service/src/http/authentication.ts';
import { answerParent } from '../children.ts';
import { AFTERWARDS, law } from '../history.ts';

const AN_HOUR = 3_600;

let service: Service | undefined;
let dataDir: string | undefined;
let nothing: NestFastifyApplication | undefined;
let rss = 0;

const methods = {
  /** The service as it is started for users, on a database of the bench's, with a clock that stands after the planted cases. */
  start: async (databaseUrl: string): Promise<string> => {
    dataDir = await mkdtemp(join(tmpdir(), 'jieli-bench-api-'));
    const { directory } = law();
    const host = ownedHost(AFTERWARDS);
    const settings = { ...readConfig({}), requestsAMinute: 1_000_000_000 };
    const options = { port: 0, dataDir, databaseUrl, durable: true, clocksByThemselves: true, host, directory };
    service = await startService({ ...settings, ...options });
    service.open();
    await caughtUp(service);
    setInterval(() => {
      rss = Math.max(rss, process.memoryUsage.rss());
    }, 100).unref();
    return service.url;
  },
  /** The address of the same server with nothing behind the desks, once the service has been started. */
  startIdle: async (_: null): Promise<string> => {
    nothing = await serveNothing(running());
    const address = nothing.getHttpServer().address();
    return `http://127.0.0.1:${(address as { port: number }).port}`;
  },
  token: async (officer: string): Promise<string> => {
    const { issuer, runtime } = running();
    return issuer.token(officer, epochOf(runtime.host.now()), AN_HOUR);
  },
  /** Waits for the views, so that one round's work is not left to the next. */
  settled: async (_: null): Promise<void> => running().runtime.settled(),
  /** Milliseconds of processor time so far; unlike a rate it hardly depends on who else uses the machine. */
  cpu: async (_: null): Promise<number> => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  /** The most memory this process has held, in bytes. */
  rss: async (_: null): Promise<number> => rss,
};

export type ApiMethods = typeof methods;

/** The first views of all planted cases may take longer than the service would wait. */
async function caughtUp({ runtime }: Service): Promise<void> {
  for (let tries = 10; ; tries -= 1) {
    try {
      return await runtime.settled();
    } catch (error) {
      if (tries === 0) throw error;
    }
  }
}

function running(): Service {
  if (!service) throw new Error('the service has not been started');
  return service;
}

/**
 * The null mutation: the same modules, schema, authentication, validation and answer, but no decision, no append and no view
 * behind them.
 */
async function serveNothing({ runtime, issuer }: Service): Promise<NestFastifyApplication> {
  const docs = new Map<string, Promise<string | null>>();
  const accepted = (caseId = ''): Accepted => ({
    caseId,
    revision: 20,
    position: null,
    events: ['GuidanceSessionRecorded'],
    effects: [],
    enteredLate: false,
    repeated: false,
  });
  const docOf = (name: string, officer: Officer, caseId: string) => {
    const doc = docs.get(name) ?? runtime.desk(name).case(officer.agency.id, caseId);
    docs.set(name, doc);
    return doc;
  };
  const idle: Runtime = {
    ...runtime,
    submit: async ({ caseId }) => accepted(caseId),
    shows: async (name, officer, caseId) => ({ view: 'CAUGHT_UP', doc: await docOf(name, officer, caseId) }),
  };
  const now = () => epochOf(runtime.host.now());
  const module = appModule({
    runtime: idle,
    authenticate: authentication(demoRules(issuer, now), admitListed(runtime.directory)),
    readiness: async () => ({ status: 'ready' }),
    takeTurn: async () => undefined,
    report: String,
    production: false,
  });
  const options = { logger: false, abortOnError: false } as const;
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), options);
  await app.listen(0, '127.0.0.1');
  return app;
}

export function apiRole(): void {
  answerParent(methods, async () => {
    await nothing?.close();
    await service?.close();
    if (dataDir) await rm(dataDir, { recursive: true, force: true });
  });
}
