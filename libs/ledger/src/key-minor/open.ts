import type { CalendarDate } from '#calendar';
import { aboutPersonal, type Guard, refuse, type Sealed } from '#case';
import { isAboveCounty, isAboveTownship } from '#policy';
import { aboutIn, lastDayBefore, testedOn, type WhomInput } from '../whom.ts';
import { onRegister } from './command.ts';
import type { KeyMinorEvent } from './events.ts';
import type { KeyMinorBehaviour, KeyMinorRecord } from './record.ts';
import { keyMinorDuty } from './relation.ts';

/** Whom an entry is for, and what it rests on. */
export interface OpenKeyMinorEntryInput extends WhomInput {
  readonly behaviour: KeyMinorBehaviour;
  readonly foundOn: CalendarDate;
  readonly facts: Sealed;
  readonly survey?: Sealed;
}

const NOBODY = { zh: '无', en: 'none' };
const YOUR_AREA = { zh: '本机构辖区', en: 'the area of your agency' };

/** Nobody above the county knows of a child on the register (`isOnDuty`): what they entered they could not see. */
const ofTheCounty: Guard<KeyMinorRecord> = (_, { actor }) =>
  isAboveCounty(actor.agency.division)
    ? refuse('ACTOR_NOT_AUTHORISED', null, {
        allowed: { zh: '县级及以下机构', en: 'agencies of the county and below' },
      })
    : undefined;

/**
 * 纳入重点未成年人台账: for a migrant child who was found to misbehave, ordinarily or seriously. Found again, the child stays on its one
 * file, and what was found is added to it. Where only the county was known (`townshipKnown`), a township that is told now is taken over: until
 * then the township whose duty it is (各乡镇按职责分工负责) does not know of the child.
 */
export const OpenKeyMinorEntry = onRegister<OpenKeyMinorEntryInput>({
  name: { zh: '纳入重点未成年人台账', en: 'Enter a child on the key-minor register' },
  personal: { ...aboutPersonal, facts: 'offence', survey: 'offence' },
  emits: ['KeyMinorEntered', 'KeyMinorMoved', 'KeyMinorFound'],
  opensCase: true,
  guards: [ofTheCounty],
  decide(input, record, { at, pack, actor, newId }) {
    const { behaviour, foundOn, facts, survey, sourceCaseId: caseId = null } = input;
    const duty = keyMinorDuty(pack);
    if (duty.length === 0) return refuse('ACTOR_NOT_AUTHORISED', null, { allowed: NOBODY });
    const about = aboutIn(input, record.child, newId);
    if (!about) return refuse(caseId === null ? 'WHO_AND_WHERE' : 'NOT_FOUND');
    const { child, guardian, division, address } = about;
    if (!division.startsWith(actor.agency.division)) return refuse('PLACE_ELSEWHERE', null, { area: YOUR_AREA });
    const keyMinorEntryId = record.id;
    const what = { behaviour, foundOn, facts, ...(survey === undefined ? {} : { survey }), caseId };
    const found: KeyMinorEvent = { type: 'KeyMinorFound', data: { keyMinorEntryId, foundId: newId(), ...what } };
    if (record.status === 'open') {
      const moved: KeyMinorEvent = { type: 'KeyMinorMoved', data: { keyMinorEntryId, division, address } };
      return isAboveTownship(record.division) && !isAboveTownship(division) ? [moved, found] : [found];
    }
    const { eligible, code: eligibility } = testedOn(input, about, at, pack);
    if (!eligible) return refuse('NOT_A_MIGRANT_CHILD', pack.eligibility, { why: eligibility });
    const lastDay = lastDayBefore(child.turns18On);
    const whom = { child, guardian, division, address };
    const data = { keyMinorEntryId, ...whom, eligibility, lastDay, duty };
    return [{ type: 'KeyMinorEntered', data }, found];
  },
});
