import type { AgencyDirectory, Officer } from '#access';
import type { Instant, WorkCalendar } from '#calendar';
import {
  answerTo,
  type CommandName,
  type Context,
  isRefusal,
  packOf,
  placeToldTo,
  type Refusal,
  refuse,
  type SystemCommandName,
} from '#case';
import { type EventStore, StoreError } from '#event-store';
import {
  isKeyMinorCommand,
  isLedgerCommand,
  isSurveyWorkCommand,
  type KeyMinorCommandName,
  type KeyMinorSystemCommandName,
  type LedgerCommandName,
  type LedgerSystemCommandName,
  type SurveyWorkCommandName,
} from '#ledger';
import type { Agency, PackSet } from '#policy';
import { isRecommendationCommand, type RecommendationCommandName } from '#recommendation';
import type { Vault } from '#vault';
import { type CaseCache, readCase } from '../case.log.ts';
import { derivedId } from '../derived.id.ts';
import type { Host } from '../host.ts';
import {
  type Folded,
  folded,
  type ItemKind,
  idOf,
  newEvent,
  owned,
  type Recorded,
  readRecord,
  streamOf,
} from '../stream.kind.ts';
import type { ViewStore } from '../views/view.store.ts';
import type { DeskSelectors } from '../views/view.ts';
import { versionOf } from '../views/view.ts';
import { type Accepted, answer, firstAnswer } from './answer.ts';
import { decidedCases } from './case.kind.ts';
import type { AnySubmission, DecidedKind } from './decided.kind.ts';
import { sealInput, sealReason } from './door.ts';
import { inTurn } from './in.turn.ts';
import { decidedKeyMinors } from './key.minor.kind.ts';
import { decidedLedgerEntries } from './ledger.kind.ts';
import { decidedRecommendations } from './recommendation.kind.ts';
import { decidedSurveyWorks } from './survey.work.kind.ts';

/** A command as an officer gives it: checked at the edge, still in plain text. */
export interface Request {
  readonly command:
    | CommandName
    | RecommendationCommandName
    | LedgerCommandName
    | KeyMinorCommandName
    | SurveyWorkCommandName;
  readonly officer: Officer;
  readonly idempotencyKey: string;
  /** The case or, for a command on what is no case, the recommendation or the ledger entry. */
  readonly caseId?: string;
  readonly occurredAt?: Instant;
  readonly reason?: string;
  /** The version of the case that was on the officer's screen. */
  readonly seen?: string;
  readonly input: object;
}

export type Outcome = Accepted | Refusal;

export interface SubmitParts {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly packs: PackSet;
  readonly calendar: WorkCalendar;
  readonly directory: AgencyDirectory;
  readonly host: Host;
  readonly cache: CaseCache;
  readonly views: Pick<ViewStore, 'tagged' | 'desk'>;
  readonly desks: readonly DeskSelectors[];
}

export interface Submit {
  /** @throws StoreError when the log cannot take it; then nothing was written. */
  (request: Request): Promise<Outcome>;
  /** Keeps a refusal in the audit stream of the agency. */
  note(request: Pick<Request, 'command' | 'officer' | 'caseId'>, refusal: Refusal): Promise<void>;
  /** Reads what will be asked for, all at once, so that each command need not. */
  expect(owners: readonly string[]): Promise<void>;
  /**
   * Gives a command that no officer gives: what time alone or a process brings about. The same id is done once.
   * @returns whether it has been done, now or before: where there was nothing to do there may be later.
   */
  follow(command: SystemRequest): Promise<boolean>;
}

/** A command of the system's own. */
export interface SystemRequest {
  /** Whom it is given on: a case's id, or the stream of what is no case. */
  readonly caseId: string;
  readonly command: SystemCommandName | LedgerSystemCommandName | KeyMinorSystemCommandName;
  readonly input: object;
  readonly commandId: string;
  /** When it happened; left out, now. */
  readonly occurredAt?: Instant;
}

const SYSTEM = { agency: { id: 'system', type: 'SYSTEM', division: '' }, officer: 'system' } as const;
const ATTEMPTS = 20;

