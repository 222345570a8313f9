import type { Conflicts, Glass, Officer } from '#access';
import type { Request as CommandRequest, Outcome, Runtime } from '#runtime';
import type { Opened } from './reads.ts';

/** What resolvers know of a request: who asks, at which desk, and the service behind it. */
export interface DeskContext {
  readonly officer: Officer;
  readonly runtime: Runtime;
  /** What was opened in an emergency; without it nobody breaks any glass. */
  readonly glass?: Glass;
  /** Who is kept out of which case; without it nobody is at a desk. */
  readonly conflicts?: Conflicts;
  /** Why personal data is read, where a code was given. */
  readonly purpose?: string;
  /** What has been opened to answer. */
  readonly opened: Opened;
  readonly submit: (request: CommandRequest) => Promise<Outcome>;
}

/** Who asks, and of which service: all that reading needs. */
export type Asker = Pick<DeskContext, 'officer' | 'runtime'>;
