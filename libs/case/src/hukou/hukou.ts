import { command, type Guard, needs, on } from '../kernel/command.ts';
import { type EventDeclarations, namesOf } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { notClosed } from '../kernel/guards.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import { isSuperior, takerOf } from '../superior.ts';

export const aRequest = { zh: '户籍地协作申请', en: 'request to the hukou place' };

/** What the hukou place is asked to recognise (认定类别). */
export const HUKOU_CATEGORIES = {
  ORPHAN: { zh: '孤儿', en: 'Orphan' },
  DE_FACTO_UNATTENDED: { zh: '事实无人抚养儿童', en: 'De-facto unattended child' },
  LOW_INCOME: { zh: '最低生活保障', en: 'Minimum living guarantee' },
  DESTITUTE: { zh: '特困人员救助供养', en: 'Destitute support' },
  DISABILITY_SUBSIDIES: { zh: '残疾人两项补贴', en: 'Two disability subsidies' },
} as const;
export type HukouCategory = keyof typeof HUKOU_CATEGORIES;

/**
 * A request to the hukou place (户籍地协作): the place of residence collects the papers and pushes them; the hukou township gives
 * a first opinion, the hukou county decides, and the applicant is told. The hukou side knows of it from the push on.
 */
export interface HukouRequest {
  readonly id: string;
  /** The agency of the place of residence that took the application. */
  readonly by: string;
  readonly category: HukouCategory;
  readonly township: string;
  readonly county: string;
  readonly papers?: Sealed;
  /** The hukou side has been sent it, and knows of it for good. */
  readonly pushed: boolean;
  readonly status: 'requested' | 'complete' | 'pushed' | 'opined' | 'decided' | 'told' | 'withdrawn';
  /** The township's first opinion. */
  readonly eligible?: boolean;
  /** The county's decision. */
  readonly recognised?: boolean;
  readonly because?: Sealed;
}

export interface RequestHukouCoordinationInput {
  readonly category: HukouCategory;
  /** The hukou township, by agency id; the county above it decides. */
  readonly township: string;
  /** The papers, when all are there already (材料收齐). */
  readonly papers?: Sealed;
}

export interface CompleteHukouPapersInput {
  readonly hukouRequestId?: string;
  readonly papers: Sealed;
}

export interface PushToHukouInput {
  readonly hukouRequestId?: string;
}

export interface WithdrawHukouRequestInput {
  readonly hukouRequestId?: string;
  readonly note?: Sealed;
}

export interface HukouEvents {
  HukouCoordinationRequested: {
    readonly hukouRequestId: string;
    readonly category: HukouCategory;
    readonly township: string;
    readonly county: string;
  };
  HukouPapersCompleted: { readonly hukouRequestId: string; readonly papers: Sealed };
  PushedToHukou: { readonly hukouRequestId: string };
  HukouRequestWithdrawn: { readonly hukouRequestId: string; readonly note?: Sealed };
}

export const hukouEvents: EventDeclarations<HukouEvents> = {
  HukouCoordinationRequested: {
    name: { zh: '已申请户籍地协作', en: 'Hukou coordination requested' },
    looks: { category: namesOf(HUKOU_CATEGORIES) },
  },
  HukouPapersCompleted: { name: { zh: '申请材料已收齐', en: 'Papers complete' } },
  PushedToHukou: { name: { zh: '已推送户籍地', en: 'Pushed to the hukou place' } },
  HukouRequestWithdrawn: { name: { zh: '户籍地协作申请已撤回', en: 'Request to the hukou place withdrawn' } },
};

export const evolveHukou: Evolve<HukouEvents> = {
  HukouCoordinationRequested: (record, { hukouRequestId: id, category, township, county }, meta) => ({
    hukou: [
      ...record.hukou,
      { id, by: meta.actor.agency.id, category, township, county, pushed: false, status: 'requested' },
    ],
  }),
  HukouPapersCompleted: (record, { hukouRequestId, papers }) => ({
    hukou: changed(record.hukou, hukouRequestId, { status: 'complete', papers }),
  }),
  PushedToHukou: (record, { hukouRequestId }) => ({
    hukou: changed(record.hukou, hukouRequestId, { status: 'pushed', pushed: true }),
  }),
  HukouRequestWithdrawn: (record, { hukouRequestId }) => ({
    hukou: changed(record.hukou, hukouRequestId, { status: 'withdrawn' }),
  }),
};

