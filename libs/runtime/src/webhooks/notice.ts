import type { Clock } from '#case';
import { readersOf } from '../views/reader.key.ts';
import type { InboxEntry, ViewRow } from '../views/view.ts';

/** What became of a clock in an agency's inbox. */
export interface ClockNotice {
  readonly clockId: string;
  readonly clock: string;
  readonly due: string;
  readonly change: 'waits' | 'moved' | 'overdue' | 'done';
}

/**
 * What changed for one agency, as its desk would say it (变动告知): names of fields and clocks, states and dues; never what a
 * field says. Whoever wants to read it asks the desk.
 */
export interface ChangeNotice {
  readonly version: string | null;
  readonly status: string | null;
  readonly stage: string | null;
  /** Top-level fields of the desk's `Case`, or of what else it is (`LedgerEntry`), that changed. */
  readonly changed: readonly string[];
  /** The agency sees it no longer. */
  readonly noLongerYours: boolean;
  readonly clocks: readonly ClockNotice[];
}

type Rows = Iterable<ViewRow>;
type Shown = Readonly<Record<string, unknown>>;

/**
 * The difference between what an agency saw before an event, under any of its keys (`inboxReaders`), and what it sees after it,
 * or undefined when there is none.
 */
export function changeSeen(readers: readonly string[], before: Rows, after: Rows): ChangeNotice | undefined {
  const [old, now] = [shownTo(readers, before), shownTo(readers, after)];
  const clocks = clockNotices(old.inbox, now.inbox);
  const changed = changedFields(old.item, now.item);
  if (changed.length === 0 && clocks.length === 0 && (old.item === null) === (now.item === null)) return undefined;
  const text = (field: string) => (typeof now.item?.[field] === 'string' ? (now.item[field] as string) : null);
  return {
    version: text('version'),
    status: text('status'),
    stage: text('stage'),
    changed: now.item === null ? [] : changed,
    noLongerYours: old.item !== null && now.item === null,
    clocks,
  };
}

const ITEMS: ReadonlySet<ViewRow['kind']> = new Set([
  'case',
  'shared-case',
  'recommendation',
  'ledger-entry',
  'key-minor',
  'survey-work',
]);

function shownTo(readers: readonly string[], rows: Rows) {
  let item: Shown | null = null;
  const inbox = new Map<string, Clock>();
  for (const row of rows) {
    if (!readersOf(row.agency).some((reader) => readers.includes(reader))) continue;
    if (ITEMS.has(row.kind)) item = JSON.parse(row.doc) as Shown;
    if (row.kind !== 'inbox' && row.kind !== 'shared-clock') continue;
    const { clock } = JSON.parse(row.doc) as InboxEntry;
    // whoever oversees has in the inbox what is overdue, and what it is charged with itself
    const own = row.kind === 'inbox' || readers.includes(clock.holder ?? '');
    if (own || clock.state === 'overdue') inbox.set(row.key, clock);
  }
  return { item, inbox };
}

function changedFields(before: Shown | null, after: Shown | null): readonly string[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  for (const known of ['id', 'version']) fields.delete(known);
  return [...fields].filter((field) => written(before?.[field]) !== written(after?.[field])).sort();
}

/** What was not there and what is empty are the same to a reader. */
function written(value: unknown): string {
  const empty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
  return empty ? '' : JSON.stringify(value);
}

function clockNotices(before: ReadonlyMap<string, Clock>, after: ReadonlyMap<string, Clock>): readonly ClockNotice[] {
  const told = (change: ClockNotice['change'], { id, clock, due }: Clock) => ({ clockId: id, clock, due, change });
  const notices: ClockNotice[] = [];
  for (const [id, clock] of after) {
    const old = before.get(id);
    if (clock.state === 'overdue' && old?.state !== 'overdue') notices.push(told('overdue', clock));
    else if (!old) notices.push(told('waits', clock));
    else if (old.due !== clock.due) notices.push(told('moved', clock));
  }
  for (const [id, clock] of before) if (!after.has(id)) notices.push(told('done', clock));
  return notices;
}
