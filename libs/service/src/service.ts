import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Logger, pino } from 'pino';
import { type AgencyDirectory, type DemoIssuer, demoIssuer } from '#access';
import { epochOf, type WorkCalendar } from '#calendar';
import { desks } from '#desks';
import type { PackSet } from '#policy';
import {
  type Host,
  loadPacks,
  publishedCalendar,
  type Runtime,
  shippedPacks,
  startRuntime,
  targetRules,
} from '#runtime';
import { type Config, SetupError } from './config.ts';
import { openDatabase } from './database.ts';
import { appModule } from './http/app.module.ts';
import { authentication } from './http/authentication.ts';
import { ErrorFilter } from './http/error.filter.ts';
import { serveSubscriptions } from './http/subscriptions.ts';

export interface ServiceOptions extends Config {
  readonly host: Host;
  readonly directory: AgencyDirectory;
  /** False only for throw-away databases. */
  readonly durable: boolean;
  readonly clocksByThemselves: boolean;
  readonly logger?: Logger;
}

/** A running service. */
export interface Service {
  readonly runtime: Runtime;
  readonly issuer: DemoIssuer;
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** From now on `GET /health/ready` answers 200. */
  open(): void;
  close(): Promise<void>;
}

const BODY_LIMIT = 100 * 1024;
const TOKEN_AGE = 12 * 3_600;

/** Puts the service together and lets it listen; not ready until `open()`. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { host, directory, port } = options;
  const logger = options.logger ?? pino({ level: 'silent' });
  const trouble = (error: Error) => logger.error({ err: { type: error.name, message: error.message } }, 'trouble');
  const report = (error: unknown) => {
    const requestId = randomUUID();
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    logger.error({ requestId, err: { type: name, message, stack } }, 'fault');
    return requestId;
  };
  const packs = packsIn(options.packFolders);
  const calendar = calendarWith(options.calendarFile);
  const database = await openDatabase({ ...options, desks, trouble });
  let runtime: Runtime | undefined;
  let app: NestFastifyApplication | undefined;
  let endSubscriptions: (() => Promise<void>) | undefined;
  const close = async () => {
    await endSubscriptions?.();
    await app?.close();
    await runtime?.close();
    await database.close();
  };
  try {
    const { store, views, vault, duty, webhooks } = database;
    const { clocksByThemselves, webhookNetworks } = options;
    runtime = await startRuntime({
      store,
      views,
      vault,
      packs,
      calendar,
      directory,
      host,
      desks,
      clocksByThemselves,
      duty,
      webhooks: { store: webhooks, targets: targetRules(webhookNetworks) },
      trouble,
    });
    const issuer = await demoIssuer();
    const now = () => epochOf(host.now());
    const rules = { issuer: issuer.issuer, audience: issuer.audience, keys: issuer.keys, maxAge: TOKEN_AGE, now };
    let opened = false;
    const readiness = {
      ready: async () => {
        if (!opened) return false;
        const readable = desks.map(({ name }) => views.desk(name).inbox('', 1));
        return Promise.all(readable).then(
          () => true,
          () => false,
        );
      },
    };
    const authenticate = authentication(rules, directory);
    const parts = { runtime, authenticate, readiness, report };
    const module = appModule({ ...parts, demo: { issuer, directory, host } });
    const adapter = new FastifyAdapter({ bodyLimit: BODY_LIMIT, requestTimeout: 30_000 });
    app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: false, abortOnError: false });
    app.useGlobalFilters(new ErrorFilter(report));
    await listen(app, port);
    const server = app.getHttpServer();
    endSubscriptions = serveSubscriptions({ server, runtime, authenticate });
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
    return {
      runtime,
      issuer,
      url,
      open: () => {
        opened = true;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @throws SetupError with every problem, file and line, when a pack is wrong. */
function packsIn(folders: readonly string[]): PackSet {
  try {
    return loadPacks([shippedPacks, ...folders]);
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error));
  }
}

/** @throws SetupError naming the file when the override cannot be read. */
function calendarWith(file: string | undefined): WorkCalendar {
  try {
    return publishedCalendar(file);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new SetupError(`日历文件有误，请检查 JIELI_CALENDAR。The calendar file ${file} is wrong: ${why}`);
  }
}

async function listen(app: NestFastifyApplication, port: number): Promise<void> {
  try {
    await app.listen(port, '127.0.0.1');
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'EADDRINUSE') {
      throw new SetupError(`端口 ${port} 已被占用，请设置 PORT。Port ${port} is taken; set PORT to another.`);
    }
    if (code === 'EACCES') {
      throw new SetupError(`无权使用端口 ${port}，请设置 PORT。No right to use port ${port}; set PORT to another.`);
    }
    throw error;
  }
}
