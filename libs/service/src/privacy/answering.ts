import { type AgencyDirectory, namedOfficer, type Officer } from '#access';
import { relationsOf } from '#case';
import { isOnDuty, ledgerRelations } from '#ledger';
import type { Agency, AgencyType } from '#policy';
import { type Host, idOf, keyMinors, ledgerEntries, readCase, readRecord } from '#runtime';
import { SetupError } from '../config.ts';
import type { Database } from '../database.ts';
import type { QueryGround } from './extract.ts';
import { filesOf } from './shred.ts';

/** Who hands a guardian what is kept of the child: an organ with a part in the case (configured: no clause names one). */
const HANDS_OUT: readonly AgencyType[] = ['CA', 'PSB', 'PS', 'PROC', 'COURT'];
/** 司法机关 (刑事诉讼法286). */
const JUDICIAL: readonly AgencyType[] = ['PSB', 'PS', 'PROC', 'COURT'];

/** Where the answering officer, and what is kept of the child, are looked up. */
interface Answering extends Pick<Database, 'store' | 'pool'> {
  readonly directory: AgencyDirectory;
  readonly host: Pick<Host, 'now'>;
}

interface Answer {
  readonly childId: string;
  readonly officer: string;
}

/**
 * The officer who answers for what an operator does with a child's data (责任人员): one of the directory, in office, who does not only
 * read.
 *
 * @throws SetupError when there is no such officer.
 */
export async function answeringOfficer(
  { pool, directory, host }: Pick<Answering, 'pool' | 'directory' | 'host'>,
  id: string,
): Promise<Officer> {
  const officer = await namedOfficer(pool, directory, id, host.now().slice(0, 10));
  if (!officer) throw new SetupError(`名录中没有经办人 ${id}。The directory has no officer ${id}.`);
  if (officer.role === 'READER') throw new SetupError(`${id} 仅可查阅。${id} may only read.`);
  return officer;
}

/**
 * The files that speak of a child (涉及该儿童的档案).
 *
 * @throws SetupError when there is none, so that nothing is done about a child that nobody knows.
 */
export async function knownFilesOf(store: Database['store'], childId: string): Promise<readonly string[]> {
  const files = await filesOf(store, childId);
  if (files.length === 0) throw new SetupError('日志中没有该儿童。The log knows nothing of this child.');
  return files;
}

/**
 * Holds an officer entitled to hand a guardian its extract: of an organ that has a part in one of the child's cases, or its ledger, and not kept out
 * of any (回避).
 *
 * @throws SetupError when the officer is not.
 */
export async function mayHandOut(answering: Answering, { childId, officer: id }: Answer): Promise<void> {
  const { store } = answering;
  const { agency, barred } = await answeringOfficer(answering, id);
  const files = await knownFilesOf(store, childId);
  const parts = await Promise.all(files.map((file) => hasPart(store, file, agency)));
  if (parts.includes(true) && HANDS_OUT.includes(agency.type) && !files.some((file) => barred.has(file))) return;
  throw new SetupError(
    `${id} 无权交付：须为承办该个案的民政、公安、检察院或法院的经办人。` +
      `${id} may not hand it out: it takes an officer of civil affairs, police, procuratorate or court with a part in the case.`,
  );
}

/**
 * Holds an officer entitled to a statutory query (依法查询): of a judicial organ, where the need of a judicial organ is the ground (刑事诉讼法286),
 * and not kept out of any of the child's cases (回避).
 *
 * @throws SetupError when the officer is not.
 */
export async function mayQuery(
  answering: Answering,
  { childId, officer: id, ground }: Answer & { readonly ground: QueryGround },
): Promise<void> {
  const { agency, barred } = await answeringOfficer(answering, id);
  if (ground === 'JUDICIAL_NEED' && !JUDICIAL.includes(agency.type)) {
    throw new SetupError(`${agency.id} 不是司法机关。${agency.id} is no judicial organ.`);
  }
  const files = await knownFilesOf(answering.store, childId);
  if (files.some((file) => barred.has(file))) {
    throw new SetupError(`${id} 须回避。${id} is kept out of a case of this child.`);
  }
}

/**
 * Holds an officer entitled to decide on data that wait for a review (保存期限复核): of an agency with a part in what is kept of the child, and not
 * kept out of any of it (回避).
 *
 * @throws SetupError when the officer is not.
 */
export async function mayReviewKeeping(answering: Answering, { childId, officer: id }: Answer): Promise<void> {
  const { store } = answering;
  const { agency, barred } = await answeringOfficer(answering, id);
  const files = await knownFilesOf(store, childId);
  const parts = await Promise.all(files.map((file) => keepsPart(store, file, agency)));
  if (parts.includes(true) && !files.some((file) => barred.has(file))) return;
  throw new SetupError(
    `${id} 无权复核：须为承办该儿童档案的机构的经办人，且无须回避。` +
      `${id} may not decide on it: it takes an officer of an agency with a part in the child’s files, who is kept out of none.`,
  );
}

async function keepsPart(store: Database['store'], file: string, agency: Agency): Promise<boolean> {
  const entry = idOf(keyMinors, file);
  return entry === undefined
    ? hasPart(store, file, agency)
    : isOnDuty(await readRecord(keyMinors, store, entry), agency);
}

/** A part in a case, or in what the ledger has of the child; of the key-minor register nothing is a guardian's, so it gives none. */
async function hasPart(store: Database['store'], file: string, agency: Agency): Promise<boolean> {
  const entry = idOf(ledgerEntries, file);
  if (entry !== undefined) return ledgerRelations(await readRecord(ledgerEntries, store, entry), agency).size > 0;
  return idOf(keyMinors, file) === undefined && relationsOf(await readCase(store, file), agency).size > 0;
}
