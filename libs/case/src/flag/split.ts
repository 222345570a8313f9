import type { Instant } from '#calendar';
import type { CaseEvent } from '../case.ts';
import { asCarried } from '../clock/carried.ts';
import { ofThePlace } from '../closing/care.ts';
import { command, type Guard, needs, on } from '../kernel/command.ts';
import type { ClockStart } from '../kernel/effects.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import { type CaseRecord, runningClocks } from '../record.ts';
import type { Repeat, Report } from '../report/report.ts';
import { freeReports, goingAlong } from './going.along.ts';
import { type LeavingFlags, leavingFlags, withoutFlags } from './leaving.ts';

const aMerge = { zh: '合并', en: 'merge' };
const aReport = { zh: '报告公安的记录', en: 'report to the police' };
const aReportOfYours = { zh: '本单位受理的报告', en: 'report that your unit holds' };
const aRequest = { zh: '拆分申请', en: 'request to split' };
const aRequestForYou = { zh: '待本单位答复的拆分申请', en: 'request to split that is yours to answer' };

/** What a police unit answered to a request to split. */
export interface SplitAnswer {
  readonly by: string;
  readonly at: Instant;
  readonly granted: boolean;
  readonly note?: Sealed;
  /** Reports that it held and that told of the other child, in this answer or an earlier one: they go along. */
  readonly reportIds: readonly string[];
  /** The reports that it held when it answered: of what has come to it since, it is asked again. */
  readonly covers: readonly string[];
}

/** A request to split (拆分申请): flags that were merged tell of another child, and the police have a report by now. */
export interface Split {
  readonly id: string;
  readonly sourceCaseId: string;
  readonly by: string;
  readonly at: Instant;
  readonly because: Sealed;
  /** Agencies that saw a danger to self or others in that case: it goes back with it. */
  readonly riskSeenBy: readonly string[];
  /** Institutions that its child had been escorted to by then. */
  readonly escorts?: readonly string[];
  /** That case ended in this one and stands again with the split: reports can go along. */
  readonly restores: boolean;
  readonly status: 'asked' | 'refused' | 'split';
  readonly answers: readonly SplitAnswer[];
}

export interface SplitChildInput {
  /** The case whose flags were merged into this one; it is to stand again. */
  readonly sourceCaseId: string;
  readonly because: Sealed;
}

export interface ConsentToSplitInput {
  readonly splitId?: string;
  readonly granted: boolean;
  /** Reports of the unit's own that told of the other child; what is not named stays. */
  readonly reportIds?: readonly string[];
  readonly note?: Sealed;
}

export interface SplitEvents {
  SplitRequested: {
    readonly splitId: string;
    readonly sourceCaseId: string;
    readonly because: Sealed;
    readonly riskSeenBy: readonly string[];
    readonly escorts?: readonly string[];
    readonly restores: boolean;
  };
  SplitConsented: { readonly splitId: string; readonly reportIds: readonly string[]; readonly note?: Sealed };
  SplitRefused: { readonly splitId: string; readonly note?: Sealed };
  ChildSplit: LeavingFlags & {
    readonly splitId: string;
    readonly reports: readonly Report[];
    readonly repeats: readonly Repeat[];
    /** Clocks of the reports that go along, with the dues they had: they start in the other case. */
    readonly reportClocks: readonly ClockStart[];
  };
}

export const splitEvents: EventDeclarations<SplitEvents> = {
  SplitRequested: { name: { zh: '申请拆分', en: 'Split asked for' } },
  SplitConsented: { name: { zh: '公安机关同意拆分', en: 'Split consented to' } },
  SplitRefused: { name: { zh: '公安机关不同意拆分', en: 'Split refused' } },
  ChildSplit: { name: { zh: '已拆分为两案', en: 'Split into two cases' } },
};

/** The splits with one more answer: what a unit named before, it has named. */
function answeredIn(record: CaseRecord, splitId: string, answer: Omit<SplitAnswer, 'covers'>): readonly Split[] {
  const covers = record.reports.filter(({ to }) => to === answer.by).map(({ id }) => id);
  return record.splits.map((split) => {
    if (split.id !== splitId) return split;
    const earlier = split.answers.find(({ by }) => by === answer.by);
    const others = split.answers.filter((one) => one !== earlier);
    const reportIds = [...new Set([...(earlier?.reportIds ?? []), ...answer.reportIds])];
    return { ...split, answers: [...others, { ...answer, reportIds, covers }] };
  });
}

export const evolveSplit: Evolve<SplitEvents> = {
  SplitRequested: ({ splits }, { splitId: id, ...asked }, meta) => ({
    splits: [...splits, { id, ...asked, by: meta.actor.agency.id, at: meta.occurredAt, status: 'asked', answers: [] }],
  }),
  SplitConsented: (record, { splitId, reportIds, note }, meta) => ({
    splits: answeredIn(record, splitId, {
      by: meta.actor.agency.id,
      at: meta.occurredAt,
      granted: true,
      note,
      reportIds,
    }),
  }),
  SplitRefused: (record, { splitId, note }, meta) => ({
    splits: changed(
      answeredIn(record, splitId, {
        by: meta.actor.agency.id,
        at: meta.occurredAt,
        granted: false,
        note,
        reportIds: [],
      }),
      splitId,
      { status: 'refused' },
    ),
  }),
  ChildSplit: (record, { reports, ...leaving }) => {
    const gone = new Set(reports.map(({ id }) => id));
    return {
      ...withoutFlags(leaving, record),
      reports: record.reports.filter(({ id }) => !gone.has(id)),
      repeats: record.repeats.filter(({ reportId }) => !gone.has(reportId)),
    };
  },
};

