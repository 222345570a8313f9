import type { CalendarDate } from '#calendar';
import {
  evolve,
  type KeepingFacts,
  keepingFacts,
  keptUntil,
  noCase,
  type PersonalCategory,
  type RecordedEvent,
} from '#case';
import { type KeyMinorRecord, type LedgerEntryRecord, ledgerKeepingFacts } from '#ledger';
import type { PackSet, RetentionRule, Standing } from '#policy';
import { caseOfStream, childOwnerOf, folded, type Host, idOf, KEY_AUDIT, keyMinors, ledgerEntries } from '#runtime';
import { rotateKeys, sealAway } from '#vault';
import type { Database } from '../database.ts';
import { dropPersonalData } from './shred.ts';

/** A child's personal data whose time of keeping has run out (保存期限届满). */
export interface KeepingEnded {
  readonly childId: string;
  /** The name of the rule, and the pack it stands in. */
  readonly rule: string;
  readonly pack: string;
  readonly standing: Standing;
  readonly categories: readonly PersonalCategory[];
  readonly end: RetentionRule['end'];
  /** The last day on which they may be kept. */
  readonly until: CalendarDate;
  /** What speaks of it: cases by their ids, entries on the ledger and the key-minor register by the names of their streams. */
  readonly cases: readonly string[];
}

type Log = Pick<Database, 'store'>;
const PAGE = 1_000;
const STREAMS_A_SHARE = 100;

/** What was decided on one child by one rule: done, or to be kept until a day. */
interface Noted {
  readonly at: string;
  readonly keepUntil?: CalendarDate;
}

/**
 * Whose data have been kept as long as the packs in force let them, the longest overdue first. A child is looked at once all
 * its cases are closed and it stands on no ledger (台账) and no key-minor register; of several the last to end counts. What was done already, or decided to be kept on, is left out.
 */
export async function keepingEnded(
  { store }: Log,
  packs: PackSet,
  today: CalendarDate,
): Promise<readonly KeepingEnded[]> {
  const { facts, entries, noted } = await read(store);
  const ended: KeepingEnded[] = [];
  const entriesOf = entriesBy(entries);
  const ofCases = Map.groupBy(facts.values(), (one) => one.childId);
  const children = new Set([...facts.values(), ...entries.map(({ keeping }) => keeping)].map((one) => one.childId));
  for (const childId of children) {
    const own = ofCases.get(childId) ?? [];
    const kept = entriesOf(childId, own);
    const source = kept.flatMap(({ caseIds }) => caseIds.map((id) => facts.get(id)).filter((one) => one !== undefined));
    const followed = [...[...own, ...source].map((one) => lastOf(one, facts)), ...kept.map(({ keeping }) => keeping)];
    const files = [
      ...own.map(({ caseId }) => caseId),
      ...kept.flatMap(({ keeping, owner }) => (keeping.childId === childId ? [owner] : [])),
    ];
    const [first] = followed;
    if (!first || followed.some(({ closedOn }) => closedOn === null)) continue;
    for (const [rule, written] of Object.entries(packs.inForce(first.division, today).retention)) {
      const untils = followed.map((one) => keptUntil(one, ruleAt(packs, one, rule, today) ?? written));
      if (untils.includes(undefined)) continue;
      const note = noted.get(`${childId} ${rule}`);
      const [last] = (untils as CalendarDate[]).toSorted().slice(-1);
      const until = [last ?? '', note?.keepUntil ?? ''].toSorted().at(-1) as CalendarDate; // what was reopened may end later
      const done = note !== undefined && note.keepUntil === undefined && note.at.slice(0, 10) > (last ?? '');
      if (until >= today || done) continue;
      const { end, standing, from: pack } = written;
      const categories = written.categories as readonly PersonalCategory[];
      ended.push({ childId, rule, pack, standing, categories, end, until, cases: files });
    }
  }
  return ended.toSorted((a, b) => (a.until < b.until ? -1 : 1));
}

/** An entry on the ledger or the key-minor register, and the cases that it came of: those of one child, whichever keys it has there. */
interface Entry {
  readonly owner: string;
  readonly keeping: KeepingFacts;
  readonly caseIds: readonly string[];
}

/** Looks up the entries of a child: those under its keys, and those that came of its cases. */
function entriesBy(entries: readonly Entry[]) {
  const byChild = Map.groupBy(entries, ({ keeping }) => keeping.childId);
  const pairs = entries.flatMap((entry) => entry.caseIds.map((caseId) => ({ caseId, entry })));
  const byCase = Map.groupBy(pairs, ({ caseId }) => caseId);
  return (childId: string, own: readonly KeepingFacts[]): readonly Entry[] => {
    const ofCases = own.flatMap(({ caseId }) => (byCase.get(caseId) ?? []).map(({ entry }) => entry));
    return [...new Set([...(byChild.get(childId) ?? []), ...ofCases])];
  };
}

const ruleAt = (packs: PackSet, { division }: KeepingFacts, rule: string, today: CalendarDate) =>
  packs.inForce(division, today).retention[rule];

