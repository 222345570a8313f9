import { type AgencyDirectory, may, type Officer } from '#access';
import type { Instant, WorkCalendar } from '#calendar';
import {
  type CaseRecord,
  type CommandName,
  type Context,
  decide,
  fold,
  isRefusal,
  noCase,
  packOf,
  type RecordedEvent,
  type Refusal,
  refuse,
  relationsOf,
  type Submission,
  type SystemCommandName,
} from '#case';
import { type EventStore, StoreError } from '#event-store';
import type { PackSet } from '#policy';
import type { Vault } from '#vault';
import { type CaseCache, caseStream, newEvent, readCase } from '../case.log.ts';
import { derivedId } from '../derived.id.ts';
import type { Host } from '../host.ts';
import type { ViewStore } from '../views/view.store.ts';
import type { DeskSelectors } from '../views/view.ts';
import { versionOf, worksAt } from '../views/view.ts';
import { type Accepted, answer, firstAnswer } from './answer.ts';
import { caseFinder } from './case.for.ts';
import { childOf, derive, type OpenChild, sealInput, sealReason } from './door.ts';
import { inTurn } from './in.turn.ts';

/** A command as an officer gives it: checked at the edge, still in plain text. */
export interface Request {
  readonly command: CommandName;
  readonly officer: Officer;
  readonly idempotencyKey: string;
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
  readonly views: Pick<ViewStore, 'tagged'>;
  readonly desks: readonly DeskSelectors[];
}

export interface Submit {
  /** @throws StoreError when the log cannot take it; then nothing was written. */
  (request: Request): Promise<Outcome>;
  /** Keeps a refusal in the audit stream of the agency. */
  note(request: Pick<Request, 'command' | 'officer' | 'caseId'>, refusal: Refusal): Promise<void>;
  /** Gives a command that no officer gives: what time alone or a process brings about. The same id is done once. */
  follow(command: SystemRequest): Promise<void>;
}

/** A command of the system's own. */
export interface SystemRequest {
  readonly caseId: string;
  readonly command: SystemCommandName;
  readonly input: object;
  readonly commandId: string;
}

const SYSTEM = { agency: { id: 'system', type: 'SYSTEM', division: '' }, officer: 'system' } as const;
const ATTEMPTS = 20;

