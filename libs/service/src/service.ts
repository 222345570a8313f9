import 'reflect-metadata';
import { setTimeout as wait } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Logger, pino } from 'pino';
import { type AgencyDirectory, type DemoIssuer, postgresGlass } from '#access';
import type { WorkCalendar } from '#calendar';
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
import { guard, listening, PATIENCE, type Patience } from './http/guards.ts';
import { turns } from './http/rate.ts';
import { requestId } from './http/request.id.ts';
import { serveSubscriptions } from './http/subscriptions.ts';
import { mostLag, readiness } from './readiness.ts';
import { openSignIn, type SignIn } from './sign.in.ts';

export interface ServiceOptions extends Omit<Config, 'ready'>, Partial<Pick<Config, 'ready'>> {
  readonly host: Host;
  /** The demo's agencies and officers; with an identity provider (`oidc`) they stand in the database. */
  readonly directory?: AgencyDirectory;
  /** False only for throw-away databases. */
  readonly durable: boolean;
  readonly clocksByThemselves: boolean;
  readonly logger?: Logger;
  /** How long a client may take; shorter in tests alone. */
  readonly patience?: Patience;
}

/** A running service. */
export interface Service {
  readonly runtime: Runtime;
  /** Who gives out tokens in the demo. @throws Error where an identity provider does. */
  readonly issuer: DemoIssuer;
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** From now on `GET /health/ready` answers 200. */
  open(): void;
  close(): Promise<void>;
}

/** Puts the service together and lets it listen; not ready until `open()`. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { host, port } = options;
  const logger = options.logger ?? pino({ level: 'silent' });
  const trouble = (error: Error) => logger.error({ err: { type: error.name, message: error.message } }, 'trouble');
  const report = (error: unknown) => {
    const id = requestId();
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    logger.error({ requestId: id, err: { type: name, message, stack } }, 'fault');
    return id;
  };
  const packs = packsIn(options.packFolders);
  const calendar = calendarWith(options.calendarFile);
  const database = await openDatabase({ ...options, desks, trouble });
  let runtime: Runtime | undefined;
  let signIn: SignIn | undefined;
  let app: NestFastifyApplication | undefined;
  let endSubscriptions: (() => Promise<void>) | undefined;
  let opened = false;
  const close = async () => {
    if (opened && options.drainSeconds > 0) {
      opened = false; // load balancers send nobody any more, and who is here is served
      await wait(options.drainSeconds * 1_000);
    }
    opened = false;
    await endSubscriptions?.();
    await app?.close();
    signIn?.close();
    await runtime?.close();
    await database.close();
  };
  try {
    const { store, views, vault, duty, pool, webhooks } = database;
    signIn = await openSignIn({ ...options, directory: options.directory, trouble }, pool);
    const { rules, admit, directory, issuer } = signIn;
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
    const ready = readiness({ runtime, most: options.ready ?? mostLag, opened: () => opened, trouble });
    const authenticate = authentication(rules, admit);
    const takeTurn = turns(options.requestsAMinute);
    const { production } = options;
    const glass = postgresGlass(pool);
    const parts = { runtime, glass, authenticate, takeTurn, readiness: ready, report, production };
    const module = appModule(issuer ? { ...parts, demo: { issuer, directory, host } } : parts);
    const adapter = new FastifyAdapter(listening(options.patience ?? PATIENCE));
    app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: false, abortOnError: false });
    app.useGlobalFilters(new ErrorFilter(report));
    const safelist = await guard(app, options);
    await listen(app, port);
    const server = app.getHttpServer();
    endSubscriptions = serveSubscriptions({
      server,
      runtime,
      authenticate,
      takeTurn,
      safelist,
      origins: options.origins,
    });
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
    return {
      runtime,
      get issuer() {
        if (issuer) return issuer;
        throw new Error('there is no demo issuer: an identity provider signs officers in');
      },
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