/** Load, decide, append: the one way in which anything happens to a case, a recommendation or a ledger entry. */
export function submitter(parts: SubmitParts): Submit {
  const { store, vault, packs, calendar, directory, host, cache } = parts;

  const contextFor = (record: Folded, place: string, actor: Context['actor'], ids: () => string, at = host.now()) => {
    const pack = packs.inForce(placeToldTo(record, actor.agency) || place, at.slice(0, 10));
    return { caseId: record.id, at, actor, pack, packOf: packOf(packs), calendar, directory, newId: ids };
  };

  /** `claim`: the command's id belongs to this record from now on, and what comes under it on another is refused. */
  const append = async (
    kind: DecidedKind,
    record: Folded,
    events: readonly Recorded[],
    commandId: string,
    claim?: string,
  ) => {
    const stored = events.map((event, n) => newEvent(derivedId(record.id, commandId, 'event', String(n)), event));
    const expected = record.revision < 0 ? 'no-stream' : record.revision;
    const appended = await store.append(streamOf(kind, record.id), expected, stored, claim);
    // The log has it since an attempt whose answer was lost: what it holds counts, not what was decided here.
    if (appended.repeated) throw new StoreError('conflict', 'it was done before', appended.revision);
    const next = events.reduce((at, event) => kind.evolve(at, event), record);
    kind.cache.put(next);
    return { next, position: appended.position };
  };

  /** A case that is only looked at: nothing is appended that would find out what another process has written to it. */
  const load = async (caseId: string) => {
    const record = await readCase(store, caseId, cache.get(caseId));
    if (record.revision >= 0) cache.put(record);
    return record;
  };

  /**
   * Tries again on what another writer has made of the record meanwhile: two officers at once are served one after the other.
   * What wrote nothing (`idle`) is only believed once the stream has nothing newer: the fold may be an old one of the cache, or other
   * records were read later than this one, and show what the same command has done meanwhile in another process.
   */
  const settled = async <T>(
    kind: DecidedKind,
    id: string,
    attempt: (record: Folded) => Promise<T>,
    idle: (result: T) => boolean,
  ): Promise<T> => {
    for (let left = ATTEMPTS; ; left -= 1) {
      try {
        const known = kind.cache.get(id) ?? (await readRecord(kind, store, id));
        const result = await attempt(known);
        if (!idle(result)) return result;
        const fresh = await readRecord(kind, store, id, known);
        if (fresh.revision === known.revision || left === 0) return result;
        kind.cache.put(fresh); // another process has written: what was refused may hold now
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== 'conflict' || left === 0) throw error;
        kind.cache.drop(id);
      }
    }
  };

  const kinds: Readonly<Record<ItemKind, DecidedKind>> = {
    case: decidedCases(parts, load),
    recommendation: decidedRecommendations(parts),
    'ledger-entry': decidedLedgerEntries(parts, load),
    'key-minor': decidedKeyMinors(parts, load),
    'survey-work': decidedSurveyWorks(),
  };
  const kindOf = (command: string): DecidedKind => {
    if (isRecommendationCommand(command)) return kinds.recommendation;
    if (isSurveyWorkCommand(command)) return kinds['survey-work'];
    if (isKeyMinorCommand(command)) return kinds['key-minor'];
    return isLedgerCommand(command) ? kinds['ledger-entry'] : kinds.case;
  };

  /** When the newest event of the log was recorded: a process that finds a later moment there than by its own clock is behind. */
  const written = async (): Promise<Instant | null> => {
    const head = await store.head();
    const newest = head && (await store.at(head));
    return newest ? (newest.meta as { readonly at: Instant }).at : null;
  };

  /** Whether what the officer saw is no longer what the desk shows. */
  const stale = (kind: DecidedKind, record: Folded, { officer: { agency }, seen }: Request): boolean => {
    if (seen === undefined) return false;
    const shown = kind.shown(record, agency);
    return !shown || versionOf(shown) !== seen;
  };

  const turns = inTurn();
  const submit = (request: Request): Promise<Outcome> => {
    const commandId = derivedId(request.officer.agency.id, request.idempotencyKey);
    return turns(commandId, () => give(request, commandId));
  };

  const give = async (request: Request, commandId: string): Promise<Outcome> => {
    const { command, officer, input } = request;
    const kind = kindOf(command);
    const id = await recordFor(kind, request, commandId);
    const digest = vault.digest({ command, caseId: request.caseId, occurredAt: request.occurredAt, input });
    const joins = request.caseId === undefined;
    const attempt = async (known: Folded): Promise<Outcome> => {
      const kept = kind.keptFrom?.(known, officer) === true;
      // what they opened before they were kept out: all that it tells is that the key was used
      if (kept && joins) return refuse('KEY_REUSED');
      const earlier = kept ? undefined : answerTo(known, commandId);
      if (earlier && earlier.digest !== digest) return refuse('KEY_REUSED');
      // whoever asks again waits for the view as whoever asked first: all that is there now is far enough
      const agency = plain(officer.agency);
      if (earlier) {
        return { ...cut(kind, agency, firstAnswer(known, commandId), known), position: await store.head() };
      }
      // What an agency has nothing to do with is answered as what is not there, by the same rules to the letter.
      const record = joins || kind.related(known, officer, command) ? known : kind.none(id);
      const actor = { agency, officer: officer.id };
      const contextAt = (at?: Instant) => contextFor(record, kind.place(request), actor, counter(id, commandId), at);
      const context = contextAt();
      const keys = await kind.keysOf(record, commandId, request);
      const sealed = await sealInput(vault, kind.personal(command), input, keys);
      const derived = await kind.derive(request, keys, context.pack);
      if (derived) sealed.derived = derived;
      const submission: AnySubmission = {
        command,
        input: sealed,
        commandId,
        digest,
        stale: stale(kind, record, request),
        joins,
      };
      const reason = request.reason === undefined ? undefined : await sealReason(vault, request.reason, keys);
      const other = await kind.other(request);
      const occurredAt = request.occurredAt ?? context.at;
      const decided = (now: typeof context) => kind.decide(submission, record, { ...now, occurredAt, reason, other });
      const first = decided(context);
      const later = isRefusal(first) && first.refused === 'OCCURRED_IN_FUTURE' ? await written() : null;
      const decision = later !== null && later > context.at ? decided(contextAt(later)) : first;
      if (isRefusal(decision)) return decision;
      const { next, position } = await append(kind, record, decision, commandId, commandId);
      return cut(kind, agency, answer(next, decision, position, false), next, record);
    };
    const outcome = await settled(kind, id, attempt, isRefusal).catch((error: unknown) => {
      if (error instanceof StoreError && error.code === 'claimed') return refuse('KEY_REUSED');
      throw error;
    });
    if (!isRefusal(outcome)) return outcome;
    // The key was used on another record, be it just now by another process: what it was used for there is what counts.
    const claimant = await store.claimant(commandId);
    const elsewhere = claimant !== null && claimant !== streamOf(kind, id);
    if (elsewhere && joins && idOf(kind, claimant) !== undefined) return give(request, commandId);
    const refusal = elsewhere ? refuse('KEY_REUSED') : outcome;
    await note(request, refusal);
    return refusal;
  };

  /** The record that is named; else the one that an earlier try opened or joined, whatever has become of it; else by its kind. */
  const recordFor = async (kind: DecidedKind, request: Request, commandId: string): Promise<string> => {
    const claimant = request.caseId === undefined ? await store.claimant(commandId) : null;
    return (claimant === null ? undefined : idOf(kind, claimant)) ?? (await kind.find(request, commandId));
  };

  /** Refusals leave the record untouched and are kept in the agency's audit stream (审计流). */
  const note: Submit['note'] = async ({ command, officer, caseId = null }, refusal) => {
    const data = { officer: officer.id, command, code: refusal.refused, caseId };
    const event = { id: host.newId(), type: 'CommandRefused', data, meta: { at: host.now() } };
    await store.append(`audit-${officer.agency.id}`, 'any', [event]);
  };

  const expect: Submit['expect'] = async (owners) => {
    const missing = [...new Set(owners)]
      .map((owner) => ({ id: owned(owner).id, kind: kinds[owned(owner).kind.of] }))
      .filter(({ id, kind }) => kind.cache.get(id) === undefined);
    const streams = await store.readMany(missing.map(({ kind, id }) => streamOf(kind, id)));
    missing.forEach(({ id, kind }, index) => {
      try {
        const record = folded(kind, kind.none(id), streams[index] ?? []);
        if (record.revision >= 0) kind.cache.put(record);
      } catch {
        // what cannot be folded says so to who gives a command on it
      }
    });
  };

  const follow: Submit['follow'] = async ({ caseId: owner, command, input, commandId, occurredAt }) => {
    const { kind: of, id } = owned(owner);
    const kind = kinds[of.of];
    const attempt = async (record: Folded): Promise<boolean> => {
      if (answerTo(record, commandId)) return true;
      if (record.status === 'none' && !kind.opens?.(command)) return false;
      const context = contextFor(record, kind.place({ input }), SYSTEM, counter(id, commandId));
      const submission: AnySubmission = { command, input, commandId, digest: '' };
      const around = await kind.around?.(command, input);
      const decision = kind.decide(submission, record, { ...context, ...around, occurredAt: occurredAt ?? context.at });
      if (isRefusal(decision) || decision.length === 0) return false;
      await append(kind, record, decision, commandId);
      return true;
    };
    return settled(kind, id, attempt, (done) => !done);
  };

  return Object.assign(submit, { note, expect, follow });
}

/** An answer without what its command did to clocks that the agency may not know of (命令答复的裁剪), before or after it. */
function cut(kind: DecidedKind, agency: Agency, accepted: Accepted, ...records: readonly Folded[]): Accepted {
  const known = (id: string) => records.some((record) => kind.knowsClock?.(record, id, agency) ?? true);
  return { ...accepted, effects: accepted.effects.filter(({ id }) => known(id)) };
}

/** Ids in the order they are asked for: the same command, decided again, asks for the same ones; on another case, for others. */
function counter(caseId: string, commandId: string): () => string {
  let asked = 0;
  return () => {
    asked += 1;
    return derivedId(caseId, commandId, 'id', String(asked));
  };
}

function plain({ id, type, division, oversees }: Officer['agency']) {
  return { id, type, division, ...(oversees === undefined ? {} : { oversees }) };
}
