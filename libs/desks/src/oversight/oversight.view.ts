import { type CaseRecord, type RecordedEvent, runningClocks } from '#case';
import { chainStage } from '../stage.ts';

/** What a supervisor sees of a case: state, holders and clocks. Nothing here can tell who the child or the reporter is. */
export function oversightView(record: CaseRecord): object {
  const reporters = reportersOf(record);
  const running = runningClocks(record);
  const ended = Object.values(record.clocks).filter((clock) => !running.includes(clock));
  return {
    id: record.id,
    revision: record.revision,
    status: record.status,
    stage: chainStage(record),
    division: record.division,
    openedAt: record.openedAt,
    severity: record.severity?.level,
    danger: record.danger,
    timesReopened: record.timesReopened,
    clocks: [...running, ...ended].map((clock) => ({ ...clock, holder: unlessReporter(clock.holder, reporters) })),
  };
}

/** One line of the timeline: type, time, agency and clock effects, no content. */
export function oversightEntry({ type, meta }: RecordedEvent, record: CaseRecord): object {
  const reporters = reportersOf(record);
  return {
    revision: record.revision,
    event: type,
    at: meta.at,
    occurredAt: meta.occurredAt,
    enteredLate: meta.enteredLate,
    by: unlessReporter(meta.actor.agency.id, reporters),
    pack: meta.pack,
    clocks: meta.effects.map((effect) =>
      effect.effect === 'start'
        ? {
            effect: 'start',
            id: effect.id,
            clock: effect.clock,
            due: effect.due,
            holder: unlessReporter(effect.holder, reporters),
          }
        : { effect: 'stop', id: effect.id, clock: effect.clock, at: effect.at, late: effect.late },
    ),
  };
}

/**
 * Agencies that raised a flag or reported without being the place's own committee: whoever they are, they are not named
 * (反家暴法14). The committee reports in duty, and its clocks name it anyway.
 */
function reportersOf(record: CaseRecord): ReadonlySet<string> {
  const committees = new Set(record.flags.map(({ committee }) => committee));
  return new Set([...record.flags, ...record.reports].map(({ by }) => by).filter((by) => !committees.has(by)));
}

function unlessReporter(agency: string | null, reporters: ReadonlySet<string>): string | null {
  return agency === null || reporters.has(agency) ? null : agency;
}
