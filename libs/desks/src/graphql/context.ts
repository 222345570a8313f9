import type { Glass, Officer } from '#access';
import type { Request as CommandRequest, Outcome, Runtime } from '#runtime';

/** What resolvers know of a request: who asks, at which desk, and the service behind it. */
export interface DeskContext {
  readonly officer: Officer;
  readonly runtime: Runtime;
  /** What was opened in an emergency; without it nobody breaks any glass. */
  readonly glass?: Glass;
  readonly submit: (request: CommandRequest) => Promise<Outcome>;
}

/** Who asks, and of which service: all that reading needs. */
export type Asker = Pick<DeskContext, 'officer' | 'runtime'>;
