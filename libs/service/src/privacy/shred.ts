import { type PersonalCategory, personalCategories } from '#case';
import { childOwnerOf, type Host, KEY_AUDIT } from '#runtime';
import { type Rotated, rotateKeys } from '#vault';
import type { Database } from '../database.ts';

/** Why personal data must go. `configured`: worded after 个人信息保护法47, whose text was not seen. */
export const shreddingGrounds = {
  PURPOSE_ACHIEVED: {
    zh: '处理目的已实现、无法实现或者不再必要',
    en: 'the purpose is achieved, cannot be, or needs it no more',
  },
  RETENTION_EXPIRED: { zh: '保存期限已届满', en: 'the time of keeping has run out' },
  CONSENT_WITHDRAWN: { zh: '个人撤回同意', en: 'consent was withdrawn' },
  UNLAWFUL_PROCESSING: { zh: '违法或者违约处理', en: 'it was processed against law or promise' },
  OTHER_LAW: { zh: '法律、行政法规规定的其他情形', en: 'another case that the law names' },
} as const;
export type ShreddingGround = keyof typeof shreddingGrounds;

export interface Shredding {
  /** In lower case. */
  readonly childId: string;
  readonly ground: ShreddingGround;
  /** Who answers for it. */
  readonly officer: string;
  readonly progress?: (rewrapped: number) => void;
}

export interface Shredded extends Rotated {
  /** Data keys of the child that were dropped now. */
  readonly dropped: number;
  /** Cases, and entries on the ledger and the key-minor register, whose match tags were dropped. */
  readonly cases: number;
}

/**
 * Shreds a child's personal data (销毁): its data keys are dropped, the match tags that are looked up are deleted, all other
 * data keys are wrapped anew, and the old epoch is destroyed, so that no backup brings them back. The log stays as it is, and
 * with it every proof. What was done is noted in the log; views that are built anew go by that and look up none of the tags. Done again, it goes on where it was interrupted.
 *
 * @throws VaultError `key-file` or `unknown-key`.
 */
export async function shredChild(
  { store, dataKeys, pool, keyPlace }: Pick<Database, 'store' | 'dataKeys' | 'pool' | 'keyPlace'>,
  { host }: { readonly host: Pick<Host, 'now' | 'newId'> },
  { childId, ground, officer, progress }: Shredding,
): Promise<Shredded> {
  const cases = await filesOf(store, childId);
  const dropped = await dropPersonalData({ dataKeys, pool }, childId, cases, personalCategories);
  const rotated = await rotateKeys({ path: keyPlace, dataKeys, now: host.now(), progress });
  const data = { childId, cases, ground, officer, dropped, epoch: rotated.epoch };
  const event = { id: host.newId(), type: 'PersonalDataShredded', data, meta: { at: host.now() } };
  await store.append(KEY_AUDIT, 'any', [event]);
  return { ...rotated, dropped, cases: cases.length };
}

/**
 * Drops a child's data keys of some categories; with its identity goes what it is matched by. Until the epoch is changed, a
 * backup still brings them back.
 *
 * @returns how many keys were dropped now.
 */
export async function dropPersonalData(
  { dataKeys, pool }: Pick<Database, 'dataKeys' | 'pool'>,
  childId: string,
  files: readonly string[],
  categories: readonly PersonalCategory[],
): Promise<number> {
  let dropped = 0;
  for (const category of categories) dropped += await dataKeys.drop(childId, category);
  if (categories.includes('identity')) await pool.query('delete from runtime.tag where case_id = any($1)', [files]);
  return dropped;
}

const PAGE = 1_000;

/**
 * Which records speak of a child (涉及该儿童的档案): cases by their ids, entries on the ledger and the key-minor register by the names of
 * their streams. No index says: that would itself be one of persons.
 */
export async function filesOf(store: Pick<Database['store'], 'readAll'>, childId: string): Promise<readonly string[]> {
  const files = new Set<string>();
  let after: Parameters<typeof store.readAll>[0]['after'] = null;
  for (;;) {
    const events = await store.readAll({ after, limit: PAGE });
    for (const { stream, data } of events) {
      const owner = childOwnerOf(stream);
      if (owner !== undefined && JSON.stringify(data).includes(childId)) files.add(owner);
    }
    const last = events.at(-1);
    if (!last) return [...files];
    after = last.position;
  }
}
