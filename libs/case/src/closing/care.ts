import { addDays, dateOf, endOfDay, type Instant } from '#calendar';
import type { HolderRole } from '#policy';
import { handedTo } from '../clock/hand.over.ts';
import { type Context, command, type Guard } from '../kernel/command.ts';
import type { ClockStart } from '../kernel/effects.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import type { Evolve } from '../kernel/evolve.ts';
import { notClosed } from '../kernel/guards.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import { type CaseRecord, isCounted } from '../record.ts';
import { relationsOf } from '../relation.ts';
import { isSuperior } from '../superior.ts';

/** The child was heard, or why not (听取未成年人意见). */
export interface Hearing {
  readonly heard: boolean;
  readonly by: string;
  readonly at: Instant;
}

/** Whether the child had been heard before something was decided, or a reason given why not (听取未成年人意见). */
export const HEARD_BEFORE = ['HEARD', 'REASON_GIVEN', 'NOT_RECORDED'] as const;
export type HeardBefore = (typeof HEARD_BEFORE)[number];

export function heardBefore({ heard }: Pick<CaseRecord, 'heard'>): HeardBefore {
  if (heard === null) return 'NOT_RECORDED';
  return heard.heard ? 'HEARD' : 'REASON_GIVEN';
}

export interface RecordChildHeardInput {
  /** What the child said. */
  readonly said?: Sealed;
  /** Why the child could not be heard. */
  readonly reasonNot?: Sealed;
}

export interface RecordAfterClosingVisitInput {
  readonly note: Sealed;
}

export interface TransferCaseJurisdictionInput {
  /** Division code of the place the family moved to. */
  readonly to: string;
  readonly note?: Sealed;
}

export interface CareEvents {
  ChildHeard: { readonly heard: boolean; readonly said?: Sealed; readonly reasonNot?: Sealed };
  /** `visit` counts from 1. */
  AfterClosingVisitRecorded: { readonly visit: number; readonly note: Sealed };
  CaseTransferred: {
    readonly from: string;
    readonly to: string;
    readonly note?: Sealed;
    /** The committee of the new place, if there is one. */
    readonly committee: string | null;
    /** The committee of the old place, and until when it reads on with those that flags went to; of older events nothing is known. */
    readonly formerCommittee?: string | null;
    readonly readOnUntil?: Instant;
    /** What waits for the place, charged from now on to the new one. */
    readonly clocks: readonly ClockStart[];
  };
}

export const careEvents: EventDeclarations<CareEvents> = {
  ChildHeard: { name: { zh: '已听取儿童意见', en: 'Child heard' }, looks: { heard: 'boolean' } },
  AfterClosingVisitRecorded: { name: { zh: '结案后回访', en: 'Visit after closing' }, looks: { visit: 'number' } },
  CaseTransferred: { name: { zh: '关爱档案移交新居住地', en: 'Care file transferred' } },
};

export const evolveCare: Evolve<CareEvents> = {
  ChildHeard: (_, { heard }, meta) => ({ heard: { heard, by: meta.actor.agency.id, at: meta.occurredAt } }),
  AfterClosingVisitRecorded: (_, { visit }) => ({ visitsAfterClosing: visit }),
  CaseTransferred: (record, { from, to, committee, formerCommittee, readOnUntil }) => ({
    division: to,
    formerDivisions: [...record.formerDivisions, from],
    readOn: [
      ...record.readOn,
      ...formerReaders(record, committee, formerCommittee).map((agency) => ({ agency, until: readOnUntil ?? null })),
    ],
    flags: record.flags.map((flag) =>
      flag.open && flag.committee !== null && flag.committee !== committee
        ? { ...flag, committee, formerCommittees: [...(flag.formerCommittees ?? []), flag.committee] }
        : flag,
    ),
  }),
};

/** The committees that the care file leaves: of its place, and those that its open flags went to. */
function formerReaders(
  { flags }: CaseRecord,
  committee: string | null,
  former: string | null = null,
): readonly string[] {
  const all = [former, ...flags.filter(({ open }) => open).map((flag) => flag.committee)];
  return [...new Set(all)].filter((one): one is string => one !== null && one !== committee);
}

