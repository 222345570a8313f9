import type { NamedAgency, Officer } from '#access';
import type { Context, PersonalCategory, Refusal } from '#case';
import type { Agency, Pack } from '#policy';
import type { CaseCache } from '../case.log.ts';
import type { Folded, Recorded, StreamKind } from '../stream.kind.ts';
import type { Request } from './submit.ts';

/** A command on its way to a decision, whatever it is given on. */
export interface AnySubmission {
  readonly command: string;
  readonly input: object;
  readonly commandId: string;
  readonly digest: string;
  readonly stale?: boolean;
  readonly joins?: boolean;
}

/** What one kind of stream adds to load, decide, append: everything else is the same for all kinds. */
export interface DecidedKind<R extends Folded = Folded> extends StreamKind<R> {
  readonly cache: CaseCache<R>;
  /** Which record a command is for: the one named, or the one that it opens or leads to. */
  find(request: Request, commandId: string): Promise<string>;
  /** Whether the officer who gives a command may know that there is this record. */
  related(record: R, officer: Officer, command: string): boolean;
  /** Whether the officer is kept out of the record (回避); left out, nobody is. */
  keptFrom?(record: R, officer: Officer): boolean;
  /** What the agency's desk shows of it. */
  shown(record: R, agency: NamedAgency): object | null;
  /** Whether a command that no officer gives opens a record. */
  opens?(command: string): boolean;
  /** Whether the agency that gave a command may know of a clock that it started or ended; left out, of all. */
  knowsClock?(record: R, clockId: string, agency: Agency): boolean;
  /** The place whose law decides before the record has one of its own. */
  place(request: Pick<Request, 'input'> & Partial<Pick<Request, 'officer'>>): string;
  personal(command: string): Readonly<Record<string, PersonalCategory>>;
  /** Under whose keys personal fields are sealed. */
  keysOf(record: R, commandId: string, request: Request): string | Promise<string>;
  /** What the decision needs to know of the open input, or of what else there is. */
  derive(request: Request, keys: string, pack: Pack): Promise<object | undefined>;
  /** Another case that the command names. */
  other(request: Request): Promise<Context['other']>;
  /** What a command that no officer gives has to know of other records; left out, nothing. */
  around?(command: string, input: object): Promise<Pick<Context, 'endedInto'>>;
  decide(submission: AnySubmission, record: R, context: Context): readonly Recorded[] | Refusal;
}
