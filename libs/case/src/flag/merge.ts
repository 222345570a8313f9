import type { CaseEvent } from '../case.ts';
import { asCarried, asRestored } from '../clock/carried.ts';
import { inChannel } from '../clock/channel.ts';
import { ofThePlace } from '../closing/care.ts';
import { command } from '../kernel/command.ts';
import type { ClockStart } from '../kernel/effects.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import type { Evolve } from '../kernel/evolve.ts';
import { notClosed } from '../kernel/guards.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import { escorted, type Psych } from '../psych/consent.ts';
import type { CaseRecord } from '../record.ts';
import { type Clock, clockOf, runningClocks } from '../record.ts';
import { relationsOf } from '../relation.ts';
import type { Flag } from './flag.ts';
import { type CarriedBack, type LeavingFlags, leavingFlags, withoutFlags } from './leaving.ts';
import { areTwoChildren } from './opening.ts';
import type { Severity } from './triage.ts';
import type { Withdrawal } from './withdrawal.ts';

const theSource = { zh: '来源个案', en: 'source case' };

export interface MergeFlagsInput {
  /** The case whose flags come over; it ends. */
  readonly sourceCaseId: string;
}

export interface UnmergeFlagsInput {
  readonly sourceCaseId: string;
}

type SeenDanger = Partial<Pick<Psych, 'riskSeenBy' | 'emergency' | 'escorts' | 'escortedTo'>>;

export interface MergeEvents {
  PossibleDuplicate: { readonly otherCaseId: string };
  FlagsMerged: {
    readonly sourceCaseId: string;
    readonly flags: readonly Flag[];
    /** Clocks of the flags, of what is asked about them and of the case that come over, with the dues they had; what else runs stays behind. */
    readonly clocks: readonly ClockStart[];
    readonly danger: boolean;
    /** How it was judged, where that is serious: what is serious stays so with the flags. */
    readonly severity?: Severity;
    /** The agencies that saw a danger to self or others: it comes over with its clock. */
    readonly riskSeenBy?: readonly string[];
    /** Whether it stands: it did wherever it had been seen, before escorts ended it. */
    readonly emergency?: boolean;
    /** The institutions that the child was escorted to, and those of them that nothing was sent to since. */
    readonly escorts?: readonly string[];
    readonly escortedTo?: readonly string[];
    /** Requests to take back one of the flags that nobody has decided on: they wait here now, with their time. */
    readonly withdrawals?: readonly Withdrawal[];
  };
  FlagsUnmerged: LeavingFlags;
  MergedInto: { readonly targetCaseId: string };
  MergeUndone: {
    readonly targetCaseId: string;
    readonly clocks: readonly ClockStart[];
  } & CarriedBack;
}

export const mergeEvents: EventDeclarations<MergeEvents> = {
  PossibleDuplicate: { name: { zh: '疑似重复', en: 'Possible duplicate' } },
  FlagsMerged: { name: { zh: '线索并入', en: 'Flags merged' } },
  FlagsUnmerged: { name: { zh: '并入已撤销', en: 'Flags unmerged' } },
  MergedInto: { name: { zh: '已并入他案', en: 'Merged into another case' } },
  MergeUndone: { name: { zh: '恢复为独立个案', en: 'Restored after a merge' } },
};

function withDanger(
  psych: Psych,
  { riskSeenBy = [], emergency = riskSeenBy.length > 0, escorts = [], escortedTo = [] }: SeenDanger,
): Psych {
  return {
    ...psych,
    riskSeenBy: [...psych.riskSeenBy, ...riskSeenBy],
    emergency: psych.emergency || emergency,
    escorts: [...psych.escorts, ...escorts],
    escortedTo: [...psych.escortedTo, ...escortedTo],
    broughtTo: [...psych.broughtTo, ...escorts],
  };
}

