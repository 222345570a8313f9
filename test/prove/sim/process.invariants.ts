import { areTwoChildren, type CaseRecord, evolve, noCase, openToThePlace, type RecordedEvent } from '#case';
import { derivedId } from '#runtime';
import type { CaseEntry } from './invariants.ts';

/** The process points out no more than these at once: where there are more, which ones is not for this check to say. */
const POINTED_OUT = 5;
const COMPARED = new Set(['FlagRaised', 'ReportedToPolice', 'FindingMade']);

/** A case over the whole log: its record after each of its events, with the place of each in the log. */
interface History {
  readonly steps: { readonly nth: number; readonly record: CaseRecord }[];
}

/** What follows on an event in another case has happened there, once. */
export function processViolations(entries: readonly CaseEntry[]): readonly string[] {
  const histories = historiesOf(entries);
  return [
    ...endedSources(entries, histories),
    ...strayReports(entries, histories),
    ...duplicatesBothWays(entries, histories),
  ];
}

/** What follows on a merge, an unmerge or a split in the source, as the process gives it. */
function followedBy({ type, data }: RecordedEvent, targetCaseId: string) {
  if (type === 'FlagsMerged') return { command: 'EndMergedCase', input: { targetCaseId }, ...data };
  const command = 'RestoreMergedCase';
  if (type === 'FlagsUnmerged') return { command, input: { targetCaseId, dissuasions: data.dissuasions }, ...data };
  if (type !== 'ChildSplit') return undefined;
  const { dissuasions, reports, repeats, reportClocks: clocks } = data;
  return { command, input: { targetCaseId, dissuasions, reports, repeats, clocks }, ...data };
}

/** Where a case has ended, and where that one has, and so on, each once; the case itself first. */
function endsOf(caseId: string, histories: ReadonlyMap<string, History>): readonly string[] {
  const ends: string[] = [];
  for (let at: string | null = caseId; at !== null && !ends.includes(at); ) {
    ends.push(at);
    at = histories.get(at)?.steps.at(-1)?.record.mergedInto ?? null;
  }
  return ends;
}

/** A merge ends its source and an unmerge or a split restores it, whatever else happened there. */
function endedSources(entries: readonly CaseEntry[], histories: ReadonlyMap<string, History>): readonly string[] {
  const found: string[] = [];
  const done = new Set(entries.map(({ caseId, event }) => `${caseId} ${event.meta.commandId}`));
  for (const { caseId, event, stored } of entries) {
    const following = followedBy(event, caseId);
    if (!following) continue;
    const { sourceCaseId, command: follows } = following;
    const input = JSON.stringify(following.input);
    if (done.has(`${sourceCaseId} ${derivedId(stored.id, 'merges', follows, sourceCaseId, input)}`)) continue;
    const { steps } = histories.get(sourceCaseId) ?? { steps: [] };
    const mutual = sourceCaseId < caseId && steps.some(({ record }) => record.merged.includes(caseId));
    const idle = steps.some(({ record: { mergedInto } }) =>
      follows === 'EndMergedCase' ? mergedInto !== null && mergedInto !== caseId : mergedInto !== caseId,
    );
    const circle = follows === 'EndMergedCase' && endsOf(caseId, histories).includes(sourceCaseId);
    if (!idle && !mutual && !circle)
      found.push(`${event.type} in ${stored.stream} was not followed by ${follows} in case ${sourceCaseId}`);
  }
  for (const [caseId, { steps }] of histories) {
    const target = steps.at(-1)?.record.mergedInto ?? null;
    const last = endsOf(caseId, histories).at(-1) ?? caseId;
    const round = (histories.get(last)?.steps.at(-1)?.record.mergedInto ?? null) !== null;
    if (round) found.push(`case ${caseId} was merged in a circle: nobody works on the child any more`);
    const taken = target === null ? undefined : histories.get(target)?.steps.at(-1)?.record.merged;
    if (taken && !taken.includes(caseId))
      found.push(`case ${caseId} ended in ${target}, which does not have it any more`);
  }
  return found;
}

/** A report to the police is in one case, whichever it was parted to. */
function strayReports(entries: readonly CaseEntry[], histories: ReadonlyMap<string, History>): readonly string[] {
  const held = [...histories.values()].flatMap(({ steps }) => steps.at(-1)?.record.reports ?? []);
  return entries.flatMap(({ caseId, event }) => {
    if (event.type !== 'ReportedToPolice') return [];
    const { reportId } = event.data;
    const times = held.filter(({ id }) => id === reportId).length;
    return times === 1 ? [] : [`report ${reportId} of case ${caseId} is in ${times} cases`];
  });
}

/** Two cases that share a tag and that the place sees name each other, however they came to be. */
function duplicatesBothWays(entries: readonly CaseEntry[], histories: ReadonlyMap<string, History>): readonly string[] {
  const found: string[] = [];
  entries.forEach(({ caseId, event, stored }, nth) => {
    const about = event.data as { readonly about?: { readonly child: { readonly tags?: readonly string[] } } };
    const tags = about.about?.child.tags ?? [];
    const own = tagsOf(histories.get(caseId));
    if (!COMPARED.has(event.type) || !tags.some((tag) => own.includes(tag))) return;
    if (!openFrom(histories.get(caseId), nth)) return;
    const alike = [...histories].filter(
      ([other, history]) =>
        other !== caseId &&
        tagsOf(history).some((tag) => tags.includes(tag)) &&
        // what is told now may name the child by a number that the case did not know
        ![own, tags].some((known) => areTwoChildren(known, tagsOf(history))),
    );
    if (alike.length > POINTED_OUT) return;
    for (const [other, history] of alike) {
      const there = (history.steps[0]?.nth ?? nth) <= nth;
      if (!there || !openFrom(history, nth)) continue;
      for (const [here, named] of [
        [caseId, other],
        [other, caseId],
      ] as const) {
        if (!names(histories.get(here), named)) {
          found.push(`${event.type} at ${stored.stream}/${stored.revision}: case ${here} does not point to ${named}`);
        }
      }
    }
  });
  return found;
}

/** The tags under which a case can be found: those of the child as it first became known. */
const tagsOf = (history: History | undefined) => history?.steps[0]?.record.child?.tags ?? [];

/** Open to the place from this point in the log on, without a break, and in its own right. */
function openFrom(history: History | undefined, nth: number): boolean {
  const steps = history?.steps ?? [];
  const before = steps.findLast((step) => step.nth <= nth);
  const after = steps.filter((step) => step.nth > nth);
  if (!before) return false;
  return [before, ...after].every(({ record }) => openToThePlace(record) && record.status === 'open');
}

/** It has been pointed out at some time, or is known to be merged. */
function names(history: History | undefined, other: string): boolean {
  return (history?.steps ?? []).some(
    ({ record }) => record.duplicates.includes(other) || record.merged.includes(other) || record.mergedInto === other,
  );
}

function historiesOf(entries: readonly CaseEntry[]): ReadonlyMap<string, History> {
  const histories = new Map<string, History>();
  entries.forEach(({ caseId, event }, nth) => {
    const history = histories.get(caseId) ?? { steps: [] };
    histories.set(caseId, history);
    history.steps.push({ nth, record: evolve(history.steps.at(-1)?.record ?? noCase(caseId), event) });
  });
  return histories;
}
