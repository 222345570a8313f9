import type { Instant } from '#calendar';
import type { CaseEvent } from '../case.ts';
import { command, type Directory } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import type { Evolve } from '../kernel/evolve.ts';
import { notClosed, under18 } from '../kernel/guards.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';

/** A report to the police (报告公安), and what became of it. */
export interface Report {
  readonly id: string;
  readonly by: string;
  /** The police unit that holds it. */
  readonly to: string;
  readonly at: Instant;
  readonly facts: Sealed;
  readonly reporter?: Sealed;
  readonly status: 'pending' | 'accepted';
  readonly receiptNumber?: string;
  readonly notifiedAt?: Instant;
  /** What the police last told the reporter. */
  readonly feedback?: Sealed;
}

export interface ReportToPoliceInput {
  /** The police unit, by agency id; left out, the nearest to where the child lives. */
  readonly to?: string;
  readonly facts: Sealed;
  readonly suspectedCrime?: boolean;
  /** The report tells something that an earlier one did not. */
  readonly newFacts?: boolean;
  readonly reporter?: { readonly name?: Sealed; readonly phone?: Sealed };
}

export interface ReportEvents {
  ReportedToPolice: {
    readonly reportId: string;
    readonly to: string;
    readonly facts: Sealed;
    readonly suspectedCrime: boolean;
    readonly reporter?: { readonly name?: Sealed; readonly phone?: Sealed };
  };
  ReportRepeated: { readonly reportId: string };
}

export const reportEvents: EventDeclarations<ReportEvents> = {
  ReportedToPolice: { name: { zh: '已报告公安', en: 'Reported to the police' }, looks: ['suspectedCrime'] },
  ReportRepeated: { name: { zh: '重复报告', en: 'Report repeated' } },
};

export const evolveReport: Evolve<ReportEvents> = {
  ReportedToPolice: (record, data, meta) => ({
    reports: [
      ...record.reports,
      {
        id: data.reportId,
        by: meta.actor.agency.id,
        to: data.to,
        at: meta.occurredAt,
        facts: data.facts,
        reporter: data.reporter?.name,
        status: 'pending',
      },
    ],
  }),
  ReportRepeated: () => ({}),
};

/** 报告公安: a committee reports the serious promptly (未保法118), every mandatory reporter danger at once (未保法11(2)). */
export const ReportToPolice = command<ReportToPoliceInput>({
  name: { zh: '报告公安机关', en: 'Report to the police' },
  personal: { facts: 'evidence', 'reporter.name': 'reporter', 'reporter.phone': 'reporter' },
  emits: ['ReportedToPolice'],
  guards: [notClosed, under18],
  decide({ to, facts, suspectedCrime = false, newFacts = false, reporter }, record, { directory, newId }) {
    const police = to === undefined ? nearestPolice(record.division, directory) : directory.get(to);
    if (!police || (police.type !== 'PSB' && police.type !== 'PS')) {
      return refuse('NO_SUCH_AGENCY', null, { agency: to ?? '' });
    }
    const earlier = record.reports.at(-1);
    if (earlier && !newFacts) return [{ type: 'ReportRepeated', data: { reportId: earlier.id } }];
    const waived = record.flags
      .filter(({ id }) => !record.dissuasions.some(({ flagId }) => flagId === id))
      .map((flag): CaseEvent => ({ type: 'DissuasionWaived', data: { flagId: flag.id, reason: 'REPORTED' } }));
    return [
      { type: 'ReportedToPolice', data: { reportId: newId(), to: police.id, facts, suspectedCrime, reporter } },
      ...(record.dissuasions.length === 0 ? waived : []),
    ];
  },
});

function nearestPolice(division: string, directory: Directory) {
  return directory.nearest('PS', division) ?? directory.nearest('PSB', division);
}
