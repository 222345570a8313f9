import type { Instant } from '#calendar';
import type { CaseEvent } from '../case.ts';
import { type About, type AboutInput, aboutOf, aboutPersonal, opened } from '../flag/opening.ts';
import { command, type Directory } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import type { Evolve } from '../kernel/evolve.ts';
import { under18 } from '../kernel/guards.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import { flagsKnownTo } from '../relation.ts';
import { takerOf } from '../superior.ts';

/** A report to the police (报告公安), and what became of it. */
export interface Report {
  readonly id: string;
  readonly by: string;
  /** The police unit that holds it. */
  readonly to: string;
  readonly at: Instant;
  /** When the unit that holds it received it. */
  readonly receivedAt: Instant;
  readonly facts: Sealed;
  readonly reporter?: Sealed;
  readonly suspectedCrime: boolean;
  readonly status: 'pending' | 'info-requested' | 'accepted' | 'not-accepted';
  /** The unit has found that another has jurisdiction, and not handed it over yet. */
  readonly elsewhere?: boolean;
  /** The unit has found the papers incomplete; what is missing has yet to be asked for, or has been. */
  readonly incomplete?: boolean;
  /** The unit has dealt with what was reported. */
  readonly disposed?: boolean;
  /** The reporter has been told the result. */
  readonly resultTold?: boolean;
  /** The common superior has designated who has jurisdiction: it is not handed over any more. */
  readonly designated?: boolean;
  /** Units that held it before: they keep a stub. */
  readonly handedOverBy?: readonly string[];
  readonly wanted?: Sealed;
  readonly supplied?: Sealed;
  readonly receiptNumber?: Sealed;
  readonly notifiedAt?: Instant;
  /** What the police last told the reporter. */
  readonly feedback?: Sealed;
}

/** Who reported the same again: told how the report fares, without a second registration (程序规定60). */
export interface Repeat {
  readonly reportId: string;
  readonly by: string;
  readonly at: Instant;
}

export interface ReportToPoliceInput extends Partial<AboutInput> {
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
    readonly about?: About;
    readonly reporter?: { readonly name?: Sealed; readonly phone?: Sealed };
  };
  ReportRepeated: { readonly reportId: string };
}

export const reportEvents: EventDeclarations<ReportEvents> = {
  ReportedToPolice: { name: { zh: '已报告公安', en: 'Reported to the police' }, looks: { suspectedCrime: 'boolean' } },
  ReportRepeated: { name: { zh: '重复报告', en: 'Report repeated' } },
};

export const evolveReport: Evolve<ReportEvents> = {
  ReportedToPolice: (record, data, meta) => ({
    ...opened(record, data.about, meta),
    reports: [
      ...record.reports,
      {
        id: data.reportId,
        by: meta.actor.agency.id,
        to: data.to,
        at: meta.occurredAt,
        receivedAt: meta.occurredAt,
        facts: data.facts,
        suspectedCrime: data.suspectedCrime,
        reporter: data.reporter?.name,
        status: 'pending',
      },
    ],
  }),
  ReportRepeated: (record, { reportId }, meta) => ({
    repeats: [...record.repeats, { reportId, by: meta.actor.agency.id, at: meta.occurredAt }],
  }),
};

/** 报告公安: a committee reports the serious promptly (未保法118), every mandatory reporter danger at once (未保法11(2)). */
export const ReportToPolice = command<ReportToPoliceInput>({
  name: { zh: '报告公安机关', en: 'Report to the police' },
  personal: { ...aboutPersonal, facts: 'evidence', 'reporter.name': 'reporter', 'reporter.phone': 'reporter' },
  emits: ['ReportedToPolice'],
  opensCase: true,
  aside: true,
  guards: [under18],
  decide(input, record, { actor, directory, newId }) {
    const { to, facts, suspectedCrime = false, newFacts = false, reporter, child, place } = input;
    if (record.status === 'none' && !(child && place)) return refuse('WHO_AND_WHERE');
    const about = child && place ? aboutOf({ ...input, child, place }, record, newId) : undefined;
    const division = record.division || (place?.division ?? '');
    const police = takerOf(to ?? nearestPolice(division, directory)?.id ?? '', directory, ['PSB', 'PS']);
    if (!police) {
      return refuse('NO_SUCH_AGENCY', null, { agency: to ?? '' });
    }
    const earlier = record.reports.at(-1);
    if (earlier && !newFacts) return [{ type: 'ReportRepeated', data: { reportId: earlier.id } }];
    // of flags that are hidden from who reports nothing is said, and nobody is to be dissuaded upon them
    const waived = flagsKnownTo(record, actor.agency)
      .filter(({ kind }) => kind !== 'PSYCH_ABNORMALITY')
      .filter(({ id }) => !record.dissuasions.some(({ flagId }) => flagId === id))
      .map((flag): CaseEvent => ({ type: 'DissuasionWaived', data: { flagId: flag.id, reason: 'REPORTED' } }));
    return [
      ...(record.status === 'closed' ? [{ type: 'CaseReopened' as const, data: { flagId: null } }] : []),
      { type: 'ReportedToPolice', data: { reportId: newId(), to: police.id, facts, suspectedCrime, about, reporter } },
      ...(record.dissuasions.length === 0 ? waived : []),
    ];
  },
});

function nearestPolice(division: string, directory: Directory) {
  return directory.nearest('PS', division) ?? directory.nearest('PSB', division);
}