const asked = ({ splits }: CaseRecord) => splits.filter(({ status }) => status === 'asked');

const askedFor = (record: CaseRecord, source: string) =>
  asked(record).some(({ sourceCaseId }) => sourceCaseId === source);

/** Before a report to the police, unmerging does it, and nobody is asked. */
const splittable: Guard = (record) => {
  if (record.merged.length === 0) return refuse('NO_SUCH_ITEM', null, { item: aMerge });
  if (record.reports.length === 0) return refuse('NO_SUCH_ITEM', null, { item: aReport });
  return record.merged.every((source) => askedFor(record, source))
    ? refuse('ALREADY_DONE', null, { item: aRequest })
    : undefined;
};

/**
 * 拆分个案: after a report the township finds that merged flags tell of another child. It asks the police units that hold a report;
 * when they consent, the two cases part.
 */
export const SplitChild = command<SplitChildInput>({
  name: { zh: '拆分个案', en: 'Split a child off' },
  personal: { because: 'evidence' },
  emits: ['SplitRequested'],
  guards: [ofThePlace, splittable],
  decide({ sourceCaseId, because }, record, { other, newId }) {
    if (!record.merged.includes(sourceCaseId)) return refuse('NO_SUCH_ITEM', null, { item: aMerge });
    if (askedFor(record, sourceCaseId)) return refuse('ALREADY_DONE', null, { item: aRequest });
    const { riskSeenBy = [], escorts = [] } = other?.psych ?? {};
    const restores = other?.mergedInto === record.id;
    const data = { splitId: newId(), sourceCaseId, because, riskSeenBy, escorts, restores };
    return [{ type: 'SplitRequested', data }];
  },
});

/** The reports that are worked on; where all were declined, those. */
function standing({ reports }: CaseRecord): readonly Report[] {
  const worked = reports.filter(({ status }) => status !== 'not-accepted');
  return worked.length > 0 ? worked : reports;
}

/** Each police unit that works on a report consents for itself (应当同意的公安机关); where all were declined, those that declined. */
export function consenting(record: CaseRecord): readonly string[] {
  return [...new Set(standing(record).map(({ to }) => to))];
}

/** Units that hold a report and have not answered for it: it was handed to them or made since, or they have not answered at all. */
function missing(record: CaseRecord, { answers }: Split): readonly string[] {
  const answeredFor = ({ id, to }: Report) => answers.some(({ by, covers }) => by === to && covers.includes(id));
  const open = standing(record).filter((report) => !answeredFor(report));
  return [...new Set(open.map(({ to }) => to))];
}

/** Who has consented waits for the others; once there are none, because reports were handed on or declined, it says so again. */
const answerable = (record: CaseRecord, agency: string) =>
  asked(record).filter((split) => {
    const others = missing(record, split);
    return others.includes(agency) || (others.length === 0 && consenting(record).includes(agency));
  });

/** The case that stands again takes its flags, and the reports that were named for it. */
function parted(
  record: CaseRecord,
  { id: splitId, sourceCaseId, riskSeenBy, escorts = [] }: Split,
  reports: readonly Report[],
): CaseEvent {
  const goes = (reportId: string) => reports.some(({ id }) => id === reportId);
  return {
    type: 'ChildSplit',
    data: {
      splitId,
      ...leavingFlags(record, sourceCaseId, { riskSeenBy, escorts }),
      reports,
      repeats: record.repeats.filter(({ reportId }) => goes(reportId)),
      reportClocks: runningClocks(record)
        .filter(({ scope, item }) => (scope === 'report' || scope === 'filing') && goes(item))
        .map((clock) => asCarried(clock, record)),
    },
  };
}

/** 答复拆分: a police unit that holds a report consents, or does not; with the last consent the cases part. */
export const ConsentToSplit = command<ConsentToSplitInput>({
  name: { zh: '答复拆分申请', en: 'Answer a request to split' },
  personal: { note: 'evidence' },
  emits: ['SplitConsented', 'SplitRefused'],
  guards: [needs(answerable, aRequestForYou)],
  decide({ splitId, granted, reportIds = [], note }, record, { actor: { agency } }) {
    return on(splitId, answerable(record, agency.id), aRequestForYou, (split) => {
      const { id } = split;
      if (!granted) return [{ type: 'SplitRefused', data: { splitId: id, note } }];
      const held = split.restores ? record.reports.filter(({ to }) => to === agency.id) : [];
      if (!reportIds.every((one) => held.some((report) => report.id === one)))
        return refuse('NO_SUCH_ITEM', null, { item: aReportOfYours });
      const free = freeReports(record);
      if (!reportIds.every((one) => free.some((report) => report.id === one))) return refuse('REPORT_HAS_PAPERS');
      const consent: CaseEvent = { type: 'SplitConsented', data: { splitId: id, reportIds, note } };
      if (missing(record, split).some((unit) => unit !== agency.id)) return [consent];
      const named = [...goingAlong(record, split), ...free.filter((report) => reportIds.includes(report.id))];
      return [consent, parted(record, split, [...new Set(named)])];
    });
  },
});
