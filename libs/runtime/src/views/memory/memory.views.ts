import type { Position } from '#event-store';
import {
  type CaseTag,
  cursorOf,
  type DeskReader,
  type DueClock,
  type Page,
  type Parked,
  readCursor,
  type TimelineRow,
  type ViewCommit,
  type ViewStore,
} from '../view.store.ts';
import type { ViewRow } from '../view.ts';

/** Views in this process, that can also be looked at whole. */
export interface MemoryViews extends ViewStore {
  /** Everything that is kept beside the checkpoints, one line of JSON each, in one order whatever order it came in. */
  lines(): readonly string[];
}

interface Kept {
  readonly rows: Map<string, ViewRow>;
  readonly timeline: Map<string, TimelineRow>;
  readonly clocks: Map<string, DueClock>;
  readonly tags: Map<string, CaseTag>;
  readonly parked: Map<string, Parked>;
}

const empty = (): Kept => ({
  rows: new Map(),
  timeline: new Map(),
  clocks: new Map(),
  tags: new Map(),
  parked: new Map(),
});

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Views that die with the process, for tests and simulation: the same answers as PostgreSQL's, down to what its keys refuse.
 * It uses no timers.
 */
export function memoryViews(desks: readonly { readonly name: string }[]): MemoryViews {
  const checkpoints = new Map<string, Position | null>();
  const names = new Set(desks.map(({ name }) => name));
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
    dueBefore: async (moment, limit) =>
      [...kept.clocks.values()]
        .filter(({ due }) => due < moment)
        .sort((a, b) => byText(a.due, b.due) || byText(a.id, b.id))
        .slice(0, limit),
    parked: async () => [...kept.parked.values()].sort((a, b) => byText(a.stream, b.stream)),
    tagged: async (tags) => {
      const wanted = new Set(tags);
      return [...kept.tags.values()].filter(({ tag }) => wanted.has(tag));
    },
    processed: async (name) => checkpoints.get(name) ?? null,
    markProcessed: async (name, position) => {
      checkpoints.set(name, position);
    },
    desk: (name) => {
      if (!names.has(name)) throw new Error(`no desk ${name}`);
      return deskReader(name, () => kept);
    },
    lines: () => linesOf(kept),
    close: async () => undefined,
  };
}

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

function write({ rows, timeline, clocks, tags, parked }: Kept, commit: ViewCommit): void {
  for (const row of commit.deletes) rows.delete(rowKey(row));
  for (const row of commit.upserts) rows.set(rowKey(row), row);
  for (const line of commit.timeline) timeline.set(lineKey(line), line);
  for (const tag of commit.tags) tags.set(`${tag.tag} ${tag.caseId}`, tag);
  for (const id of commit.clocksEnded) clocks.delete(id);
  for (const clock of commit.clocksRunning) clocks.set(clock.id, clock);
  for (const stream of commit.parked) parked.set(stream.stream, stream);
}

function linesOf({ rows, timeline, clocks, tags, parked }: Kept): readonly string[] {
  const kinds = { row: rows, timeline, clock: clocks, tag: tags, parked };
  return Object.entries(kinds)
    .flatMap(([kind, map]) => [...map.values()].map((value) => `${kind} ${JSON.stringify(value)}`))
    .sort(byText);
}

function deskReader(desk: string, kept: () => Kept): DeskReader {
  const page = (agency: string, kind: ViewRow['kind'], direction: 1 | -1, first: number, after?: string): Page => {
    const order = (a: Place, b: Place) => direction * (byText(a.sort, b.sort) || byText(a.key, b.key));
    const [sort, key] = after === undefined ? [] : readCursor(after);
    const rows = [...kept().rows.values()]
      .filter((row) => row.desk === desk && row.agency === agency && row.kind === kind)
      .filter((row) => sort === undefined || key === undefined || order(row, { sort, key }) > 0)
      .sort(order);
    const shown = rows.slice(0, first).map((row) => ({ cursor: cursorOf(row.sort, row.key), doc: row.doc }));
    return { rows: shown, hasNext: rows.length > first };
  };
  return {
    inbox: async (agency, first, after) => page(agency, 'inbox', 1, first, after),
    cases: async (agency, first, after) => page(agency, 'case', -1, first, after),
    case: async (agency, caseId) => kept().rows.get(`${desk} ${agency} case ${caseId}`)?.doc ?? null,
    recommendations: async (agency, first, after) => page(agency, 'recommendation', -1, first, after),
    recommendation: async (agency, id) => kept().rows.get(`${desk} ${agency} recommendation ${id}`)?.doc ?? null,
    breaches: async (agency, holder, from, until) =>
      [...kept().rows.values()]
        .filter((row) => row.desk === desk && row.agency === agency && row.kind === 'breach')
        .filter(({ sort, doc }) => sort >= from && sort <= until && JSON.parse(doc).holder === holder)
        .sort((a, b) => byText(a.sort, b.sort) || byText(a.key, b.key))
        .map(({ doc }) => doc),
    breach: async (agency, clockId) => kept().rows.get(`${desk} ${agency} breach ${clockId}`)?.doc ?? null,
    timeline: async (caseId) =>
      [...kept().timeline.values()]
        .filter((line) => line.desk === desk && line.caseId === caseId)
        .sort((a, b) => a.revision - b.revision)
        .map(({ doc }) => doc),
  };
}

type Place = Pick<ViewRow, 'sort' | 'key'>;
