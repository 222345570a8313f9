import type { Agency } from '#policy';
import { worksAt } from '#runtime';
import { civilAffairs } from './civil-affairs/civil-affairs.desk.ts';
import { court } from './court/court.desk.ts';
import type { Desk } from './desk.ts';
import { oversight } from './oversight/oversight.desk.ts';
import { police } from './police/police.desk.ts';
import { procuratorate } from './procuratorate/procuratorate.desk.ts';
import { psychologicalService } from './psychological-service/psychological-service.desk.ts';
import { residentsCommittee } from './residents-committee/residents-committee.desk.ts';
import { serviceAgency } from './service-agency/service-agency.desk.ts';
import { township } from './township/township.desk.ts';

/** Every desk there is. */
export const desks: readonly Desk[] = [
  residentsCommittee,
  township,
  police,
  procuratorate,
  court,
  psychologicalService,
  civilAffairs,
  serviceAgency,
  oversight,
];

/** The one desk that an agency works at (工作台归属); undefined for an agency that has none. */
export function deskOf(agency: Pick<Agency, 'type' | 'division'>): Desk | undefined {
  return desks.find((desk) => worksAt(desk, agency));
}
