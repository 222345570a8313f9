import type { CaseEventType, CaseRecord, ClosingReason, RecordedEvent } from '#case';
import type { LedgerEvents } from '#ledger';

interface Access {
  /** Fields that are the guardian's to read: as they stand in the event, or what they begin with. */
  readonly fields: readonly string[];
  /** Left out while it is suspected that the guardian harms the child. */
  readonly unlessSuspected?: true;
}

const told = (...fields: string[]): Access => ({ fields });
/** Would hinder those who look into what the guardian did (个人信息保护法35). */
const unlessSuspected = (...fields: string[]): Access => ({ fields, unlessSuspected: true });
const noted = unlessSuspected('note', 'overrides');
const spokenUp = unlessSuspected('about', 'facts', 'screeningLevel', 'reporter', 'overrides');

/**
 * What of each event a guardian may have (个人信息保护法45, with 18 and 35, as named; their texts were not seen). What is not named here is left out whole, its name too:
 * measures, penalties and files (预防未成年人犯罪法59), interviews and findings, where the child was placed, what the child itself said, what the
 * police told the reporter, and what agencies do with each other. Of clinical data the guardian has what is said to it.
 */
const guardianMay: Partial<Record<CaseEventType, Access>> = {
  FlagRaised: spokenUp,
  FlagTriaged: noted,
  SeverityAssessed: noted,
  DissuasionRecorded: told('told', 'answer'),
  ReportedToPolice: spokenUp,
  ReportRepeated: spokenUp,
  AdmonitionIssued: told('text'),
  OrderIssued: told(),
  OrderServed: told(),
  GuidanceSessionRecorded: told('note'),
  MissedSession: told(),
  FollowUpRecorded: noted,
  OrderBreached: told('note'),
  OrderFulfilled: told('note'),
  OrderReplaced: told('note'),
  ReviewRequested: told('grounds'),
  ReviewDecided: told('note'),
  CautionServed: told(),
  SchoolReturnOrdered: told('note'),
  PupilReturned: told('note'),
  GuardianTold: told('advice'),
  GuardianConsentRecorded: told('evidence'),
  ConsentWithdrawn: told('note'),
  PsychReferralSent: unlessSuspected('because'),
  DiagnosisRecorded: unlessSuspected('conclusion'),
  DiagnosisServed: unlessSuspected(),
  RediagnosisRequested: unlessSuspected('grounds'),
  LedgerEntryOpened: told(),
  EligibilityAccepted: told(),
  AfterClosingVisitRecorded: noted,
  CaseClosed: noted,
};

/**
 * The same of the child's entry on the focused-care ledger; why it is there is left out, since what was found need not have been told
 * the guardian. Of the key-minor register a guardian has nothing: it tells of misbehaviour (预防未成年人犯罪法59).
 */
const guardianMayOfLedger: Partial<Record<keyof LedgerEvents, Access>> = {
  EnteredOnLedger: unlessSuspected('child', 'guardian', 'address'),
  ContactRecorded: noted,
  HomeVisitRecorded: noted,
  LedgerRefreshed: noted,
  LedgerEntryClosed: noted,
};

const NOTHING_FOUND: readonly ClosingReason[] = ['UNSUBSTANTIATED', 'NO_FINDING'];

/**
 * Whether it is suspected that someone at home harms the child: danger was seen, the child was taken out of it, a caution was
 * issued or a crime is looked into, and the case was not closed as unfounded. No clause says when a suspicion ends (configured).
 */
function isGuardianSuspected({ danger, removal, cautions, files, reports, closing }: CaseRecord): boolean {
  const crime = files.some(({ kind }) => kind === 'CRIMINAL') || reports.some(({ suspectedCrime }) => suspectedCrime);
  const unfounded = closing !== null && NOTHING_FOUND.includes(closing.reason);
  return !unfounded && (danger || removal !== null || cautions.length > 0 || crime);
}

/**
 * Which fields of an event are the guardian's, by the record of its case and of all the child's cases; undefined when not even
 * the event is.
 */
export function guardianReads(
  event: RecordedEvent,
  record: CaseRecord,
  records: readonly CaseRecord[],
): ((path: string) => boolean) | undefined {
  const access = guardianMay[event.type];
  if (!access) return undefined;
  if (isOfAnotherChild(event, record)) return undefined;
  if (event.type === 'FlagRaised' && event.data.kind === 'PSYCH_ABNORMALITY' && !isAsked(record)) return undefined;
  if (event.type === 'DiagnosisRecorded' && !isServed(event.data.diagnosisId, record)) return undefined;
  return readsBy(access, records);
}

/** The same of an event of an entry, on the ledger or on the key-minor register. */
export function guardianReadsOfEntry(
  { type }: { readonly type: string },
  records: readonly CaseRecord[],
): ((path: string) => boolean) | undefined {
  const access: Access | undefined = guardianMayOfLedger[type as keyof LedgerEvents];
  return access && readsBy(access, records);
}

function readsBy(
  { fields, unlessSuspected: withheld }: Access,
  records: readonly CaseRecord[],
): ((path: string) => boolean) | undefined {
  if (withheld && records.some(isGuardianSuspected)) return undefined;
  return (path) => fields.some((field) => path === field || path.startsWith(`${field}.`));
}

/** What is said on a flag or a report that went with another child when the cases were parted (拆分). */
function isOfAnotherChild({ data }: RecordedEvent, { flags, reports }: CaseRecord): boolean {
  const { flagId, reportId } = data as { readonly flagId?: string | null; readonly reportId?: string | null };
  const here = (items: readonly { readonly id: string }[], named: string | null | undefined) =>
    named == null || items.some(({ id }) => id === named);
  return !here(flags, flagId) || !here(reports, reportId);
}

/** Before the guardian was told or asked for consent, only the desk that noticed knows of a psychological flag. */
function isAsked({ psych }: CaseRecord): boolean {
  return psych.guardianToldAt !== null || psych.consent !== null;
}

function isServed(diagnosisId: string, { psych }: CaseRecord): boolean {
  return psych.diagnoses.some(({ id, servedAt }) => id === diagnosisId && servedAt !== undefined);
}
