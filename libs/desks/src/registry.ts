import { civilAffairs } from './civil-affairs/civil-affairs.desk.ts';
import type { Desk } from './desk.ts';
import { oversight } from './oversight/oversight.desk.ts';
import { police } from './police/police.desk.ts';
import { residentsCommittee } from './residents-committee/residents-committee.desk.ts';
import { serviceAgency } from './service-agency/service-agency.desk.ts';

/** Every desk there is. */
export const desks: readonly Desk[] = [residentsCommittee, police, serviceAgency, civilAffairs, oversight];
