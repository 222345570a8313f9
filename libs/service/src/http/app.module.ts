import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { desks } from '#desks';
import type { Runtime } from '#runtime';
import type { Readiness } from '../readiness.ts';
import type { Authenticate } from './authentication.ts';
import { type Demo, DemoController } from './demo.controller.ts';
import { type DeskParts, deskGraphQL } from './desk.graphql.ts';
import { ExportController } from './export/export.controller.ts';
import { HealthController } from './health.controller.ts';
import { SubmitHandler } from './submit.handler.ts';
import { AUTHENTICATE, DEMO, READINESS, RUNTIME } from './tokens.ts';

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

/** Lets an officer in who has requests left in this minute: what is not GraphQL counts like it. */
function inTurn({ authenticate, takeTurn }: Pick<DeskParts, 'authenticate' | 'takeTurn'>): Authenticate {
  return async (desk, request) => {
    const officer = await authenticate(desk, request);
    await takeTurn(officer.id);
    return officer;
  };
}

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
    controllers: [HealthController, ExportController, ...(demo ? [DemoController] : [])],
    providers: [
      SubmitHandler,
      { provide: READINESS, useValue: readiness },
      { provide: AUTHENTICATE, useValue: inTurn(parts) },
      ...(demo ? [{ provide: DEMO, useValue: demo }] : []),
    ],
  };
}
