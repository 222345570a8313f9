import type { Instant } from '#calendar';
import type { CaseRecord } from '../record.ts';

/** Consent that holds now: the guardian's and, from fourteen, the child's. */
export function consented(record: CaseRecord, at: Instant): boolean {
  const { consent } = record.psych;
  const turns14On = record.child?.turns14On;
  const needsChild = turns14On !== undefined && at.slice(0, 10) >= turns14On;
  return consent !== null && !consent.withdrawn && consent.guardian && (!needsChild || consent.child);
}

/** Consent was full when it was given, and has not been withdrawn. */
export function consentStands(record: CaseRecord): boolean {
  const { consent } = record.psych;
  return consent !== null && consented(record, consent.at);
}
