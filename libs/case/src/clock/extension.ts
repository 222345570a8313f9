import type { Span } from '#calendar';
import type { Agency, Approver, Bilingual, ExtensionRule } from '#policy';
import type { CaseEvent } from '../case.ts';
import {
  binds,
  command,
  type Directory,
  type Guard,
  isRefusal,
  needs,
  on,
  pick,
  type StandingContext,
} from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import { type CaseRecord, type Clock, clockOf } from '../record.ts';
import { countyOrganOf, superiorOf } from '../superior.ts';

const aClock = { zh: '可以延长的时限', en: 'clock of yours that can be extended' };
const anAsking = { zh: '延长申请', en: 'request for more time' };
const aRequest = { zh: '待本机构决定的延长申请', en: 'request for an extension that is yours to decide' };

/** A request for more time (延长申请). */
export interface Extension {
  readonly id: string;
  readonly clockId: string;
  readonly clock: string;
  readonly by: string;
  /** Who decides. */
  readonly to: string;
  readonly because: Sealed;
  readonly status: 'asked' | 'granted' | 'refused';
}

/** More time: so much from the end on, or up to so much from the beginning. */
export type More = { readonly by: Span } | { readonly to: Span };

export interface RequestExtensionInput {
  readonly clockId?: string;
  readonly because: Sealed;
}

export interface DecideExtensionInput {
  readonly extensionId?: string;
  readonly granted: boolean;
  readonly note?: Sealed;
}

export interface ExtensionEvents {
  ExtensionRequested: {
    readonly extensionId: string;
    readonly clockId: string;
    readonly clock: string;
    readonly to: string;
    readonly because: Sealed;
  };
  ExtensionGranted: {
    readonly extensionId: string;
    readonly clockId: string;
    readonly clock: string;
    readonly more: More;
    readonly note?: Sealed;
  };
  ExtensionRefused: {
    readonly extensionId: string;
    readonly clockId: string;
    readonly clock: string;
    readonly note?: Sealed;
  };
}

export const extensionEvents: EventDeclarations<ExtensionEvents> = {
  ExtensionRequested: { name: { zh: '申请延长', en: 'Extension requested' }, looks: { clock: 'text' } },
  ExtensionGranted: { name: { zh: '准予延长', en: 'Extension granted' }, looks: { clock: 'text' } },
  ExtensionRefused: { name: { zh: '不准延长', en: 'Extension refused' }, looks: { clock: 'text' } },
};

export const evolveExtension: Evolve<ExtensionEvents> = {
  ExtensionRequested: (record, { extensionId: id, clockId, clock, to, because }, meta) => ({
    extensions: [...record.extensions, { id, clockId, clock, by: meta.actor.agency.id, to, because, status: 'asked' }],
  }),
  ExtensionGranted: (record, { extensionId }) => ({
    extensions: changed(record.extensions, extensionId, { status: 'granted' }),
  }),
  ExtensionRefused: (record, { extensionId }) => ({
    extensions: changed(record.extensions, extensionId, { status: 'refused' }),
  }),
};

/** The next extension that the pack of the clock's beginning allows it (a later pack neither gives nor takes any). */
function nextExtension(clock: Clock, { packOf }: Pick<StandingContext, 'packOf'>): ExtensionRule | undefined {
  return packOf(clock).clocks[clock.clock]?.extensions?.[clock.extended ?? 0];
}

function approverOf(role: Approver, agency: Agency, directory: Directory): Agency | undefined {
  if (role === 'holder') return agency;
  return role === 'county' ? countyOrganOf(agency, directory) : superiorOf(agency, directory);
}

/** Who would decide on the next extension of a clock; nobody when there is none, or no such organ in the directory. */
function mayDecide(clock: Clock, context: StandingContext): Agency | undefined {
  const rule = nextExtension(clock, context);
  return rule && approverOf(rule.approver, context.actor.agency, context.directory);
}

const inTime = ({ state, due }: Clock, at: string) => state === 'paused' || (state === 'running' && at <= due);

const APPROVERS = {
  holder: { zh: '本机构', en: 'agency itself' },
  county: { zh: '县级机关', en: 'county organ' },
  superior: { zh: '上级机关', en: 'superior organ' },
} as const satisfies Record<Approver, Bilingual>;

