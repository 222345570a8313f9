import type { AgencyDirectory } from '#access';
import { type CaseRecord, caseEvents, fold, noCase, type RecordedEvent, type Sealed } from '#case';
import { keyMinorEvents, ledgerEvents } from '#ledger';
import type { Agency } from '#policy';
import {
  caseOfStream,
  childOwnerOf,
  type Host,
  isSealed,
  type PersonalDataRead,
  READS,
  recordedEvent,
  VaultError,
} from '#runtime';
import type { Database } from '../database.ts';
import { guardianReads, guardianReadsOfEntry } from './guardian.access.ts';
import { filesOf } from './shred.ts';

export interface Extraction {
  /** In lower case. */
  readonly childId: string;
  /** Who hands it over. */
  readonly officer: string;
  /** Why, as a code: it is noted with the reading. A guardian has what is the guardian's, a statutory query everything. */
  readonly purpose: 'GUARDIAN_ACCESS' | QueryGround;
}

/** Opens one sealed value: the vault, or for a statutory query what opens what was sealed away too. */
export type Opens = (sealed: Sealed) => Promise<string>;

/**
 * On which ground what was sealed away (封存) may be looked up all the same. `configured`: worded after 刑事诉讼法286, whose text was
 * not seen; that such records are given to nobody is 预防未成年人犯罪法59.
 */
export const queryGrounds = {
  JUDICIAL_NEED: { zh: '司法机关为办案需要', en: 'a judicial organ needs it for a case' },
  STATE_PROVISION: { zh: '有关单位根据国家规定进行查询', en: 'a body asks under a provision of the state' },
} as const;
export type QueryGround = keyof typeof queryGrounds;

/** One thing that was said of the child. */
export interface Said {
  /** Where it stands in its event: `child.name`. */
  readonly field: string;
  readonly text: string;
}

/** One event of the child's cases, or of its entries on the ledger and the key-minor register. */
export interface Extracted {
  readonly at: string;
  readonly caseId: string;
  readonly event: { readonly zh: string; readonly en: string };
  /** Left out for a guardian: it would tell who reported. */
  readonly agency?: string;
  readonly said: readonly Said[];
}

interface Found {
  readonly caseId: string;
  /** Else it is of an entry, whose events are read by name alone. */
  readonly ofCase: boolean;
  readonly event: RecordedEvent;
  readonly sealed: readonly { readonly path: string; readonly value: Sealed }[];
}

const PAGE = 1_000;
const STEMS = '甲乙丙丁戊己庚辛壬癸';
/** Shorter texts of a reporter than this are no names, and would be found in every sentence. */
const SHORTEST = 2;
const REPORTING_AGENCY = '举报单位';

/**
 * What is kept of a child, opened. A guardian has what is the guardian's of it (查阅、复制; 个人信息保护法45 is named for it, its text
 * was not seen; {@link guardianReads}), and no
 * agency is named: one reporter is one alias (举报人甲) wherever name, number or any other of the reporter's own words stands, and so is the
 * agency that raised a flag or reported. A statutory query has every event. What does not open is as what was never said. The
 * extraction is noted in the log before it is given.
 *
 * @throws VaultError `tampered` or `unknown-key`.
 */
export async function extract(
  { store, open, directory }: Pick<Database, 'store'> & { readonly open: Opens; readonly directory: AgencyDirectory },
  host: Pick<Host, 'now' | 'newId'>,
  { childId, officer, purpose }: Extraction,
): Promise<readonly Extracted[]> {
  const files = new Set(await filesOf(store, childId));
  const all = await eventsOf(store, files, childId);
  const records = recordsOf(all);
  const forGuardian = purpose === 'GUARDIAN_ACCESS';
  const writes = directory.officer(officer)?.agency;
  const found = forGuardian ? all.flatMap((entry) => guardiansPart(entry, records)) : all;
  const opened = new Map<Sealed, string>();
  const aliases = new Map<string, string>();
  const categories = new Set<string>();
  for (const { sealed } of all) {
    // aliases are made of what stands in hidden events too: it may be repeated in others
    const own = sealed.filter(({ value }) => categoryOf(value) === 'reporter');
    for (const { value } of own) await openInto(opened, value, open);
    const texts = own.flatMap(({ value }) => opened.get(value) ?? []);
    const alias = texts.map((text) => aliases.get(text)).find(Boolean) ?? aliasOf(new Set(aliases.values()).size);
    for (const text of texts) aliases.set(text, alias);
  }
  for (const { value } of found.flatMap(({ sealed }) => sealed)) {
    if (categoryOf(value) === 'reporter' || !(await openInto(opened, value, open))) continue;
    categories.add(categoryOf(value));
  }
  const children = [{ childId, categories: [...categories].sort() }];
  const data: PersonalDataRead = { officer, desk: 'extract', purpose, children };
  const note = { id: host.newId(), type: 'PersonalDataRead', data, meta: { at: host.now() } };
  await store.append(`${READS}extract`, 'any', [note]);
  const agencies = forGuardian ? namesOfReporting(records, directory) : [];
  const names = [...aliases, ...agencies.map((name) => [name, REPORTING_AGENCY] as const)]
    .filter(([text]) => text.length >= SHORTEST)
    .sort(([a], [b]) => b.length - a.length);
  const aliased = (text: string) => names.reduce((result, [name, alias]) => result.replaceAll(name, alias), text);
  return found.flatMap(({ caseId, event, sealed }): readonly Extracted[] => {
    const said = sealed.flatMap(({ path, value }): readonly Said[] => {
      const text = opened.get(value);
      if (text === undefined) return [];
      return [{ field: path, text: categoryOf(value) === 'reporter' ? (aliases.get(text) ?? '') : aliased(text) }];
    });
    // what was sealed away or shredded leaves not even its name
    if (forGuardian && sealed.length > 0 && said.length === 0) return [];
    const { at, actor } = event.meta;
    const name = NAMES[event.type]?.name ?? { zh: event.type, en: event.type };
    const told = !forGuardian || mayWrite(writes, event) ? said : [];
    return [{ at, caseId, event: name, ...(forGuardian ? {} : { agency: actor.agency.id }), said: told }];
  });
}

