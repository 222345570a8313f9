import type { AgencyDirectory, NamedAgency } from '#access';
import {
  type CaseRecord,
  type Clock,
  dangerKnownTo,
  knownByEmergencyAlone,
  overseen,
  relationsOf,
  runningClocks,
  unlessReporter,
} from '#case';
import type { SharedSelectors } from '#runtime';
import { chainStage } from '../stage.ts';
import { audienceOf, audiences, COUNTS, EVERYONE, entriesOf, inSystem } from './system.ts';
import { talliesOf } from './tallies.ts';

/**
 * What those who look after a place see of a case: state, holders and the clocks that run. Nothing here can tell who the child
 * or the reporter is. A superior organ sees no more of the chain than the clocks of its own system; who is shown counts alone
 * sees none of it.
 */
function seenBy(record: CaseRecord, audience: string, directory: AgencyDirectory): object | null {
  if (audience === COUNTS) return null;
  const ofThePlace = { id: '', type: 'WCCW', division: record.division, oversees: 'cases' } as const;
  if (!relationsOf(record, ofThePlace).has('overseer')) return null;
  const { id, status, division, openedAt } = record;
  const clocks = clocksOf(record, audience, directory);
  const whole = audience === EVERYONE;
  if (!whole && !heldIn(record, audience, directory)) return null;
  return {
    id,
    status,
    stage: whole ? chainStage(record) : null,
    division,
    // the flag before an emergency is not told of, nor when it was raised
    openedAt: knownByEmergencyAlone(record) ? (aliased(record).all[0]?.from ?? openedAt) : openedAt,
    severity: whole ? record.severity?.level : null,
    danger: whole ? dangerKnownTo(record, ofThePlace) : null,
    timesReopened: whole ? record.timesReopened : null,
    clocks,
    workOrders: workOrderStates(record, audience, directory),
  };
}

/** How service referrals stand; which service it is, only the arbiter has to know, and only while it has to rule. */
function workOrderStates(record: CaseRecord, audience: string, directory: AgencyDirectory): readonly object[] {
  const shown = (agency: string | null) => unlessReporter(agency, record);
  return record.workOrders
    .filter(({ to }) => inSystem(to, audience, directory))
    .map(({ id, status, to, first, arbiter, bound, returns, service }) => ({
      id,
      status,
      holder: shown(to),
      first: shown(first),
      arbiter,
      bound,
      returns: returns.map(({ by, at, because, suggests }) => ({
        by: shown(by),
        at,
        because,
        suggests: shown(suggests),
      })),
      service: audience === EVERYONE && status === 'disputed' ? service : null,
    }));
}

/** An agency of the system holds a clock that may be shown, or held one. */
function heldIn(record: CaseRecord, audience: string, directory: AgencyDirectory): boolean {
  return aliased(record).all.some(({ holder }) => inSystem(holder, audience, directory));
}

/** The clocks that run and may be shown, by due time. What has ended is told by the timeline. */
function clocksOf(record: CaseRecord, audience: string, directory: AgencyDirectory): readonly Clock[] {
  return aliased(record).running.filter(({ holder }) => inSystem(holder, audience, directory));
}

interface Aliased {
  readonly record: CaseRecord;
  readonly all: readonly Clock[];
  readonly running: readonly Clock[];
}

/** Every audience chooses among the same clocks, one after the other. */
let latest: Aliased | undefined;

/** Clocks that may be shown, without the names of reporters; those that run, by due time. */
function aliased(record: CaseRecord): Aliased {
  if (latest?.record === record) return latest;
  const shown = new Map<string, Clock>();
  for (const clock of record.clocks) {
    if (!overseen(clock, record)) continue;
    const holder = unlessReporter(clock.holder, record);
    shown.set(clock.id, holder === clock.holder ? clock : { ...clock, holder });
  }
  const running = runningClocks(record).flatMap(({ id }) => shown.get(id) ?? []);
  latest = { record, all: [...shown.values()], running };
  return latest;
}

/** One copy of a case for all who look after its place, and one for each system that has a part in it. */
export const oversightShared: SharedSelectors = {
  audiences,
  audience: audienceOf,
  view: seenBy,
  clocks: clocksOf,
  entries: entriesOf,
  tallies: talliesOf,
};

/** What one agency at this desk sees of a case of its place. */
export function oversightView(record: CaseRecord, agency: NamedAgency, directory: AgencyDirectory): object | null {
  return record.division.startsWith(agency.division) ? seenBy(record, audienceOf(agency), directory) : null;
}
