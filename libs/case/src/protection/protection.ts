import type { More } from '../clock/extension.ts';
import { hadWindow, windowClosed, windowRuns } from '../clock/window.ts';
import { type Context, command, type Guard, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { type Basis, refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord, Clock } from '../record.ts';
import { isSuperior } from '../superior.ts';
import { anApplication, beforeCourt, type Protection } from './application.ts';

const aProtection = { zh: '人身安全保护令', en: 'protection order' };

/** The most that a protection order lasts, in months (反家暴法30). */
const MOST_MONTHS = 6;

export interface MakeProtectionOrderInput {
  readonly protectionId?: string;
  /** What it forbids and orders (措施). */
  readonly terms: Sealed;
  readonly months: number;
}

export interface ExtendProtectionOrderInput {
  readonly protectionId?: string;
  /** On from the day on which it would have ended. */
  readonly months: number;
  readonly note?: Sealed;
}

export interface RevokeProtectionOrderInput {
  readonly protectionId?: string;
  readonly because: Sealed;
}

export interface RequestProtectionReviewInput {
  readonly protectionId?: string;
  readonly grounds: Sealed;
}

export interface DecideProtectionReviewInput {
  readonly protectionId?: string;
  readonly upheld: boolean;
  readonly note?: Sealed;
}

export interface ProtectionEvents {
  ProtectionOrderMade: {
    readonly protectionId: string;
    readonly terms: Sealed;
    readonly months: number;
    /** Police and committee; the parties are served too. */
    readonly servedOn: readonly string[];
  };
  ProtectionOrderExtended: {
    readonly protectionId: string;
    readonly months: number;
    /** Its life, and by how much that grows. */
    readonly clockId: string;
    readonly more: More;
    readonly note?: Sealed;
  };
  ProtectionOrderRevoked: { readonly protectionId: string; readonly because?: Sealed };
  ProtectionOrderReviewRequested: { readonly protectionId: string; readonly grounds: Sealed };
  ProtectionOrderReviewDecided: { readonly protectionId: string; readonly upheld: boolean; readonly note?: Sealed };
}

export const protectionEvents: EventDeclarations<ProtectionEvents> = {
  ProtectionOrderMade: {
    name: { zh: '已作出人身安全保护令', en: 'Protection order made' },
    looks: { months: 'number' },
  },
  ProtectionOrderExtended: {
    name: { zh: '人身安全保护令已延长', en: 'Protection order extended' },
    looks: { months: 'number' },
  },
  ProtectionOrderRevoked: { name: { zh: '人身安全保护令已撤销', en: 'Protection order revoked' } },
  ProtectionOrderReviewRequested: {
    name: { zh: '就人身安全保护令申请复议', en: 'Review of a protection order requested' },
  },
  ProtectionOrderReviewDecided: {
    name: { zh: '人身安全保护令复议已决定', en: 'Review of a protection order decided' },
    looks: { upheld: 'boolean' },
  },
};

export const evolveProtection: Evolve<ProtectionEvents> = {
  ProtectionOrderMade: (record, { protectionId, terms, months, servedOn }, meta) => ({
    protections: changed(record.protections, protectionId, {
      status: 'made',
      terms,
      months,
      servedOn,
      madeAt: meta.occurredAt,
    }),
  }),
  ProtectionOrderExtended: (record, { protectionId, months }) => {
    const before = record.protections.find(({ id }) => id === protectionId)?.months ?? 0;
    return { protections: changed(record.protections, protectionId, { months: before + months }) };
  },
  ProtectionOrderRevoked: (record, { protectionId }) => ({
    protections: changed(record.protections, protectionId, { status: 'revoked' }),
  }),
  ProtectionOrderReviewRequested: (record, { protectionId }) => ({
    protections: changed(record.protections, protectionId, { review: 'asked' }),
  }),
  ProtectionOrderReviewDecided: (record, { protectionId, upheld }) => {
    const reviewed = record.protections.find(({ id }) => id === protectionId);
    const turned = reviewed?.status === 'rejected' && !upheld ? ({ status: 'accepted' } as const) : {};
    return { protections: changed(record.protections, protectionId, { review: 'decided', ...turned }) };
  },
};

/** The clock of this name that runs for the order: its life, or the window to ask for a review. */
function running({ clocks }: Pick<CaseRecord, 'clocks'>, name: string, id: string): Clock | undefined {
  return clocks.find(({ clock, item, state }) => clock === name && item === id && state === 'running');
}

const lifeOf = (record: Pick<CaseRecord, 'clocks'>, id: string) => running(record, 'PROTECTION_ORDER_LIFE', id);

/** Made, not revoked, and not run out (有效期内). */
export function inForce(
  record: Pick<CaseRecord, 'clocks'>,
  { id, status }: Pick<Protection, 'id' | 'status'>,
): boolean {
  return status === 'made' && lifeOf(record, id) !== undefined;
}

const binding = (record: CaseRecord, court: string) =>
  beforeCourt('made')(record, court).filter((order) => inForce(record, order));

const sixMonths: Basis = {
  cite: {
    law: '反家庭暴力法',
    article: '30',
    quote: '人身安全保护令的有效期不超过六个月，自作出之日起生效',
    rule: 'D6',
  },
  standing: 'statute',
};
const tooLong = (months: number) => (months > MOST_MONTHS ? refuse('PROTECTION_TERM_TOO_LONG', sixMonths) : undefined);

/** The police unit of the child's case, or else of the place, and the committee of the place: it is served on both. */
function servedOn({ reports, division }: CaseRecord, { directory }: Pick<Context, 'directory'>) {
  const accepted = reports.findLast(({ status }) => status === 'accepted')?.to;
  const nearest = directory.nearest('PSB', division);
  const police = accepted ?? (nearest && !isSuperior(nearest) ? nearest.id : undefined);
  const committee = directory.nearest('RVC', division)?.id;
  return [police, committee].filter((id) => id !== undefined);
}

/** 作出: the court makes the order for six months at most; police and committee are served with it (反家暴法28–30, 32). */
export const MakeProtectionOrder = command<MakeProtectionOrderInput>({
  name: { zh: '作出人身安全保护令', en: 'Make a protection order' },
  personal: { terms: 'evidence' },
  emits: ['ProtectionOrderMade'],
  guards: [needs(beforeCourt('accepted'), anApplication)],
  decide: ({ protectionId, terms, months }, record, context) =>
    tooLong(months) ??
    on(protectionId, beforeCourt('accepted')(record, context.actor.agency.id), anApplication, ({ id }) => [
      {
        type: 'ProtectionOrderMade',
        data: { protectionId: id, terms, months, servedOn: servedOn(record, context) },
      },
    ]),
});

/** 延长: on application, before it runs out; it runs on from its end, so that no extension brings that nearer (反家暴法30). */
export const ExtendProtectionOrder = command<ExtendProtectionOrderInput>({
  name: { zh: '延长人身安全保护令', en: 'Extend a protection order' },
  personal: { note: 'evidence' },
  emits: ['ProtectionOrderExtended'],
  guards: [needs(binding, aProtection)],
  decide: ({ protectionId, months, note }, record, { actor }) =>
    tooLong(months) ??
    on(protectionId, binding(record, actor.agency.id), aProtection, ({ id }) => {
      const life = lifeOf(record, id);
      if (!life) return refuse('NO_SUCH_ITEM', null, { item: aProtection });
      const more = { by: { months } };
      return [{ type: 'ProtectionOrderExtended', data: { protectionId: id, months, clockId: life.id, more, note } }];
    }),
});

/** 撤销: on application, before it runs out. */
export const RevokeProtectionOrder = command<RevokeProtectionOrderInput>({
  name: { zh: '撤销人身安全保护令', en: 'Revoke a protection order' },
  personal: { because: 'evidence' },
  emits: ['ProtectionOrderRevoked'],
  guards: [needs(binding, aProtection)],
  decide: ({ protectionId, because }, record, { actor }) =>
    on(protectionId, binding(record, actor.agency.id), aProtection, ({ id }) => [
      { type: 'ProtectionOrderRevoked', data: { protectionId: id, because } },
    ]),
});

const decided = beforeCourt('made', 'rejected', 'revoked');
const REVIEW_WINDOW = 'PROTECTION_ORDER_REVIEW';
const reviewable = (record: CaseRecord, court: string) =>
  beforeCourt('made', 'rejected')(record, court).filter(
    ({ id, review }) => review === undefined && hadWindow(REVIEW_WINDOW, id, record),
  );

const once: Basis = {
  cite: {
    law: '反家庭暴力法',
    article: '31',
    quote: '可以自裁定生效之日起五日内向作出裁定的人民法院申请复议一次',
    rule: 'D7',
  },
  standing: 'statute',
};
const reviewedOnce = () => refuse('ALREADY_DONE', once, { item: { zh: '复议申请', en: 'request for a review' } });

/** Review is asked for once: where that was done of every ruling there is, the clause is said. */
const notYetReviewed: Guard = (record, { actor }) => {
  const rulings = decided(record, actor.agency.id);
  return rulings.length > 0 && rulings.every(({ review }) => review !== undefined) ? reviewedOnce() : undefined;
};

/** 申请复议: once, within five days, recorded by the court for a party; execution is not stopped (反家暴法31). */
export const RequestProtectionReview = command<RequestProtectionReviewInput>({
  name: { zh: '记录对人身安全保护令的复议申请', en: 'Record a request to review a protection order' },
  personal: { grounds: 'evidence' },
  emits: ['ProtectionOrderReviewRequested'],
  guards: [notYetReviewed, needs(reviewable, aProtection)],
  listedWhile: (record, court) => reviewable(record, court).some(({ id }) => windowRuns(REVIEW_WINDOW, id, record)),
  decide({ protectionId, grounds }, record, context) {
    const court = context.actor.agency.id;
    const named = decided(record, court).find(({ id }) => id === protectionId);
    if (named?.review !== undefined) return reviewedOnce();
    return on(protectionId, reviewable(record, court), aProtection, ({ id }) => {
      const asked = { type: 'ProtectionOrderReviewRequested', data: { protectionId: id, grounds } } as const;
      return windowClosed(REVIEW_WINDOW, id, record, context) ?? [asked];
    });
  },
});

const asked = (record: CaseRecord, court: string) => decided(record, court).filter(({ review }) => review === 'asked');

/** 复议决定: upheld; or else the order is revoked, and a rejected application is before the court again. */
export const DecideProtectionReview = command<DecideProtectionReviewInput>({
  name: { zh: '就人身安全保护令作出复议决定', en: 'Decide on a review of a protection order' },
  personal: { note: 'evidence' },
  emits: ['ProtectionOrderReviewDecided'],
  guards: [needs(asked, aProtection)],
  decide: ({ protectionId, upheld, note }, record, { actor }) =>
    on(protectionId, asked(record, actor.agency.id), aProtection, ({ id, status }) => [
      { type: 'ProtectionOrderReviewDecided', data: { protectionId: id, upheld, note } },
      ...(upheld || status !== 'made' ? [] : [{ type: 'ProtectionOrderRevoked', data: { protectionId: id } } as const]),
    ]),
});