/** The case that a merged one goes on in. */
function lastOf(one: KeepingFacts, facts: ReadonlyMap<string, KeepingFacts>): KeepingFacts {
  const seen = new Set<string>();
  let at = one;
  while (at.mergedInto !== null && !seen.has(at.caseId)) {
    seen.add(at.caseId);
    const next = facts.get(at.mergedInto);
    if (!next) break;
    at = next;
  }
  return at;
}

async function read(store: Log['store']) {
  const facts = new Map<string, KeepingFacts>();
  const entries: Entry[] = [];
  const noted = new Map<string, Noted>();
  let share: string[] = [];
  const fold = async () => {
    for (const events of await store.readMany(share)) {
      const stream = events[0]?.stream ?? '';
      for (const kind of [ledgerEntries, keyMinors]) {
        const id = idOf(kind, stream);
        if (id === undefined) continue;
        const entry = folded<KeyMinorRecord | LedgerEntryRecord>(kind as never, kind.none(id), events);
        const keeping = ledgerKeepingFacts(entry);
        if (keeping) entries.push({ owner: stream, keeping, caseIds: entry.caseIds });
      }
      const caseId = caseOfStream(stream);
      if (caseId === undefined) continue;
      const record = events.reduce((so, event) => evolve(so, event as unknown as RecordedEvent), noCase(caseId));
      const found = keepingFacts(record);
      if (found) facts.set(caseId, found);
    }
    share = [];
  };
  let after: Parameters<typeof store.readAll>[0]['after'] = null;
  for (;;) {
    const events = await store.readAll({ after, limit: PAGE });
    for (const { stream, revision, type, data, meta } of events) {
      if (revision === 0 && childOwnerOf(stream) !== undefined) share.push(stream);
      if (share.length >= STREAMS_A_SHARE) await fold();
      if (stream !== KEY_AUDIT || (type !== 'RetentionApplied' && type !== 'RetentionDecided')) continue;
      const { childId, rule, keepUntil } = data as { childId: string; rule: string; keepUntil?: CalendarDate };
      noted.set(`${childId} ${rule}`, { at: (meta as { at: string }).at, keepUntil });
    }
    const last = events.at(-1);
    if (!last) break;
    after = last.position;
  }
  await fold();
  return { facts, entries, noted };
}

/** What came of it. */
export interface RetentionDone {
  readonly sealed: number;
  readonly shredded: number;
  /** What waits for somebody to decide. */
  readonly reviews: readonly KeepingEnded[];
}

export interface Applying {
  readonly host: Pick<Host, 'now' | 'newId'>;
  /** Who answers for it. */
  readonly officer: string;
  readonly progress?: (rewrapped: number) => void;
}

type Kept = Pick<Database, 'store' | 'keys' | 'dataKeys' | 'pool' | 'keyPlace'>;

/**
 * Does what the packs say to data whose time has run out: seals away, or shreds with one change of epoch for all. What is to be
 * reviewed is left alone. Each is noted in the log once it is done, so that what was interrupted is done again.
 *
 * @throws VaultError as sealing away and rotating do.
 */
export async function applyRetention(
  database: Kept,
  ended: readonly KeepingEnded[],
  { host, officer, progress }: Applying,
): Promise<RetentionDone> {
  const { keys, dataKeys, keyPlace } = database;
  const toSeal = ended.filter(({ end }) => end === 'seal');
  const toShred = ended.filter(({ end }) => end === 'shred');
  let sealed = 0;
  for (const { childId, categories } of toSeal) {
    for (const category of categories) sealed += await sealAway(keys, dataKeys, childId, category);
  }
  let shredded = 0;
  for (const { childId, categories, cases } of toShred) {
    shredded += await dropPersonalData(database, childId, cases, categories);
  }
  if (toShred.length > 0) await rotateKeys({ path: keyPlace, dataKeys, now: host.now(), progress });
  for (const one of [...toSeal, ...toShred]) await note(database, host, 'RetentionApplied', { ...one, officer });
  return { sealed, shredded, reviews: ended.filter(({ end }) => end === 'review') };
}

/** What somebody decides on data that wait for a review: to keep them until another day, or what is done now. */
export type RetentionDecision = { readonly keepUntil: CalendarDate } | { readonly end: 'shred' | 'seal' };

/** Does and notes what was decided (保存期限复核). */
export async function decideRetention(
  database: Kept,
  one: KeepingEnded,
  decision: RetentionDecision,
  applying: Applying,
): Promise<RetentionDone> {
  const { host, officer } = applying;
  if ('end' in decision) return applyRetention(database, [{ ...one, end: decision.end }], applying);
  await note(database, host, 'RetentionDecided', { ...one, keepUntil: decision.keepUntil, officer });
  return { sealed: 0, shredded: 0, reviews: [] };
}

/** What names its cases and shredded an identity tells the views whose match tags go. */
async function note(
  { store }: Log,
  host: Pick<Host, 'now' | 'newId'>,
  type: 'RetentionApplied' | 'RetentionDecided',
  noted: KeepingEnded & { readonly officer: string; readonly keepUntil?: CalendarDate },
): Promise<void> {
  const { childId, rule, pack, standing, categories, end, until, cases, officer, keepUntil } = noted;
  const data = { childId, rule, pack, standing, categories, end, until, cases, officer, keepUntil };
  await store.append(KEY_AUDIT, 'any', [{ id: host.newId(), type, data, meta: { at: host.now() } }]);
}
