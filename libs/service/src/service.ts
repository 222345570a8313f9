import 'reflect-metadata';
import { setTimeout as wait } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type DemoIssuer, postgresConflicts } from '#access';
import type { Runtime } from '#runtime';
import type { Traces } from '#telemetry';
import { SetupError } from './config.ts';
import { type Core, type CoreOptions, startCore } from './core.ts';
import { appModule } from './http/app.module.ts';
import { authentication } from './http/authentication.ts';
import { ErrorFilter } from './http/error.filter.ts';
import { guard, listening, PATIENCE, type Patience } from './http/guards.ts';
import { takingTurns } from './http/rate.ts';
import { serveSubscriptions } from './http/subscriptions.ts';
import type { Readiness } from './readiness.ts';
import { prepareTurns, turns } from './turns.ts';

export interface ServiceOptions extends CoreOptions {
  /** How long a client may take; shorter in tests alone. */
  readonly patience?: Patience;
}

/** A running service. */
export interface Service {
  readonly runtime: Runtime;
  readonly core: Core;
  /** Who gives out tokens in the demo. @throws Error where an identity provider does. */
  readonly issuer: DemoIssuer;
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** What `GET /health/ready` answers by. */
  ready(): Promise<Readiness>;
  /** From now on `GET /health/ready` answers 200. */
  open(): void;
  close(): Promise<void>;
}

/** Puts the service together and lets it listen; not ready until `open()`. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { host, port, listen: on, production, origins } = options;
  const core = await startCore(options);
  const { runtime, glass, report } = core;
  const { rules, admit, directory, issuer } = core.signIn;
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
    await core.close();
  };
  try {
    const ready = async (): Promise<Readiness> => (opened ? core.ready() : { status: 'starting' });
    const authenticate = authentication(rules, admit);
    const { pool, notarising } = core.database;
    await prepareTurns(pool);
    const takeTurn = takingTurns(turns(pool, 'officer', options.requestsAMinute));
    const conflicts = postgresConflicts(pool);
    const parts = {
      runtime,
      glass,
      conflicts,
      authenticate,
      takeTurn,
      readiness: ready,
      report,
      production,
      notarising,
    };
    const module = appModule(issuer ? { ...parts, demo: { issuer, directory, host } } : parts);
    const adapter = new FastifyAdapter(listening(options.patience ?? PATIENCE));
    app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: false, abortOnError: false });
    traceRequests(app, core.telemetry.traces);
    app.useGlobalFilters(new ErrorFilter(report));
    const safelist = await guard(app, options);
    await listen(app, port, on);
    const server = app.getHttpServer();
    const { token: lookAgain } = options.patience ?? PATIENCE;
    endSubscriptions = serveSubscriptions({ ...parts, server, safelist, lookAgain, origins });
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
    return {
      runtime,
      core,
      get issuer() {
        if (issuer) return issuer;
        throw new Error('there is no demo issuer: an identity provider signs officers in');
      },
      url,
      ready,
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

/** From here on, the body being read, what a request brings about is part of its trace. */
function traceRequests(app: NestFastifyApplication, traces: Traces): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preValidation', (request, reply, done) => {
      traces.enter(`${request.method} ${request.routeOptions.url}`, request.headers, (end) => {
        reply.raw.once('close', end);
        done();
      });
    });
}

async function listen(app: NestFastifyApplication, port: number, address: string): Promise<void> {
  try {
    await app.listen(port, address);
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