export const evolveMerge: Evolve<MergeEvents> = {
  PossibleDuplicate: (record, { otherCaseId }) => ({ duplicates: [...record.duplicates, otherCaseId] }),
  FlagsMerged: (record, { sourceCaseId, flags, danger, severity, withdrawals = [], ...seen }) => ({
    danger: record.danger || danger,
    severity: severity ? { ...severity, merged: { from: sourceCaseId, before: record.severity } } : record.severity,
    psych: withDanger(record.psych, seen),
    flags: [...record.flags, ...flags.map((flag): Flag => ({ ...flag, mergedFrom: sourceCaseId }))],
    withdrawals: [...record.withdrawals.filter(({ id }) => withdrawals.every((one) => one.id !== id)), ...withdrawals],
    merged: [...record.merged, sourceCaseId],
    duplicates: record.duplicates.filter((id) => id !== sourceCaseId),
  }),
  FlagsUnmerged: (record, leaving) => withoutFlags(leaving, record),
  MergedInto: (_, { targetCaseId }) => ({ status: 'closed', mergedInto: targetCaseId }),
  MergeUndone: (record, { dissuasions = [], reports = [], repeats = [], withdrawals = [], escorts = [] }) => ({
    status: 'open',
    mergedInto: null,
    withdrawals: record.withdrawals.map((one) => withdrawals.find(({ id }) => id === one.id) ?? one),
    flags: record.flags.map((flag) => (isWithdrawn(flag, withdrawals) ? { ...flag, status: 'withdrawn' } : flag)),
    psych: escorted(record.psych, newIn(escorts, record)),
    dissuasions: [...record.dissuasions, ...dissuasions],
    reports: [...record.reports, ...reports],
    repeats: [...record.repeats, ...repeats],
  }),
};

const isWithdrawn = ({ id }: Pick<Flag, 'id'>, decided: readonly Withdrawal[]) =>
  decided.some(({ flagId, status }) => flagId === id && status === 'granted');

/** Escorts that came about while the case was merged. */
const newIn = (escorts: readonly string[], { psych }: CaseRecord) => escorts.slice(psych.escorts.length);

/** Only what is still a flag can be merged or split: reports, documents and what services work on name a case. */
function beyondFlags(record: CaseRecord): Refusal | undefined {
  const { reports, findings, orders, psych, files, cautions, measures, rehab, schooling, workOrders } = record;
  const { protections, guardianships, revocations, notices, hukou } = record;
  const clinical = [psych.referrals, psych.diagnoses, rehab];
  const papers = [reports, findings, orders, files, cautions, measures, schooling, ...clinical];
  const named = [...papers, workOrders, protections, guardianships, revocations, notices, hukou];
  return named.some(({ length }) => length > 0) ? refuse('CASE_ALREADY_REPORTED') : undefined;
}

/** 合并线索: the township takes the flags of another case about the same child into this one; earlier due times stay. */
export const MergeFlags = command<MergeFlagsInput>({
  name: { zh: '合并线索', en: 'Merge flags' },
  personal: {},
  emits: ['FlagsMerged'],
  guards: [ofThePlace, notClosed],
  decide({ sourceCaseId }, record, { other, actor, directory }) {
    // that one may have taken this one's flags a moment ago: two cases never end in each other
    if (record.merged.includes(sourceCaseId) || other?.merged.includes(record.id))
      return refuse('ALREADY_DONE', null, { item: { zh: '合并', en: 'merge' } });
    // the place sees both cases side by side; what lies elsewhere it does not merge
    if (other?.status !== 'open' || other.id === record.id || !relationsOf(other, actor.agency).has('place'))
      return refuse('NO_SUCH_ITEM', null, { item: theSource });
    if (areTwoChildren(record.child?.tags, other.child?.tags)) return refuse('TWO_CHILDREN');
    const refusal = beyondFlags(other);
    if (refusal) return refusal;
    const joined = { ...record, flags: [...record.flags, ...other.flags] };
    // across counties: what waited with an agency that does not see this case waits with whoever took it over
    const holderHere = (id: string | null) => {
      const holder = id === null ? undefined : directory.get(id);
      return holder && relationsOf(joined, holder).size === 0 ? actor.agency.id : id;
    };
    const here = runningClocks(record);
    const withdrawals = other.withdrawals.filter(({ status }) => status === 'asked');
    const asked = new Set(withdrawals.map(({ id }) => id));
    const runsHere = (clock: Clock) => here.some((own) => own.clock === clock.clock && own.due <= clock.due);
    const comesOver = (clock: Clock) =>
      clock.scope === 'withdrawal'
        ? asked.has(clock.item)
        : (clock.scope === 'flag' || clock.scope === 'case') && !runsHere(clock);
    const clocks = runningClocks(other)
      .filter(comesOver)
      .map((clock) => asCarried(clock, other))
      .map((start) => {
        if (start.scope === 'case') return { ...start, item: record.id, holder: holderHere(start.holder) };
        return start.scope === 'withdrawal' ? { ...start, holder: holderHere(start.holder) } : start;
      });
    const flags = other.flags.map((flag): Flag => {
      const waits = clocks.some(({ scope, item }) => scope === 'flag' && item === flag.id);
      return flag.status === 'raised' && !waits ? { ...flag, status: 'merged' } : flag;
    });
    const { danger, severity: judged, psych } = other;
    const severity = judged?.level === 'SERIOUS' ? { level: judged.level, at: judged.at, by: judged.by } : undefined;
    const { riskSeenBy, emergency, escorts, escortedTo } = psych;
    const seen = { riskSeenBy, emergency, escorts, escortedTo };
    return [{ type: 'FlagsMerged', data: { sourceCaseId, flags, clocks, danger, severity, withdrawals, ...seen } }];
  },
});

