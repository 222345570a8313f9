import { startedAnew } from '../clock/hand.over.ts';
import { heldGuardianship } from '../guardianship/held.ts';
import { type Context, command, type Guard } from '../kernel/command.ts';
import type { ClockStart } from '../kernel/effects.ts';
import { refuse } from '../kernel/refusal.ts';
import { asStart, type CaseRecord, isCounted } from '../record.ts';
import type { Consent, ConsentAsGuardianInput, RecordGuardianConsentInput } from './consent.ts';
import { consented } from './consented.ts';

/** 记录同意: an officer records on behalf of the guardian, and of the child from fourteen, that they agree. */
export const RecordGuardianConsent = command<RecordGuardianConsentInput>({
  name: { zh: '记录监护人同意', en: 'Record the guardian’s consent' },
  personal: { evidence: 'clinical' },
  emits: ['GuardianConsentRecorded'],
  guards: [],
  decide: ({ guardianAgrees: guardian, childAgrees: child = false, evidence }, record, context) => [
    {
      type: 'GuardianConsentRecorded',
      data: { guardian, child, evidence, clocks: waitingAgain({ guardian, child }, record, context) },
    },
  ],
});

/**
 * A referral that fell with consent and was not taken up waits again with consent anew: whoever it is with has the whole time from then on.
 */
function waitingAgain(
  { guardian, child }: Pick<Consent, 'guardian' | 'child'>,
  record: CaseRecord,
  context: Context,
): readonly ClockStart[] {
  const { occurredAt, actor } = context;
  const consent = { guardian, child, by: actor.agency.id, at: occurredAt, withdrawn: false };
  if (!consented({ ...record, psych: { ...record.psych, consent } }, occurredAt)) return [];
  return record.psych.referrals.flatMap(({ id, status }) => {
    if (status !== 'sent' && status !== 'declined') return [];
    const own = record.clocks.filter(({ scope, item }) => scope === 'referral' && item === id);
    const last = own.at(-1);
    return last?.cause === 'ended' && !own.some(isCounted)
      ? [{ ...startedAnew(asStart(last), context), id: context.newId() }]
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
    {
      type: 'GuardianConsentRecorded',
      data: {
        guardian: true,
        child,
        evidence,
        asGuardian: true,
        clocks: waitingAgain({ guardian: true, child }, record, context),
      },
    },
  ],
});
