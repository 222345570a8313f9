import type { Instant } from '#calendar';
import type { Admonition } from './admonition/admonition.ts';
import type { Caution } from './caution/caution.ts';
import type { Extension } from './clock/extension.ts';
import type { Rung, ToldAbove } from './clock/ladder.ts';
import type { Supervision } from './clock/supervision.ts';
import type { Hearing } from './closing/care.ts';
import type { Closing } from './closing/closing.ts';
import type { Dissuasion } from './dissuasion/dissuasion.ts';
import type { Schooling } from './dropout/dropout.ts';
import type { Complaint } from './file/complaint.ts';
import type { PoliceFile } from './file/file.ts';
import type { Finding } from './finding/finding.ts';
import type { EligibilityCode } from './flag/eligibility.ts';
import type { Flag, LedgerEntry } from './flag/flag.ts';
import type { Child, Guardian } from './flag/opening.ts';
import type { Split } from './flag/split.ts';
import type { Severity } from './flag/triage.ts';
import type { Withdrawal } from './flag/withdrawal.ts';
import type { Guardianship } from './guardianship/guardianship.ts';
import type { Revocation } from './guardianship/revocation.ts';
import type { Notice } from './hukou/domicile.ts';
import type { HukouRequest } from './hukou/hukou.ts';
import type { Designation } from './intake/designation.ts';
import type { ClockStart, ClockStop } from './kernel/effects.ts';
import type { Sealed } from './kernel/sealed.ts';
import type { Emergency } from './measure/emergency.ts';
import type { Measure } from './measure/measure.ts';
import type { SpecialSchool } from './measure/special.school.ts';
import type { Order } from './order/order.ts';
import type { Protection } from './protection/application.ts';
import { noPsych, type Psych } from './psych/consent.ts';
import type { Coordination } from './psych/coordination.ts';
import type { Rehab } from './rehab/rehab.ts';
import type { Repeat, Report } from './report/report.ts';
import type { WorkOrder } from './workorder/workorder.ts';

/** A clock of the case (时限), as its effects left it. `overdue` still runs: it ends with its item. */
export interface Clock extends ClockStart {
  readonly state: 'running' | 'paused' | 'overdue' | 'expired' | 'stopped';
  readonly stoppedAt?: Instant;
  readonly late?: boolean;
  readonly cause?: ClockStop['cause'];
  readonly pausedAt?: Instant;
  /** When it was due before it was moved for the first time. */
  readonly firstDue?: Instant;
  /** How many extensions it has been given. */
  readonly extended?: number;
  /** What is still to be done about it; there once it has run out, and empty when nothing is left. */
  readonly ladder?: readonly Rung[];
}

/** A clock that waits for its work, in time or not, counted now or paused. */
export function isCounted({ state }: Pick<Clock, 'state'>): boolean {
  return state === 'running' || state === 'paused' || state === 'overdue';
}

/** The clock as it began, with the due it has now: what another case or another agency takes over. */
export function asStart(clock: Clock): ClockStart {
  const { state: _, stoppedAt: __, late: ___, cause: ____, pausedAt: _____, ladder: ______, ...start } = clock;
  return start;
}

/** When time alone does something about a clock next: it runs out, or the next rung of its ladder comes. */
export function nextTurn({ state, due, ladder = [] }: Clock): Instant | undefined {
  if (state === 'running') return due;
  return state === 'overdue' ? ladder[0]?.due : undefined;
}

/** What a command was answered the first time, so that a retry gets the same answer. */
export interface Answer {
  readonly commandId: string;
  readonly digest: string;
  readonly revision: number;
  readonly events: readonly string[];
  /** `start <id>` and `stop <id>`: what they were, the clocks themselves remember. */
  readonly effects: readonly string[];
  readonly enteredLate: boolean;
}

/**
 * The whole record of a case (个案): the fold of its events. Deciders read it; each desk's view copies from it what that desk
 * may see. Personal fields in it are sealed.
 */
