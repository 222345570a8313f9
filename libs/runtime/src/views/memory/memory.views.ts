import type { Position } from '#event-store';
import { sharing } from '../sharing.ts';
import type { CaseTag, DeskReader, DueClock, Parked, TimelineRow, ViewCommit, ViewStore } from '../view.store.ts';
import type { DeskSelectors, ViewRow } from '../view.ts';
import { pageOf, sharedMemoryReader } from './shared.memory.ts';
import { addTallies, type KeptTallies, tallyMemoryReader } from './tally.memory.ts';

/** Views in this process, that can also be looked at whole. */
export interface MemoryViews extends ViewStore {
  /** Everything that is kept beside the checkpoints, one line of JSON each, in one order whatever order it came in. */
  lines(): readonly string[];
}

interface Kept extends KeptTallies {
  readonly rows: Map<string, ViewRow>;
  readonly timeline: Map<string, TimelineRow>;
  readonly clocks: Map<string, DueClock>;
  readonly tags: Map<string, CaseTag>;
  readonly forgotten: Set<string>;
  readonly parked: Map<string, Parked>;
}

const empty = (): Kept => ({
  rows: new Map(),
  timeline: new Map(),
  clocks: new Map(),
  tags: new Map(),
  forgotten: new Set(),
  tallies: new Map(),
  cells: new Map(),
  parked: new Map(),
});

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Views that die with the process, for tests and simulation: the same answers as PostgreSQL's, down to what its keys refuse.
 * It uses no timers.
 */
export function memoryViews(desks: readonly Pick<DeskSelectors, 'name' | 'shared'>[]): MemoryViews {
  const checkpoints = new Map<string, Position | null>();
  const known = new Map(desks.map((desk) => [desk.name, desk]));
  let kept = empty();
  return {
    checkpoint: async () => checkpoints.get('views') ?? null,
    commit: async (commit) => {
      if ((checkpoints.get('views') ?? null) !== commit.from) {
        throw new Error('the views have moved on: another process projects too');
      }
      refuseTaken(kept, commit);
      write(kept, commit);
      checkpoints.set('views', commit.to);
    },
    clear: async () => {
      kept = empty();
      checkpoints.set('views', null);
    },
    dueBefore: async (moment, limit, after) =>
      [...kept.clocks.values()]
        .filter(
          ({ due, id }) =>
            due < moment && (!after || byText(due, after.due) > 0 || (due === after.due && id > after.id)),
        )
        .sort((a, b) => byText(a.due, b.due) || byText(a.id, b.id))
        .slice(0, limit),
    parked: async () => [...kept.parked.values()].sort((a, b) => byText(a.stream, b.stream)),
    tagged: async (tags) => {
      const wanted = new Set(tags);
      return [...kept.tags.values()].filter(({ tag }) => wanted.has(tag));
    },
    tagsOf: async (caseIds) => {
      const wanted = new Set(caseIds);
      return [...kept.tags.values()].filter(({ caseId }) => wanted.has(caseId));
    },
    processed: async (name) => checkpoints.get(name) ?? null,
    markProcessed: async (name, position) => {
      checkpoints.set(name, position);
    },
    desk: (name, barred = NONE) => {
      const desk = known.get(name);
      if (!desk) throw new Error(`no desk ${name}`);
      const own = deskReader(name, () => kept, barred);
      return desk.shared
        ? sharing(
            own,
            sharedMemoryReader(name, () => rowsOf(kept, barred).values()),
          )
        : own;
    },
    shared: (name, barred = NONE) => {
      if (!known.get(name)?.shared) throw new Error(`no desk ${name} that shares rows`);
      return {
        ...sharedMemoryReader(name, () => rowsOf(kept, barred).values()),
        ...tallyMemoryReader(name, () => kept),
      };
    },
    lines: () => linesOf(kept),
    close: async () => undefined,
  };
}

const NONE: ReadonlySet<string> = new Set();
const rowKey = ({ desk, agency, kind, key }: ViewRow) => `${desk} ${agency} ${kind} ${key}`;
const lineKey = ({ desk, caseId, revision }: TimelineRow) => `${desk} ${caseId} ${revision}`;

