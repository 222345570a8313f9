import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { desks } from '#desks';
import type { Runtime } from '#runtime';
import type { Readiness } from '../readiness.ts';
import { type Demo, DemoController } from './demo.controller.ts';
import { type DeskParts, deskGraphQL } from './desk.graphql.ts';
import { HealthController } from './health.controller.ts';
import { SubmitHandler } from './submit.handler.ts';
import { DEMO, READINESS, RUNTIME } from './tokens.ts';

/** What the HTTP side is made of. */
export interface AppParts extends DeskParts {
  readonly runtime: Runtime;
  readonly readiness: () => Promise<Readiness>;
  /** There only in the demo. */
  readonly demo?: Demo;
}

@Module({})
class RuntimeModule {}

@Module({})
class AppModule {}

/** The HTTP side over a running runtime: desks, health, and the demo's own endpoints where there is a demo. */
export function appModule({ runtime, readiness, demo, ...parts }: AppParts): DynamicModule {
  const provided: DynamicModule = {
    module: RuntimeModule,
    global: true,
    providers: [{ provide: RUNTIME, useValue: runtime }],
    exports: [RUNTIME],
  };
  return {
    module: AppModule,
    imports: [provided, CqrsModule.forRoot(), ...desks.map((desk) => deskGraphQL(desk, parts))],
    controllers: [HealthController, ...(demo ? [DemoController] : [])],
    providers: [
      SubmitHandler,
      { provide: READINESS, useValue: readiness },
      ...(demo ? [{ provide: DEMO, useValue: demo }] : []),
    ],
  };
}