/** Why a clock of the agency’s own is given no more time; nothing where it may be asked for. */
function unextendable(clock: Clock, { extensions }: CaseRecord, context: StandingContext): Refusal | undefined {
  const rule = nextExtension(clock, context);
  if (!rule || !inTime(clock, context.at)) {
    const own = context.packOf(clock).clocks[clock.clock];
    return refuse('NO_EXTENSION', own && binds(own) ? own : null);
  }
  if (!mayDecide(clock, context)) return refuse('NO_APPROVER', null, { approver: APPROVERS[rule.approver] });
  const asked = extensions.some(({ clockId, status }) => clockId === clock.id && status === 'asked');
  return asked ? refuse('ALREADY_DONE', null, { item: anAsking }) : undefined;
}

const own = ({ clocks }: CaseRecord, { actor }: StandingContext) =>
  clocks.filter(({ holder }) => holder === actor.agency.id);

const extendable = (record: CaseRecord, context: StandingContext): readonly Clock[] =>
  own(record, context).filter((clock) => unextendable(clock, record, context) === undefined);

/** What stands in the way of the clock that comes nearest to being extended: one that has a rule, if there is such. */
const mayBeExtended: Guard = (record, context) => {
  if (extendable(record, context).length > 0) return undefined;
  const met = own(record, context).map((clock) => unextendable(clock, record, context));
  return met.find((refusal) => refusal !== undefined && refusal.refused !== 'NO_EXTENSION') ?? refuse('NO_EXTENSION');
};

const moreOf = (rule: ExtensionRule): More => ('to' in rule ? { to: rule.to } : { by: rule.by });

/** 申请延长: before the time has run out, by who is charged with it, as far as the rule of the clock provides for it. */
export const RequestExtension = command<RequestExtensionInput>({
  name: { zh: '申请延长时限', en: 'Ask for more time' },
  personal: { because: 'evidence' },
  emits: ['ExtensionRequested'],
  aside: true,
  guards: [mayBeExtended],
  decide({ clockId, because }, record, context) {
    const { actor, newId } = context;
    const named = clockOf(record, clockId);
    const candidates = extendable(record, context);
    const refusal = named?.holder === actor.agency.id ? unextendable(named, record, context) : undefined;
    if (refusal) return refusal;
    const clock = pick(clockId, candidates, aClock);
    if (isRefusal(clock)) return clock;
    const rule = nextExtension(clock, context);
    const to = mayDecide(clock, context);
    if (!rule || !to) return refuse('NO_EXTENSION');
    const about = { extensionId: newId(), clockId: clock.id, clock: clock.clock };
    const asked: CaseEvent = { type: 'ExtensionRequested', data: { ...about, to: to.id, because } };
    const self = to.id === actor.agency.id;
    return self ? [asked, { type: 'ExtensionGranted', data: { ...about, more: moreOf(rule) } }] : [asked];
  },
});

const mine = (record: CaseRecord, agency: string) =>
  record.extensions.filter(({ to, status }) => to === agency && status === 'asked');

/** 决定延长: granted or refused before the time runs out; what ran out meanwhile stays overdue. */
export const DecideExtension = command<DecideExtensionInput>({
  name: { zh: '决定是否准予延长', en: 'Decide on an extension' },
  personal: { note: 'evidence' },
  emits: ['ExtensionGranted', 'ExtensionRefused'],
  aside: true,
  guards: [needs(mine, aRequest)],
  decide: ({ extensionId, granted, note }, record, context) =>
    on(extensionId, mine(record, context.actor.agency.id), aRequest, ({ id, clockId, clock: name }) => {
      const about = { extensionId: id, clockId, clock: name, note };
      if (!granted) return [{ type: 'ExtensionRefused', data: about }];
      const clock = clockOf(record, clockId);
      if (!clock || !inTime(clock, context.occurredAt)) return refuse('TOO_LATE_TO_EXTEND');
      const rule = nextExtension(clock, context);
      if (!rule) return refuse('NO_EXTENSION');
      return [{ type: 'ExtensionGranted', data: { ...about, more: moreOf(rule) } }];
    }),
});
