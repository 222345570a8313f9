import { hadWindow, windowClosed, windowDepartures, windowRuns } from '../clock/window.ts';
import { type Context, command, type Departure, isRefusal, needs, on, pick } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';

const anOrder = { zh: '可申请复议的责令', en: 'order of yours open to review' };
const aReview = { zh: '复议申请', en: 'request for review' };

export interface RequestReviewInput {
  readonly orderId?: string;
  readonly grounds: Sealed;
}

export interface DecideReviewInput {
  readonly orderId?: string;
  readonly upheld: boolean;
  readonly note?: Sealed;
}

export interface ReviewEvents {
  ReviewRequested: { readonly orderId: string; readonly grounds: Sealed };
  ReviewDecided: {
    readonly orderId: string;
    readonly findingId: string;
    readonly upheld: boolean;
    readonly note?: Sealed;
  };
}

export const reviewEvents: EventDeclarations<ReviewEvents> = {
  ReviewRequested: { name: { zh: '已申请复议', en: 'Review requested' } },
  ReviewDecided: { name: { zh: '复议已决定', en: 'Review decided' }, looks: { upheld: 'boolean' } },
};

export const evolveReview: Evolve<ReviewEvents> = {
  ReviewRequested: (record, { orderId }) => ({ orders: changed(record.orders, orderId, { review: 'asked' }) }),
  ReviewDecided: (record, { orderId, upheld }) => ({
    orders: changed(record.orders, orderId, upheld ? { review: 'upheld' } : { review: 'revoked', status: 'revoked' }),
  }),
};

/** The window for asking, a clock: once it has lapsed the right has too, or a reason is asked for where the window is no law's. */
const WINDOW = 'ORDER_REVIEW';

const reviewable = (record: CaseRecord, agency: string) =>
  record.orders.filter(
    ({ id, issuer, status, review }) =>
      issuer === agency && status === 'served' && review === undefined && hadWindow(WINDOW, id, record),
  );

const asked = (record: CaseRecord, agency: string) =>
  record.orders.filter(({ issuer, review }) => issuer === agency && review === 'asked');

/** What recording a request after the window departs from, where the window is no law's. */
export function reviewDepartures(
  { orderId }: RequestReviewInput,
  record: CaseRecord,
  context: Context,
): readonly Departure[] {
  const order = pick(orderId, reviewable(record, context.actor.agency.id), anOrder);
  return isRefusal(order) ? [] : windowDepartures(WINDOW, order.id, record, context);
}

/** 申请复议: recorded by the court on behalf of the guardian, asked for within the window; the order stays in force. */
export const RequestReview = command<RequestReviewInput>({
  name: { zh: '记录复议申请', en: 'Record a request for review' },
  personal: { grounds: 'evidence' },
  emits: ['ReviewRequested'],
  guards: [needs(reviewable, anOrder)],
  listedWhile: (record, court) => reviewable(record, court).some(({ id }) => windowRuns(WINDOW, id, record)),
  decide: ({ orderId, grounds }, record, context) =>
    on(
      orderId,
      reviewable(record, context.actor.agency.id),
      anOrder,
      ({ id }) =>
        windowClosed(WINDOW, id, record, context) ?? [{ type: 'ReviewRequested', data: { orderId: id, grounds } }],
    ),
});

/** 复议决定: the court upholds its order or revokes it. */
export const DecideReview = command<DecideReviewInput>({
  name: { zh: '作出复议决定', en: 'Decide on a review' },
  personal: { note: 'evidence' },
  emits: ['ReviewDecided'],
  guards: [needs(asked, aReview)],
  decide: ({ orderId, upheld, note }, record, { actor }) =>
    on(orderId, asked(record, actor.agency.id), aReview, ({ id, findingId }) => [
      { type: 'ReviewDecided', data: { orderId: id, findingId, upheld, note } },
    ]),
});