const NAMES: Readonly<Record<string, { readonly name: Extracted['event'] } | undefined>> = {
  ...caseEvents,
  ...ledgerEvents,
  ...keyMinorEvents,
};

async function eventsOf(
  store: Database['store'],
  files: ReadonlySet<string>,
  childId: string,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  let after: Parameters<typeof store.readAll>[0]['after'] = null;
  for (;;) {
    const events = await store.readAll({ after, limit: PAGE });
    for (const stored of events) {
      const caseId = childOwnerOf(stored.stream);
      if (caseId === undefined || !files.has(caseId)) continue;
      const sealed = sealedIn({ ...(stored.data as object), ...(stored.meta as object) }, '').filter(
        ({ value }) => value.split(':')[3] === childId,
      );
      const ofCase = caseOfStream(stored.stream) !== undefined;
      found.push({ caseId, ofCase, event: recordedEvent(stored), sealed });
    }
    const last = events.at(-1);
    if (!last) return found;
    after = last.position;
  }
}

function recordsOf(all: readonly Found[]): ReadonlyMap<string, CaseRecord> {
  const byCase = Map.groupBy(
    all.filter(({ ofCase }) => ofCase),
    ({ caseId }) => caseId,
  );
  const folded = [...byCase].map(([id, entries]) =>
    fold(
      noCase(id),
      entries.map(({ event }) => event),
    ),
  );
  return new Map(folded.map((record) => [record.id, record]));
}

/** An entry cut down to what a guardian may have; nothing when it may not know of it. */
function guardiansPart(entry: Found, records: ReadonlyMap<string, CaseRecord>): readonly Found[] {
  const all = [...records.values()];
  const record = records.get(entry.caseId);
  const reads = record ? guardianReads(entry.event, record, all) : guardianReadsOfEntry(entry.event, all);
  return reads ? [{ ...entry, sealed: entry.sealed.filter(({ path }) => reads(path)) }] : [];
}

/** The text of an admonition (训诫书) is its issuer's and the procuratorate's: whoever else writes the extract has that there was one. */
function mayWrite(agency: Pick<Agency, 'id' | 'type'> | undefined, { type, meta }: RecordedEvent): boolean {
  return type !== 'AdmonitionIssued' || agency?.id === meta.actor.agency.id || agency?.type === 'PROC';
}

/** What the agencies that raised a flag or reported are called. */
function namesOfReporting(records: ReadonlyMap<string, CaseRecord>, directory: AgencyDirectory): readonly string[] {
  const ids = [...records.values()].flatMap(({ flags, reports, repeats }) =>
    [...flags, ...reports, ...repeats].map(({ by }) => by),
  );
  return [...new Set(ids)].flatMap((id) => {
    const name = directory.get(id)?.name;
    return name ? [id, name.zh, name.en] : [id];
  });
}

function sealedIn(data: unknown, path: string): readonly { path: string; value: Sealed }[] {
  if (isSealed(data)) return [{ path, value: data }];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) => sealedIn(value, path === '' ? name : `${path}.${name}`));
}

async function openInto(opened: Map<Sealed, string>, value: Sealed, open: Opens): Promise<boolean> {
  const text = await openedOr(open(value));
  if (text !== undefined) opened.set(value, text);
  return text !== undefined;
}

async function openedOr(opening: Promise<string>): Promise<string | undefined> {
  return opening.catch((error: unknown) => {
    if (error instanceof VaultError && (error.code === 'shredded' || error.code === 'sealed-away')) return undefined;
    throw error;
  });
}

const categoryOf = (value: Sealed) => value.split(':', 5)[4] ?? '';
const aliasOf = (nth: number) => `举报人${STEMS[nth] ?? nth + 1}`;