const OVER: readonly HukouRequest['status'][] = ['told', 'withdrawn'];

/** Requests that have not come to their end. */
function openRequests({ hukou }: Pick<CaseRecord, 'hukou'>): readonly HukouRequest[] {
  return hukou.filter(({ status }) => !OVER.includes(status));
}

/** Requests of an agency's own in one state. */
export const ownIn =
  (...states: readonly HukouRequest['status'][]) =>
  (record: CaseRecord, agency: string) =>
    record.hukou.filter(({ by, status }) => by === agency && states.includes(status));

const oneCategoryLeft: Guard = (record) =>
  openRequests(record).length < Object.keys(HUKOU_CATEGORIES).length
    ? undefined
    : refuse('ALREADY_DONE', null, { item: aRequest });

/** 申请户籍地协作: the place of residence asks the hukou place to recognise the child (二(二)6 and its like). */
export const RequestHukouCoordination = command<RequestHukouCoordinationInput>({
  name: { zh: '申请户籍地协作', en: 'Request coordination by the hukou place' },
  personal: { papers: 'evidence' },
  emits: ['HukouCoordinationRequested'],
  guards: [notClosed, oneCategoryLeft],
  decide({ category, township, papers }, record, { directory, newId }) {
    const there = takerOf(township, directory, ['TOWN']);
    const county = there && directory.nearest('CA', there.division);
    if (!there || !county || isSuperior(county) || record.division.startsWith(there.division)) {
      return refuse('NO_SUCH_AGENCY', null, { agency: township });
    }
    if (openRequests(record).some((request) => request.category === category)) {
      return refuse('ALREADY_DONE', null, { item: aRequest });
    }
    const hukouRequestId = newId();
    const requested = {
      type: 'HukouCoordinationRequested',
      data: { hukouRequestId, category, township, county: county.id },
    } as const;
    return papers === undefined
      ? [requested]
      : [requested, { type: 'HukouPapersCompleted', data: { hukouRequestId, papers } }];
  },
});

/** 材料收齐: from here on three working days count until the push. */
export const CompleteHukouPapers = command<CompleteHukouPapersInput>({
  name: { zh: '登记材料收齐', en: 'Record that the papers are complete' },
  personal: { papers: 'evidence' },
  emits: ['HukouPapersCompleted'],
  aside: true,
  guards: [needs(ownIn('requested'), aRequest)],
  decide: ({ hukouRequestId, papers }, record, { actor }) =>
    on(hukouRequestId, ownIn('requested')(record, actor.agency.id), aRequest, ({ id }) => [
      { type: 'HukouPapersCompleted', data: { hukouRequestId: id, papers } },
    ]),
});

/** 推送户籍地: category and papers go to the hukou township, and nothing else of the case. */
export const PushToHukou = command<PushToHukouInput>({
  name: { zh: '推送户籍地', en: 'Push to the hukou place' },
  personal: {},
  emits: ['PushedToHukou'],
  aside: true,
  guards: [needs(ownIn('complete'), aRequest)],
  decide: ({ hukouRequestId }, record, { actor }) =>
    on(hukouRequestId, ownIn('complete')(record, actor.agency.id), aRequest, ({ id }) => [
      { type: 'PushedToHukou', data: { hukouRequestId: id } },
    ]),
});

const unended = ownIn('requested', 'complete', 'pushed', 'opined', 'decided');

/** 撤回申请: the applicant asks for nothing any more; what still runs for the request ends. */
export const WithdrawHukouRequest = command<WithdrawHukouRequestInput>({
  name: { zh: '撤回户籍地协作申请', en: 'Withdraw a request to the hukou place' },
  personal: { note: 'evidence' },
  emits: ['HukouRequestWithdrawn'],
  aside: true,
  guards: [needs(unended, aRequest)],
  decide: ({ hukouRequestId, note }, record, { actor }) =>
    on(hukouRequestId, unended(record, actor.agency.id), aRequest, ({ id }) => [
      { type: 'HukouRequestWithdrawn', data: { hukouRequestId: id, note } },
    ]),
});
