import type { AgencyDirectory, Officer } from '#access';
import { type CaseRecord, relationsOf } from '#case';
import type { AgencyType } from '#policy';
import { readCase } from '#runtime';
import { SetupError } from '../config.ts';
import type { Database } from '../database.ts';
import type { QueryGround } from './extract.ts';
import { casesOf } from './shred.ts';

/** Who hands a guardian what is kept of the child: an organ with a part in the case (configured: no clause names one). */
const HANDS_OUT: readonly AgencyType[] = ['CA', 'PSB', 'PS', 'PROC', 'COURT'];
/** 司法机关 (刑事诉讼法286). */
const JUDICIAL: readonly AgencyType[] = ['PSB', 'PS', 'PROC', 'COURT'];

/**
 * The officer who answers for what an operator does with a child's data (责任人员): one of the directory, who does not only read.
 *
 * @throws SetupError when there is no such officer.
 */
export function answeringOfficer(directory: AgencyDirectory, id: string): Officer {
  const officer = directory.officer(id);
  if (!officer) throw new SetupError(`名录中没有经办人 ${id}。The directory has no officer ${id}.`);
  if (officer.role === 'READER') throw new SetupError(`${id} 仅可查阅。${id} may only read.`);
  return officer;
}

/**
 * The cases that speak of a child (涉及该儿童的个案).
 *
 * @throws SetupError when there is none, so that nothing is done about a child that nobody knows.
 */
export async function knownCasesOf(store: Database['store'], childId: string): Promise<readonly string[]> {
  const cases = await casesOf(store, childId);
  if (cases.length === 0) throw new SetupError('日志中没有该儿童。The log knows nothing of this child.');
  return cases;
}

/**
 * Holds an officer entitled to hand a guardian its extract: of an organ that has a part in one of the child's cases, and not kept out
 * of any (回避).
 *
 * @throws SetupError when the officer is not.
 */
export async function mayHandOut(
  { store, directory }: Pick<Database, 'store'> & { readonly directory: AgencyDirectory },
  { childId, officer: id }: { readonly childId: string; readonly officer: string },
): Promise<void> {
  const officer = answeringOfficer(directory, id);
  const cases = await knownCasesOf(store, childId);
  const records: CaseRecord[] = [];
  for (const caseId of cases) records.push(await readCase(store, caseId));
  const { agency, barred } = officer;
  const part = records.some((record) => relationsOf(record, agency).size > 0);
  if (part && HANDS_OUT.includes(agency.type) && !cases.some((caseId) => barred.has(caseId))) return;
  throw new SetupError(
    `${id} 无权交付：须为承办该个案的民政、公安、检察院或法院的经办人。` +
      `${id} may not hand it out: it takes an officer of civil affairs, police, procuratorate or court with a part in the case.`,
  );
}

/**
 * Holds an officer entitled to a statutory query (依法查询): of a judicial organ, where the need of a judicial organ is the ground (刑事诉讼法286).
 *
 * @throws SetupError when the officer is not.
 */
export async function mayQuery(
  { store, directory }: Pick<Database, 'store'> & { readonly directory: AgencyDirectory },
  {
    childId,
    officer: id,
    ground,
  }: { readonly childId: string; readonly officer: string; readonly ground: QueryGround },
): Promise<void> {
  const { agency } = answeringOfficer(directory, id);
  if (ground === 'JUDICIAL_NEED' && !JUDICIAL.includes(agency.type)) {
    throw new SetupError(`${agency.id} 不是司法机关。${agency.id} is no judicial organ.`);
  }
  await knownCasesOf(store, childId);
}
