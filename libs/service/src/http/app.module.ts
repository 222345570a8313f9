import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { desks } from '#desks';
import type { Notarising, Runtime } from '#runtime';
import { AuditController } from './audit/audit.controller.ts';
import type { Authenticate } from './authentication.ts';
import { type Demo, DemoController } from './demo.controller.ts';
import { deskGraphQL } from './desk.graphql.ts';
import { HealthController, type Readiness } from './health.controller.ts';
import { SubmitHandler } from './submit.handler.ts';
import { AUDIT, DEMO, READINESS, RUNTIME } from './tokens.ts';

/** What the HTTP side is made of. */
export interface AppParts {
  readonly runtime: Runtime;
  readonly authenticate: Authenticate;
  readonly readiness: Readiness;
  /** There when the log is recorded for proofs. */
  readonly notarising?: Notarising;
  /** There only in the demo. */
  readonly demo?: Demo;
  /** Logs a fault and gives the id under which it is found. */
  readonly report: (error: unknown) => string;
}

@Module({})
class RuntimeModule {}

@Module({})
class AppModule {}

/** The HTTP side over a running runtime: desks, health, and the demo's own endpoints where there is a demo. */
export function appModule({ runtime, authenticate, readiness, notarising, demo, report }: AppParts): DynamicModule {
  const provided: DynamicModule = {
    module: RuntimeModule,
    global: true,
    providers: [{ provide: RUNTIME, useValue: runtime }],
    exports: [RUNTIME],
  };
  return {
    module: AppModule,
    imports: [provided, CqrsModule.forRoot(), ...desks.map((desk) => deskGraphQL(desk, authenticate, report))],
    controllers: [HealthController, ...(notarising ? [AuditController] : []), ...(demo ? [DemoController] : [])],
    providers: [
      SubmitHandler,
      ...(notarising ? [{ provide: AUDIT, useValue: { notarising, authenticate } }] : []),
      { provide: READINESS, useValue: readiness },
      ...(demo ? [{ provide: DEMO, useValue: demo }] : []),
    ],
  };
}
