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