/** Load, decide, append: the one way in which anything happens to a case. */
export function submitter(parts: SubmitParts): Submit {
  const { store, vault, packs, calendar, directory, host, cache, views, desks } = parts;

  const contextFor = (record: CaseRecord, place: string, actor: Context['actor'], ids: () => string) => {
    const at = host.now();
    const pack = packs.inForce(record.division || place, at.slice(0, 10));
    return { caseId: record.id, at, actor, pack, packOf: packOf(packs), calendar, directory, newId: ids };
  };

  const append = async (record: CaseRecord, events: readonly RecordedEvent[], commandId: string) => {
    const stored = events.map((event, n) => newEvent(derivedId(record.id, commandId, 'event', String(n)), event));
    const expected = record.revision < 0 ? 'no-stream' : record.revision;
    const appended = await store.append(caseStream(record.id), expected, stored);
    // The log has it since an attempt whose answer was lost: what it holds counts, not what was decided here.
    if (appended.repeated) throw new StoreError('conflict', 'it was done before', appended.revision);
    const next = fold(record, events);
    cache.put(next);
    return { next, position: appended.position };
  };

  /** A case that is only looked at: nothing is appended that would find out what another process has written to it. */
  const load = async (caseId: string) => {
    const record = await readCase(store, caseId, cache.get(caseId));
    if (record.revision >= 0) cache.put(record);
    return record;
  };

  /**
   * Tries again on what another writer has made of the case meanwhile: two officers at once are served one after the other.
   * What wrote nothing (`idle`) on a cached fold is only believed once the stream has nothing newer.
   */
  const settled = async <T>(
    caseId: string,
    attempt: (record: CaseRecord) => Promise<T>,
    idle: (result: T) => boolean,
  ): Promise<T> => {
    for (let left = ATTEMPTS; ; left -= 1) {
      const cached = cache.get(caseId);
      try {
        const result = await attempt(cached ?? (await readCase(store, caseId)));
        if (!cached || !idle(result)) return result;
        const fresh = await readCase(store, caseId, cached);
        if (fresh.revision === cached.revision || left === 0) return result;
        cache.put(fresh); // another process has written: what was refused may hold now
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== 'conflict' || left === 0) throw error;
        cache.drop(caseId);
      }
    }
  };

  const caseFor = caseFinder({ vault, views, load });

  /** Whether what the officer saw is no longer what the desk shows. */
  const stale = (record: CaseRecord, { officer: { agency }, seen }: Request): boolean => {
    if (seen === undefined) return false;
    const shown = desks.find((desk) => worksAt(desk, agency))?.view(record, agency, directory);
    return !shown || versionOf(shown) !== seen;
  };

  const turns = inTurn();
  const submit = (request: Request): Promise<Outcome> => {
    const commandId = derivedId(request.officer.agency.id, request.idempotencyKey);
    return turns(commandId, () => give(request, commandId));
  };

  const give = async (request: Request, commandId: string): Promise<Outcome> => {
    const { command, officer, input } = request;
    const caseId = await caseFor(request, commandId);
    const digest = vault.digest({ command, caseId: request.caseId, occurredAt: request.occurredAt, input });
    const minted = derivedId(commandId, 'child');
    const joins = request.caseId === undefined;
    const attempt = async (known: CaseRecord): Promise<Outcome> => {
      const earlier = officer.barred.has(known.id) ? undefined : known.answers[commandId];
      if (earlier && earlier.digest !== digest) return refuse('KEY_REUSED');
      // whoever asks again waits for the view as whoever asked first: all that is there now is far enough
      if (earlier) return { ...firstAnswer(known, commandId), position: await store.head() };
      // A case that an agency has nothing to do with is answered as one that is not there, by the same rules to the letter.
      const record = joins || thereFor(known, officer) ? known : noCase(caseId);
      const actor = { agency: plain(officer.agency), officer: officer.id };
      const place = placeOf(input) ?? officer.agency.division;
      const context = contextFor(record, place, actor, counter(caseId, commandId));
      const childId = childOf(record, minted);
      const sealed = await sealInput(vault, command, input, childId);
      const { child } = input as { readonly child?: OpenChild };
      if (child) sealed.derived = derive(vault, child, childId, context.pack);
      const submission: Submission = {
        command,
        input: sealed,
        commandId,
        digest,
        stale: stale(record, request),
        joins,
      };
      const reason = request.reason === undefined ? undefined : await sealReason(vault, request.reason, childId);
      const other = await otherCase(input, officer);
      const occurredAt = request.occurredAt ?? context.at;
      const decision = decide(submission, record, { ...context, occurredAt, reason, other });
      if (isRefusal(decision)) return decision;
      const { next, position } = await append(record, decision, commandId);
      return answer(next, decision, position, false);
    };
    const outcome = await settled(caseId, attempt, isRefusal);
    if (isRefusal(outcome)) await note(request, outcome);
    return outcome;
  };

  /** A second case that the command names; one that the agency has nothing to do with is not there for it. */
  const otherCase = async (input: object, officer: Officer): Promise<CaseRecord | undefined> => {
    const { sourceCaseId } = input as { readonly sourceCaseId?: string };
    if (sourceCaseId === undefined) return undefined;
    const other = await load(sourceCaseId);
    return thereFor(other, officer) ? other : undefined;
  };

  /** Refusals leave the case untouched and are kept in the agency's audit stream (审计流). */
  const note: Submit['note'] = async ({ command, officer, caseId = null }, refusal) => {
    const data = { officer: officer.id, command, code: refusal.refused, caseId };
    const event = { id: host.newId(), type: 'CommandRefused', data, meta: { at: host.now() } };
    await store.append(`audit-${officer.agency.id}`, 'any', [event]);
  };

  const follow: Submit['follow'] = async ({ caseId, command, input, commandId }) => {
    const attempt = async (record: CaseRecord): Promise<boolean> => {
      if (record.answers[commandId]) return true;
      if (record.status === 'none') return false;
      const context = contextFor(record, '', SYSTEM, counter(caseId, commandId));
      const submission: Submission = { command, input, commandId, digest: '' };
      const decision = decide(submission, record, { ...context, occurredAt: context.at });
      if (isRefusal(decision) || decision.length === 0) return false;
      await append(record, decision, commandId);
      return true;
    };
    await settled(caseId, attempt, (done) => !done);
  };

  return Object.assign(submit, { note, follow });
}

/** Ids in the order they are asked for: the same command, decided again, asks for the same ones; on another case, for others. */
function counter(caseId: string, commandId: string): () => string {
  let asked = 0;
  return () => {
    asked += 1;
    return derivedId(caseId, commandId, 'id', String(asked));
  };
}

/** Whether the case is there for an officer: by the same decision as whether they may read it. */
function thereFor(record: CaseRecord, officer: Officer): boolean {
  const { agency } = officer;
  const related = relationsOf(record, agency).size > 0;
  return may(officer, 'READ', { works: true, caseId: record.id, related }) === 'YES';
}

function placeOf(input: object): string | undefined {
  return (input as { place?: { division?: string } }).place?.division;
}

function plain({ id, type, division }: Officer['agency']) {
  return { id, type, division };
}
