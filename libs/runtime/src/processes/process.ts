import type { Instant } from '#calendar';
import type { RecordedEvent, SystemCommandName } from '#case';
import type { LedgerSystemCommandName } from '#ledger';

/** A command that a process gives to a case or, by the name of its stream, to what is no case. */
export interface Follows {
  readonly caseId: string;
  readonly command: SystemCommandName | LedgerSystemCommandName;
  readonly input: object;
  /** When it happened, where that is not when it is followed. */
  readonly occurredAt?: Instant;
}

/** What a process may look up; it never reads another stream. */
export interface ProcessContext {
  /** The case whose event this is. */
  readonly caseId: string;
  /**
   * Other cases in which a child carries one of these match tags, and is not another one by its identity number: none unless the
   * place sees this case and those.
   */
  readonly tagged: (tags: readonly string[]) => Promise<readonly string[]>;
  /** The entries on a township’s ledger of a child who carries one of these match tags, by the names of their streams. */
  readonly onLedger: (tags: readonly string[], division: string) => Promise<readonly string[]>;
}

type Reactions = {
  readonly [T in RecordedEvent['type']]?: (
    event: Extract<RecordedEvent, { readonly type: T }>,
    context: ProcessContext,
  ) => Promise<readonly Follows[]> | readonly Follows[];
};

/**
 * What follows on an event in another stream (流程). Streams do not call streams: a process is driven by the log and
 * checkpointed, and its commands carry ids derived from the event, so that what is done again changes nothing.
 */
export interface Process {
  readonly name: string;
  readonly on: Reactions;
}

export function defineProcess(process: Process): Process {
  return process;
}
