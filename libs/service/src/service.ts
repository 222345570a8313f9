import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type DemoIssuer, demoIssuer } from '#access';
import { epochOf } from '#calendar';
import type { Runtime } from '#runtime';
import type { Traces } from '#telemetry';
import { SetupError } from './config.ts';
import { type Core, type CoreOptions, startCore } from './core.ts';
import { appModule } from './http/app.module.ts';
import { authentication } from './http/authentication.ts';
import { ErrorFilter } from './http/error.filter.ts';
import { serveSubscriptions } from './http/subscriptions.ts';

export type ServiceOptions = CoreOptions;

/** A running service. */
export interface Service {
  readonly runtime: Runtime;
  readonly core: Core;
  readonly issuer: DemoIssuer;
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** What `GET /health/ready` answers by. */
  ready(): Promise<boolean>;
  /** From now on `GET /health/ready` answers 200. */
  open(): void;
  close(): Promise<void>;
}

const BODY_LIMIT = 100 * 1024;
const TOKEN_AGE = 12 * 3_600;

/** Puts the service together and lets it listen; not ready until `open()`. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { host, directory, port } = options;
  const core = await startCore(options);
  const { runtime, report } = core;
  let app: NestFastifyApplication | undefined;
  let endSubscriptions: (() => Promise<void>) | undefined;
  const close = async () => {
    await endSubscriptions?.();
    await app?.close();
    await core.close();
  };
  try {
    const issuer = await demoIssuer();
    const now = () => epochOf(host.now());
    const rules = { issuer: issuer.issuer, audience: issuer.audience, keys: issuer.keys, maxAge: TOKEN_AGE, now };
    let opened = false;
    const readiness = { ready: async () => opened && core.ready() };
    const authenticate = authentication(rules, directory);
    const parts = { runtime, authenticate, readiness, report };
    const module = appModule({ ...parts, demo: { issuer, directory, host } });
    const adapter = new FastifyAdapter({ bodyLimit: BODY_LIMIT, requestTimeout: 30_000 });
    app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: false, abortOnError: false });
    traceRequests(app, core.telemetry.traces);
    app.useGlobalFilters(new ErrorFilter(report));
    await listen(app, port, options.listen ?? '127.0.0.1');
    const server = app.getHttpServer();
    endSubscriptions = serveSubscriptions({ server, runtime, authenticate });
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
    return {
      runtime,
      core,
      issuer,
      url,
      ready: readiness.ready,
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