/** 听取儿童意见: before a placement or a closing; or the reason why it could not be done. */
export const RecordChildHeard = command<RecordChildHeardInput>({
  name: { zh: '记录听取儿童意见', en: 'Record that the child was heard' },
  personal: { said: 'evidence', reasonNot: 'evidence' },
  emits: ['ChildHeard'],
  guards: [notClosed],
  decide: ({ said, reasonNot }) =>
    (said === undefined) === (reasonNot === undefined)
      ? refuse('SAID_OR_REASON')
      : [{ type: 'ChildHeard', data: { heard: said !== undefined, said, reasonNot } }],
});

const closed: Guard = ({ status, mergedInto }) =>
  status === 'closed' && mergedInto === null
    ? undefined
    : refuse('NOT_YET', null, { item: { zh: '个案尚未结案', en: 'the case is not closed' } });

/** 结案后回访: how the child fares after the case was closed. */
export const RecordAfterClosingVisit = command<RecordAfterClosingVisitInput>({
  name: { zh: '记录结案后回访', en: 'Record a visit after closing' },
  personal: { note: 'evidence' },
  emits: ['AfterClosingVisitRecorded'],
  guards: [closed],
  decide: ({ note }, { visitsAfterClosing }) => [
    { type: 'AfterClosingVisitRecorded', data: { visit: visitsAfterClosing + 1, note } },
  ],
});

/** The care file is the place's own: who knows of the case otherwise neither passes it on nor closes it. */
export const ofThePlace: Guard = (record, { actor }) =>
  relationsOf(record, actor.agency).has('place')
    ? undefined
    : refuse('NOT_YOUR_ITEM', null, { item: { zh: '关爱档案', en: 'care file' } });

/** What waits for committee, township or civil affairs of a place goes with the care file; a hidden flag stays with who raised it. */
function clocksOfThePlace(record: CaseRecord, to: string, context: Context): readonly ClockStart[] {
  const { directory, packOf } = context;
  const township = directory.nearest('TOWN', to)?.id;
  const takers: Partial<Record<HolderRole, string | undefined>> = {
    committee: directory.nearest('RVC', to)?.id ?? township,
    township,
    'civil-affairs': directory.nearest('CA', to)?.id,
  };
  const hidden = new Set(record.flags.filter(({ open }) => !open).map(({ id }) => id));
  return record.clocks.flatMap((clock) => {
    const role = packOf(clock).clocks[clock.clock]?.holder;
    const taker = role && takers[role];
    const stays = !isCounted(clock) || hidden.has(clock.item) || clock.holder === null;
    return stays || !taker || taker === clock.holder ? [] : [handedTo(taker, clock, record, context)];
  });
}

/**
 * 移交关爱档案: the family moved; the new place takes the care file, with the flags that its committee had and the time that
 * runs on them. Orders stay with their issuers.
 */
export const TransferCaseJurisdiction = command<TransferCaseJurisdictionInput>({
  name: { zh: '移交关爱档案', en: 'Transfer the care file' },
  personal: { note: 'evidence' },
  emits: ['CaseTransferred'],
  guards: [ofThePlace, notClosed],
  decide({ to, note }, record, context) {
    const { division } = record;
    const { directory, pack, at } = context;
    const { readOn } = pack.transfer ?? {};
    const taker = directory.nearest('CA', to);
    if (!taker || isSuperior(taker)) return refuse('NO_SUCH_AGENCY', null, { agency: to });
    return to === division
      ? refuse('ALREADY_DONE', null, { item: { zh: '移交', en: 'transfer' } })
      : [
          {
            type: 'CaseTransferred',
            data: {
              from: division,
              to,
              note,
              committee: directory.nearest('RVC', to)?.id ?? null,
              formerCommittee: directory.nearest('RVC', division)?.id ?? null,
              ...(readOn ? { readOnUntil: endOfDay(addDays(dateOf(at), readOn.days)) } : {}),
              clocks: clocksOfThePlace(record, to, context),
            },
          },
        ];
  },
});
