import type { NamedAgency } from '#access';
import {
  type CaseRecord,
  type Clock,
  type ClockEffect,
  overseen,
  psychShared,
  type RecordedEvent,
  relationsOf,
  runningClocks,
} from '#case';
import { chainStage } from '../stage.ts';

/** What a supervisor sees of a case of its area: state, holders and clocks. Nothing here can tell who the child or the reporter is. */
export function oversightView(record: CaseRecord, agency: NamedAgency): object | null {
  if (!relationsOf(record, agency).has('overseer')) return null;
  const reporters = reportersOf(record);
  const running = runningClocks(record);
  const ended = Object.values(record.clocks).filter((clock) => !running.includes(clock));
  return {
    id: record.id,
    status: record.status,
    stage: chainStage(record),
    division: record.division,
    openedAt: record.openedAt,
    severity: record.severity?.level,
    danger: record.danger,
    timesReopened: record.timesReopened,
    clocks: [...running, ...ended]
      .filter((clock) => overseen(clock, record))
      .map((clock) => ({ ...clock, holder: unlessReporter(clock.holder, reporters) })),
  };
}

/** Overdue clocks of the area: what a supervisor urges. */
export function overdueClocks(record: CaseRecord): readonly Clock[] {
  const reporters = reportersOf(record);
  return runningClocks(record)
    .filter((clock) => clock.state === 'overdue' && overseen(clock, record))
    .map((clock) => ({ ...clock, holder: unlessReporter(clock.holder, reporters) }));
}

/** Files, cautions, the child's own misconduct and clinical work (预防法59, 反家暴法17, 精神卫生法4) are not even named here. */
const HIDDEN: readonly RecordedEvent['type'][] = [
  'PublicSecurityCaseOpened',
  'PenaltyDecided',
  'NoPenaltyDecided',
  'CriminalFiled',
  'FileClosed',
  'AppraisalBegun',
  'AppraisalEnded',
  'NotFiled',
  'NoFilingServed',
  'ReasonAsked',
  'ReasonGiven',
  'FilingNotified',
  'CautionIssued',
  'CautionServed',
  'CautionVisitRecorded',
  'RehabApplicationReceived',
  'RehabRegistered',
  'RehabReferred',
  'MeasureApplied',
  'MeasureEnded',
  'SpecialSchoolDecided',
  'TermStarted',
  'CommitteeReviewed',
  'BroughtForDiagnosis',
  'DiagnosisDeclined',
  'DiagnosisRecorded',
  'DiagnosisServed',
  'RediagnosisRequested',
  'RiskObserved',
  'EmergencyEscorted',
  'ConsentWithdrawn',
];

/** Until there is consent, nobody but the desk that noticed knows of a psychological flag. */
const PSYCH: readonly RecordedEvent['type'][] = ['GuardianTold', 'GuardianConsentRecorded'];

/** One line of the timeline: type, time, agency and clock effects, no content. */
export function oversightEntry({ type, data, meta }: RecordedEvent, record: CaseRecord): object | null {
  const psychFlag = type === 'FlagRaised' && data.kind === 'PSYCH_ABNORMALITY';
  const turned = 'clockId' in data ? record.clocks[data.clockId] : undefined;
  if (turned && !overseen(turned, record)) return null;
  if (HIDDEN.includes(type) || ((psychFlag || PSYCH.includes(type)) && !psychShared(record))) return null;
  const reporters = reportersOf(record);
  const by = meta.actor.agency.id;
  return {
    event: type,
    at: meta.at,
    occurredAt: meta.occurredAt,
    enteredLate: meta.enteredLate,
    by: type === 'ReportRepeated' && !isCommittee(by, record) ? null : unlessReporter(by, reporters),
    pack: meta.pack,
    clocks: meta.effects
      .filter(({ id }) => isShownById(id, record))
      .map((effect) =>
        effect.effect === 'start'
          ? {
              effect: 'start',
              id: effect.id,
              clock: effect.clock,
              due: effect.due,
              holder: unlessReporter(effect.holder, reporters),
            }
          : changeOf(effect),
      ),
  };
}

function changeOf(effect: Exclude<ClockEffect, { effect: 'start' }>): object {
  const { effect: kind, id, clock, at } = effect;
  if (effect.effect === 'stop') return { effect: kind, id, clock, at, late: effect.late };
  return effect.effect === 'pause' ? { effect: kind, id, clock, at } : { effect: kind, id, clock, at, due: effect.due };
}

function isShownById(id: string, record: CaseRecord): boolean {
  const clock = record.clocks[id];
  return clock !== undefined && overseen(clock, record);
}

/**
 * Agencies that raised a flag or reported without being the place's own committee: whoever they are, they are not named
 * (反家暴法14). The committee reports in duty, and its clocks name it anyway.
 */
function reportersOf(record: CaseRecord): ReadonlySet<string> {
  const flags = record.flags.filter(({ kind }) => kind !== 'PSYCH_ABNORMALITY' || psychShared(record));
  return new Set([...flags, ...record.reports].map(({ by }) => by).filter((by) => !isCommittee(by, record)));
}

function isCommittee(agency: string, { flags }: CaseRecord): boolean {
  return flags.some(({ committee }) => committee === agency);
}

function unlessReporter(agency: string | null, reporters: ReadonlySet<string>): string | null {
  return agency === null || reporters.has(agency) ? null : agency;
}
