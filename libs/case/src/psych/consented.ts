import type { Instant } from '#calendar';
import { heldGuardianship } from '../guardianship/held.ts';
import type { CaseRecord } from '../record.ts';
import type { Referral } from './referral.ts';

/**
 * Consent that holds now: the guardian's and, from fourteen, the child's. What civil affairs consented to as the guardian holds while it is
 * the guardian: whoever the child went back to is asked again.
 */
export function consented(record: CaseRecord, at: Instant): boolean {
  const { consent } = record.psych;
  if (consent?.asGuardian && !isGuardianStill(record)) return false;
  const turns14On = record.child?.turns14On;
  const needsChild = turns14On !== undefined && at.slice(0, 10) >= turns14On;
  return consent !== null && !consent.withdrawn && consent.guardian && (!needsChild || consent.child);
}

/** Whether consent was given by civil affairs as the guardian that it still is, in the same guardianship. */
export function isGuardianStill(record: CaseRecord): boolean {
  const { consent } = record.psych;
  const held = heldGuardianship(record);
  return consent?.asGuardian === true && held?.by === consent.by && held.since <= consent.at;
}

/** Consent was full when it was given, and has not been withdrawn. */
export function consentStands(record: CaseRecord): boolean {
  const { consent } = record.psych;
  return consent !== null && consented(record, consent.at);
}

/**
 * Whether danger takes the place of consent for a referral that is sent now (精神卫生法28(2)): while it stands, and once for the institution
 * that the child was escorted to. A referral that was sent so is marked, and may be taken up when the danger has passed; one that was sent by
 * consent falls with it.
 */
export function freedByDanger({ psych }: CaseRecord, to: string): boolean {
  return psych.emergency || psych.escortedTo.includes(to);
}

/** Whether what a referral tells may be told now to whom it is with. */
export function isShared(record: CaseRecord, { inDanger }: Pick<Referral, 'inDanger'>): boolean {
  return inDanger === true || consentStands(record);
}

/** Whether danger to self or others was ever seen: who was told of it knows of it, though it has passed. */
export function riskSeen({ psych }: CaseRecord): boolean {
  return psych.riskSeenBy.length > 0;
}

/** From consent on, while it holds, those who keep the channel open learn of a referral; what was shared stays. Danger needs no consent. */
export function psychShared(record: CaseRecord): boolean {
  return riskSeen(record) || psychOpened(record);
}

/**
 * Whoever oversees learns of the channel's own work by consent or a referral alone: danger (精神卫生法28(2)) frees the escort, and shows
 * the overseer that task and not the suspicion that the school had.
 */
export function psychOpened(record: CaseRecord): boolean {
  return record.psych.referrals.length > 0 || consentStands(record);
}