/** Timeline lines, clocks and parked streams are new or a mistake; nothing has been written when this throws. */
function refuseTaken({ timeline, clocks, parked }: Kept, commit: ViewCommit): void {
  const ended = new Set(commit.clocksEnded);
  const taken =
    commit.timeline.find((line) => timeline.has(lineKey(line))) ??
    commit.clocksRunning.find(({ id }) => clocks.has(id) && !ended.has(id)) ??
    commit.parked.find(({ stream }) => parked.has(stream));
  if (taken) throw new Error(`it stands in the views already: ${JSON.stringify(taken)}`);
}

function write(kept: Kept, commit: ViewCommit): void {
  const { rows, timeline, clocks, tags, forgotten, parked } = kept;
  addTallies(kept, commit);
  for (const row of commit.deletes) rows.delete(rowKey(row));
  for (const row of commit.upserts) rows.set(rowKey(row), row);
  for (const line of commit.timeline) timeline.set(lineKey(line), line);
  for (const caseId of commit.forgotten ?? []) forgotten.add(caseId);
  for (const tag of commit.tags) tags.set(`${tag.tag} ${tag.caseId}`, tag);
  for (const [key, { caseId }] of tags) if (forgotten.has(caseId)) tags.delete(key);
  for (const id of commit.clocksEnded) clocks.delete(id);
  for (const clock of commit.clocksRunning) clocks.set(clock.id, clock);
  for (const stream of commit.parked) parked.set(stream.stream, stream);
}

function linesOf({ rows, timeline, clocks, tags, parked, tallies, cells }: Kept): readonly string[] {
  const kinds = { row: rows, timeline, clock: clocks, tag: tags, parked, tally: tallies, cell: cells };
  return Object.entries(kinds)
    .flatMap(([kind, map]) => [...map.values()].map((value) => `${kind} ${JSON.stringify(value)}`))
    .sort(byText);
}

/** All rows but those of cases that the reader is kept out of. */
function rowsOf({ rows }: Kept, barred: ReadonlySet<string>): readonly ViewRow[] {
  const all = [...rows.values()];
  return barred.size === 0 ? all : all.filter(({ caseId }) => !barred.has(caseId));
}

function deskReader(desk: string, kept: () => Kept, barred: ReadonlySet<string>): DeskReader {
  const own = (agency: string, kind: ViewRow['kind']) =>
    rowsOf(kept(), barred).filter((row) => row.desk === desk && row.agency === agency && row.kind === kind);
  const docOf = (agency: string, kind: ViewRow['kind'], wanted: string) =>
    own(agency, kind).find(({ key }) => key === wanted)?.doc ?? null;
  return {
    inbox: async (agency, first, after) => pageOf(own(agency, 'inbox'), 1, first, after),
    cases: async (agency, first, after) => pageOf(own(agency, 'case'), -1, first, after),
    case: async (agency, caseId) => docOf(agency, 'case', caseId),
    items: async (of, agency, first, after) => pageOf(own(agency, of), -1, first, after),
    item: async (of, agency, id) => docOf(agency, of, id),
    breaches: async (agency, holder, from, until) =>
      own(agency, 'breach')
        .filter(({ sort, doc }) => sort >= from && sort <= until && JSON.parse(doc).holder === holder)
        .sort((a, b) => byText(a.sort, b.sort) || byText(a.key, b.key))
        .map(({ doc }) => doc),
    breach: async (agency, clockId) => docOf(agency, 'breach', clockId),
    timeline: async (agency, caseId) =>
      [...kept().timeline.values()]
        .filter((line) => line.desk === desk && line.caseId === caseId)
        .filter(() => agency.startsWith('~') || kept().rows.has(`${desk} ${agency} case ${caseId}`))
        .filter((line) => !barred.has(line.caseId))
        .sort((a, b) => a.revision - b.revision)
        .map(({ doc }) => doc),
  };
}
