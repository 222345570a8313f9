import { isRefusal, type RecordedEvent } from '#case';
import type { StoredEvent } from '#event-store';
import { derivedId } from '#runtime';
import { caseOfStream, recordedEvent } from '../../../libs/runtime/src/case.log.ts';
import type { Answered } from './clients.ts';
import { clockViolations } from './clock.invariants.ts';
import { processViolations } from './process.invariants.ts';
import { viewViolations } from './view.invariants.ts';
import type { World } from './world.ts';

/** An event of a case, with its place. */
export interface CaseEntry {
  readonly caseId: string;
  readonly stored: StoredEvent;
  readonly event: RecordedEvent;
}

/** Everything that must hold once the dust has settled; empty when it does. */
export async function violations(world: World, answered: readonly Answered[]): Promise<readonly string[]> {
  const log = await world.events();
  const entries = log.flatMap((stored): CaseEntry[] => {
    const caseId = caseOfStream(stored.stream);
    return caseId === undefined ? [] : [{ caseId, stored, event: recordedEvent(stored) }];
  });
  return [
    ...logViolations(log),
    ...commandViolations(entries),
    ...answerViolations(entries, answered),
    ...auditViolations(log, answered),
    ...clockViolations(world, entries),
    ...processViolations(entries),
    ...(await viewViolations(world, entries)),
  ];
}

/** No id twice, and every stream counts 0, 1, 2 … in time that never goes back. */
function logViolations(log: readonly StoredEvent[]): readonly string[] {
  const found: string[] = [];
  const ids = new Set<string>();
  const heads = new Map<string, { revision: number; at: string }>();
  for (const { id, stream, revision, meta } of log) {
    if (ids.has(id)) found.push(`event ${id} stands twice, the second time in ${stream}`);
    ids.add(id);
    const head = heads.get(stream);
    if (revision !== (head?.revision ?? -1) + 1) found.push(`${stream} has ${revision} after ${head?.revision}`);
    const { at } = meta as { readonly at: string };
    const audit = caseOfStream(stream) === undefined; // written by several processes, each by its own clock
    if (!audit && head && at < head.at) found.push(`${stream} goes back from ${head.at} to ${at} at ${revision}`);
    heads.set(stream, { revision, at });
  }
  return found;
}

/** Every command was done once: its events stand in one stream, one after the other, under the ids that follow from it. */
function commandViolations(entries: readonly CaseEntry[]): readonly string[] {
  const found: string[] = [];
  for (const [commandId, own] of Map.groupBy(entries, ({ event, caseId }) => done(event, caseId))) {
    const streams = new Set(own.map(({ stored }) => stored.stream));
    const [first] = own;
    if (streams.size > 1) found.push(`a command was done in ${streams.size} cases: ${named(own)}`);
    own.forEach(({ stored, caseId, event }, n) => {
      const revision = (first?.stored.revision ?? 0) + n;
      if (streams.size === 1 && stored.revision !== revision) found.push(`a command was done twice: ${named(own)}`);
      const id = derivedId(caseId, event.meta.commandId, 'event', String(n));
      if (streams.size === 1 && stored.id !== id)
        found.push(`${commandId} wrote an event of another id: ${named(own)}`);
    });
  }
  return found;
}

/** A clock that was carried over runs out under its own id; all other commands have one id over all cases. */
const done = ({ meta }: RecordedEvent, caseId: string) =>
  meta.actor.officer === 'system' ? `${caseId} ${meta.commandId}` : meta.commandId;

const named = (own: readonly CaseEntry[]) =>
  own.map(({ stored }) => `${stored.type} at ${stored.stream}/${stored.revision}`).join(', ');

/** What was acknowledged stands in the log as it was told; what was refused left nothing in its case, whatever its key did elsewhere. */
function answerViolations(entries: readonly CaseEntry[], answered: readonly Answered[]): readonly string[] {
  const found: string[] = [];
  const byCommand = Map.groupBy(entries, ({ event }) => event.meta.commandId);
  for (const { request, outcome } of answered) {
    const { command, officer, idempotencyKey } = request;
    const own = byCommand.get(derivedId(officer.agency.id, idempotencyKey)) ?? [];
    const what = `${command} ${idempotencyKey} of ${officer.id}`;
    if (isRefusal(outcome)) {
      const left = own.filter(({ caseId }) => request.caseId === undefined || caseId === request.caseId);
      if (left.length > 0) found.push(`${what} was refused ${outcome.refused} and left ${named(left)}`);
      continue;
    }
    const here = own.filter(({ caseId }) => caseId === outcome.caseId);
    const types = here.map(({ stored }) => stored.type).join(' ');
    if (types !== outcome.events.join(' ')) {
      found.push(`${what} was acknowledged with ${outcome.events.join(' ')}, the log has ${types || 'nothing'}`);
    } else if (here.at(-1)?.stored.revision !== outcome.revision) {
      found.push(`${what} was acknowledged at ${outcome.revision}, the log has it at ${here.at(-1)?.stored.revision}`);
    }
  }
  return found;
}

/** Each refusal that an officer got is kept in the agency's audit stream, at least once. */
function auditViolations(log: readonly StoredEvent[], answered: readonly Answered[]): readonly string[] {
  const line = (agency: string, officer: string, command: string, code: string) =>
    `${agency} ${officer} ${command} ${code}`;
  const kept = new Map<string, number>();
  for (const { stream, data } of log) {
    if (!stream.startsWith('audit-')) continue;
    const { officer, command, code } = data as { officer: string; command: string; code: string };
    const key = line(stream.slice('audit-'.length), officer, command, code);
    kept.set(key, (kept.get(key) ?? 0) + 1);
  }
  const told = Map.groupBy(
    answered.flatMap(({ request: { command, officer }, outcome }) =>
      isRefusal(outcome) ? [line(officer.agency.id, officer.id, command, outcome.refused)] : [],
    ),
    (key) => key,
  );
  return [...told].flatMap(([key, times]) => {
    const there = kept.get(key) ?? 0;
    return there < times.length ? [`refused ${times.length} times, kept ${there} times: ${key}`] : [];
  });
}