/** 撤销合并: the flags were about another child after all; once reported, a split with the police's consent does it (`SplitChild`). */
export const UnmergeFlags = command<UnmergeFlagsInput>({
  name: { zh: '撤销合并', en: 'Unmerge flags' },
  personal: {},
  emits: ['FlagsUnmerged'],
  guards: [
    ofThePlace,
    (record) =>
      record.merged.length > 0 ? undefined : refuse('NO_SUCH_ITEM', null, { item: { zh: '合并', en: 'merge' } }),
    beyondFlags,
  ],
  decide({ sourceCaseId }, record, { other }) {
    if (!record.merged.includes(sourceCaseId)) return refuse('NO_SUCH_ITEM', null, { item: theSource });
    return [{ type: 'FlagsUnmerged', data: leavingFlags(record, sourceCaseId, other?.psych) }];
  },
});

export interface NotePossibleDuplicateInput {
  readonly otherCaseId: string;
  /** Match tags of that case's child, where it is not that case which has found the two alike. */
  readonly tags?: readonly string[];
}

/**
 * 疑似重复: given by the process that compares match tags; the township looks and decides. Two identity numbers are two children.
 * A closed case is not compared any more, but one that is named by another names it too: it may be opened again.
 */
export const NotePossibleDuplicate = command<NotePossibleDuplicateInput>({
  name: { zh: '提示疑似重复', en: 'Note a possible duplicate' },
  personal: {},
  emits: ['PossibleDuplicate'],
  guards: [],
  decide({ otherCaseId, tags }, record) {
    const known = record.duplicates.includes(otherCaseId) || record.merged.includes(otherCaseId);
    const { status, mergedInto } = record;
    const gone = status === 'none' || mergedInto !== null || (tags !== undefined && status !== 'open');
    return known || gone || areTwoChildren(record.child?.tags, tags)
      ? []
      : [{ type: 'PossibleDuplicate', data: { otherCaseId } }];
  },
});

/**
 * 并入他案: given by the process that follows a merge, once the target has taken the flags. When two townships have merged
 * the same two cases at the same moment, each into the other, the case of the smaller id stays open; of more cases that were merged in a
 * circle, the one that would end last does.
 */
export const EndMergedCase = command<{ readonly targetCaseId: string }>({
  name: { zh: '结束已并入的个案', en: 'End a case that was merged' },
  personal: {},
  emits: ['MergedInto'],
  guards: [],
  decide({ targetCaseId }, record, { endedInto = [] }) {
    const mutual = record.merged.includes(targetCaseId) && record.id < targetCaseId;
    const stays = record.mergedInto !== null || mutual || endedInto.includes(record.id);
    return stays ? [] : [{ type: 'MergedInto', data: { targetCaseId } }];
  },
});

export interface RestoreMergedCaseInput extends CarriedBack {
  readonly targetCaseId: string;
  /** Clocks of the reports that came along. */
  readonly clocks?: readonly ClockStart[];
}

/** 恢复独立: given by the process that follows an unmerge or a split; clocks run on with the dues they had. */
export const RestoreMergedCase = command<RestoreMergedCaseInput>({
  name: { zh: '恢复已并入的个案', en: 'Restore a case that was merged' },
  personal: {},
  emits: ['MergeUndone'],
  guards: [],
  decide({ targetCaseId, clocks: more = [], ...carried }, record): readonly CaseEvent[] {
    if (record.mergedInto !== targetCaseId) return [];
    const { withdrawals = [], escorts = [] } = carried;
    const isEscorted = newIn(escorts, record).length > 0;
    /** What was done for it while the case was merged, nobody has to do again. */
    const isDone = (clock: Clock) =>
      withdrawals.some(({ id }) => id === clock.item) ||
      isWithdrawn({ id: clock.item }, withdrawals) ||
      (isEscorted && clock.scope === 'case' && inChannel(clock));
    const own = record.stoppedByMerge.flatMap((id): ClockStart[] => {
      const clock = clockOf(record, id);
      return clock && !isDone(clock) ? [asRestored(clock)] : [];
    });
    return [{ type: 'MergeUndone', data: { targetCaseId, clocks: [...own, ...more], ...carried } }];
  },
});