export interface CaseRecord {
  readonly id: string;
  /** The revision of the last event; -1 before the first. */
  readonly revision: number;
  readonly status: 'none' | 'open' | 'closed';
  /** When the last event was recorded. */
  readonly at: Instant | null;
  readonly openedAt: Instant | null;
  /** Where the child lives: a division code. */
  readonly division: string;
  readonly child: Child | null;
  readonly guardian: Guardian | null;
  readonly flags: readonly Flag[];
  readonly severity: Severity | null;
  /** Harm, suspected harm or danger was seen by whoever judged the case (未保法11); what a flag tells stands with the flag. */
  readonly danger: boolean;
  readonly dissuasions: readonly Dissuasion[];
  readonly reports: readonly Report[];
  readonly repeats: readonly Repeat[];
  readonly findings: readonly Finding[];
  readonly admonitions: readonly Admonition[];
  readonly orders: readonly Order[];
  readonly eligibility: EligibilityCode | null;
  readonly ledger: LedgerEntry | null;
  readonly withdrawals: readonly Withdrawal[];
  /** Cases that may be about the same child. */
  readonly duplicates: readonly string[];
  /** Cases whose flags were merged into this one. */
  readonly merged: readonly string[];
  readonly mergedInto: string | null;
  /** Clocks that a merge stopped, for the case that it is undone. */
  readonly stoppedByMerge: readonly string[];
  /** Requests to part the case again after a report, and what became of them. */
  readonly splits: readonly Split[];
  /** Findings upon which the organ decided that no order is needed. */
  readonly noOrder: readonly string[];
  readonly files: readonly PoliceFile[];
  /** Complaints to the procuratorate that the police do not file. */
  readonly complaints: readonly Complaint[];
  readonly cautions: readonly Caution[];
  readonly measures: readonly Measure[];
  readonly specialSchool: SpecialSchool | null;
  readonly emergencies: readonly Emergency[];
  readonly removal: { readonly by: string; readonly at: Instant; readonly placement: Sealed } | null;
  readonly psych: Psych;
  /** Parts in a crisis that departments were asked to do. */
  readonly coordinations: readonly Coordination[];
  readonly rehab: readonly Rehab[];
  readonly schooling: readonly Schooling[];
  /** Service referrals (服务转介工单). */
  readonly workOrders: readonly WorkOrder[];
  /** Protection orders and applications for them: the court's own, hidden from all whom they do not concern. */
  readonly protections: readonly Protection[];
  /** Guardianship by civil affairs, as it was taken and ended. */
  readonly guardianships: readonly Guardianship[];
  readonly revocations: readonly Revocation[];
  /** Organs of the child's home that were told. */
  readonly notices: readonly Notice[];
  readonly hukou: readonly HukouRequest[];
  readonly heard: Hearing | null;
  readonly formerDivisions: readonly string[];
  /** Committees that a care file has left, and until when each reads on; null where no end was set. */
  readonly readOn: readonly { readonly agency: string; readonly until: Instant | null }[];
  readonly visitsAfterClosing: number;
  readonly closing: Closing | null;
  readonly timesReopened: number;
  readonly extensions: readonly Extension[];
  readonly supervisions: readonly Supervision[];
  /** Superior organs that were told of a clock that ran out. */
  readonly superiors: readonly ToldAbove[];
  /** Disputes over jurisdiction that were brought before the common superior. */
  readonly designations: readonly Designation[];
  /** In the order in which they began. A list, like the answers: each event copies it, and a copied table costs a hundred times that. */
  readonly clocks: readonly Clock[];
  /** One for each command that did something, in the order in which they were done. */
  readonly answers: readonly Answer[];
}

/** A case before its first event. */
export function noCase(id: string): CaseRecord {
  return {
    id,
    revision: -1,
    status: 'none',
    at: null,
    openedAt: null,
    division: '',
    child: null,
    guardian: null,
    flags: [],
    severity: null,
    danger: false,
    dissuasions: [],
    reports: [],
    repeats: [],
    findings: [],
    admonitions: [],
    orders: [],
    eligibility: null,
    ledger: null,
    withdrawals: [],
    duplicates: [],
    merged: [],
    mergedInto: null,
    stoppedByMerge: [],
    splits: [],
    noOrder: [],
    files: [],
    complaints: [],
    cautions: [],
    measures: [],
    specialSchool: null,
    emergencies: [],
    removal: null,
    psych: noPsych,
    coordinations: [],
    rehab: [],
    schooling: [],
    workOrders: [],
    protections: [],
    guardianships: [],
    revocations: [],
    notices: [],
    hukou: [],
    heard: null,
    formerDivisions: [],
    readOn: [],
    visitsAfterClosing: 0,
    closing: null,
    timesReopened: 0,
    extensions: [],
    supervisions: [],
    superiors: [],
    designations: [],
    clocks: [],
    answers: [],
  };
}

/** The clock of an id, if the record has it. */
export function clockOf({ clocks }: Pick<CaseRecord, 'clocks'>, id: string | undefined): Clock | undefined {
  return clocks.find((clock) => clock.id === id);
}

/** What a command was answered, if it did something to the record: retries come soon, so the newest is looked at first. */
export function answerTo({ answers }: Pick<CaseRecord, 'answers'>, commandId: string): Answer | undefined {
  return answers.findLast((answer) => answer.commandId === commandId);
}

/** The clocks that still run, overdue and paused ones included, by due time. */
export function runningClocks(record: Pick<CaseRecord, 'clocks'>): readonly Clock[] {
  return record.clocks.filter(isCounted).sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}
