import { type CaseEventType, caseEvents, type Sealed } from '#case';
import { caseOfStream, type Host, isSealed, type PersonalDataRead, READS, VaultError } from '#runtime';
import type { Database } from '../database.ts';
import { casesOf } from './shred.ts';

export interface Extraction {
  /** In lower case. */
  readonly childId: string;
  /** Who hands it over. */
  readonly officer: string;
  /** Why, as a code: it is noted with the reading. */
  readonly purpose: string;
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

/** One event of the child's cases as its guardian may read it. */
export interface Extracted {
  readonly at: string;
  readonly caseId: string;
  readonly event: { readonly zh: string; readonly en: string };
  readonly agency: string;
  readonly said: readonly Said[];
}

interface Found extends Omit<Extracted, 'said'> {
  readonly sealed: readonly { readonly path: string; readonly value: Sealed }[];
}

const PAGE = 1_000;
const STEMS = '甲乙丙丁戊己庚辛壬癸';
/** Shorter texts of a reporter than this are no names, and would be found in every sentence. */
const SHORTEST = 2;

/**
 * What is kept of a child, opened: what a guardian may have of the personal data in its cases (查阅、复制; 个人信息保护法45 is named for it, its text was not seen): every event and all that was
 * said, the reporter aliased (举报人甲) wherever the name, the number or any other of the reporter's own words stands. What
 * does not open is as what was never said. The extraction is noted in the log before it is given.
 *
 * @throws VaultError `tampered` or `unknown-key`.
 */
export async function extract(
  { store, open }: Pick<Database, 'store'> & { readonly open: Opens },
  host: Pick<Host, 'now' | 'newId'>,
  { childId, officer, purpose }: Extraction,
): Promise<readonly Extracted[]> {
  const cases = new Set(await casesOf(store, childId));
  const found = await eventsOf(store, cases, childId);
  const opened = new Map<Sealed, string>();
  const reporters = new Map<string, string>();
  const categories = new Set<string>();
  for (const { value } of found.flatMap(({ sealed }) => sealed)) {
    const text = await openedOr(open(value));
    if (text === undefined) continue;
    const category = categoryOf(value);
    if (category === 'reporter') reporters.set(text, reporters.get(text) ?? aliasOf(reporters.size));
    else categories.add(category);
    opened.set(value, text);
  }
  const children = [{ childId, categories: [...categories].sort() }];
  const data: PersonalDataRead = { officer, desk: 'extract', purpose, children };
  const note = { id: host.newId(), type: 'PersonalDataRead', data, meta: { at: host.now() } };
  await store.append(`${READS}extract`, 'any', [note]);
  const names = [...reporters].filter(([text]) => text.length >= SHORTEST).sort(([a], [b]) => b.length - a.length);
  const aliased = (text: string) => names.reduce((result, [name, alias]) => result.replaceAll(name, alias), text);
  return found.map(({ sealed, ...event }) => ({
    ...event,
    said: sealed.flatMap(({ path, value }): readonly Said[] => {
      const text = opened.get(value);
      if (text === undefined) return [];
      return [{ field: path, text: categoryOf(value) === 'reporter' ? (reporters.get(text) ?? '') : aliased(text) }];
    }),
  }));
}

async function eventsOf(
  store: Database['store'],
  cases: ReadonlySet<string>,
  childId: string,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  let after: Parameters<typeof store.readAll>[0]['after'] = null;
  for (;;) {
    const events = await store.readAll({ after, limit: PAGE });
    for (const { stream, type, data, meta } of events) {
      const caseId = caseOfStream(stream);
      if (caseId === undefined || !cases.has(caseId)) continue;
      const { at, actor } = meta as { at: string; actor: { agency: { id: string } } };
      const event = caseEvents[type as CaseEventType]?.name ?? { zh: type, en: type };
      const sealed = sealedIn({ ...(data as object), ...(meta as object) }, '').filter(
        ({ value }) => value.split(':')[3] === childId,
      );
      found.push({ at, caseId, event, agency: actor.agency.id, sealed });
    }
    const last = events.at(-1);
    if (!last) return found;
    after = last.position;
  }
}

function sealedIn(data: unknown, path: string): readonly { path: string; value: Sealed }[] {
  if (isSealed(data)) return [{ path, value: data }];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) => sealedIn(value, path === '' ? name : `${path}.${name}`));
}

async function openedOr(opening: Promise<string>): Promise<string | undefined> {
  return opening.catch((error: unknown) => {
    if (error instanceof VaultError && (error.code === 'shredded' || error.code === 'sealed-away')) return undefined;
    throw error;
  });
}

const categoryOf = (value: Sealed) => value.split(':', 5)[4] ?? '';
const aliasOf = (nth: number) => `举报人${STEMS[nth] ?? nth + 1}`;
