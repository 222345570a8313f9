import type { CaseEvent } from '../case.ts';
import { startedAnew } from '../clock/hand.over.ts';
import { heldGuardianship } from '../guardianship/held.ts';
import { type Context, command, type Guard } from '../kernel/command.ts';
import type { ClockStart } from '../kernel/effects.ts';
import { refuse } from '../kernel/refusal.ts';
import { type CaseRecord, isCounted } from '../record.ts';
import {
  type ConsentAsGuardianInput,
  type ConsentEvents,
  consentGiven,
  type RecordGuardianConsentInput,
} from './consent.ts';
import { consented, consentStands } from './consented.ts';

type Given = Omit<ConsentEvents['GuardianConsentRecorded'], 'clocks'>;

/** 记录同意: an officer records on behalf of the guardian, and of the child from fourteen, that they agree. */
export const RecordGuardianConsent = command<RecordGuardianConsentInput>({
  name: { zh: '记录监护人同意', en: 'Record the guardian’s consent' },
  personal: { evidence: 'clinical' },
  emits: ['GuardianConsentRecorded'],
  guards: [],
  decide: ({ guardianAgrees: guardian, childAgrees: child = false, evidence }, record, context) => [
    recorded({ guardian, child, evidence }, record, context),
  ],
});

function recorded(given: Given, record: CaseRecord, context: Context): CaseEvent {
  return { type: 'GuardianConsentRecorded', data: { ...given, clocks: waitingAgain(given, record, context) } };
}

/**
 * A referral that fell with consent and was not taken up waits again with consent anew: whoever it is with has the whole time from then on.
 */
function waitingAgain(given: Given, record: CaseRecord, context: Context): readonly ClockStart[] {
  const { occurredAt: at, actor } = context;
  const consent = consentGiven(record, given, { by: actor.agency.id, at });
  if (consentStands(record) || !consented({ ...record, psych: { ...record.psych, consent } }, at)) return [];
  return record.psych.referrals.flatMap(({ id, status }) => {
    if (status !== 'sent' && status !== 'declined') return [];
    const own = record.clocks.filter(({ scope, item }) => scope === 'referral' && item === id);
    const last = own.at(-1);
    return last?.cause === 'ended' && !own.some(isCounted)
      ? [{ ...startedAnew(last, context), id: context.newId() }]
      : [];
  });
}

const isGuardian: Guard = (record, { actor }) =>
  heldGuardianship(record)?.by === actor.agency.id
    ? undefined
    : refuse('NO_SUCH_ITEM', null, { item: { zh: '由本机构承担的监护', en: 'guardianship of yours' } });

/** 以监护人身份同意: civil affairs itself, and only while it is the child's guardian; a suspected guardian has no veto. */
export const ConsentAsGuardian = command<ConsentAsGuardianInput>({
  name: { zh: '以监护人身份同意转介', en: 'Consent as the child’s guardian' },
  personal: { evidence: 'clinical' },
  emits: ['GuardianConsentRecorded'],
  guards: [isGuardian],
  decide: ({ childAgrees: child = false, evidence }, record, context) => [
    recorded({ guardian: true, child, evidence, asGuardian: true }, record, context),
  ],
});
