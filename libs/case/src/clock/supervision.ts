import type { Instant } from '#calendar';
import { command, type Guard, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord, Clock } from '../record.ts';
import { relationsOf } from '../relation.ts';
import { isSuperior } from '../superior.ts';
import { breachesBelow } from './below.ts';
import { type AboutClock, climbed } from './ladder.ts';
import { overseen, systemOf } from './overseen.ts';

const anOverdueClock = { zh: '超期事项', en: 'overdue work that you oversee' };
const aSupervision = { zh: '对本机构的督办', en: 'supervision of your agency' };

/** A supervision (督办): the agency that let a clock run out answers for it in writing. */
export interface Supervision {
  readonly id: string;
  readonly clockId: string;
  readonly clock: string;
  readonly holder: string;
  /** The agency that supervises; null when the ladder did. */
  readonly by: string | null;
  readonly openedAt: Instant;
  readonly demand?: Sealed;
  readonly answer?: Sealed;
  readonly answeredAt?: Instant;
}

export interface UrgeHolderInput {
  readonly clockId?: string;
  readonly note?: Sealed;
}

export interface SuperviseHolderInput {
  readonly clockId?: string;
  /** What the agency has to answer. */
  readonly demand: Sealed;
}

export interface AnswerSupervisionInput {
  readonly supervisionId?: string;
  readonly answer: Sealed;
}

export interface SupervisionEvents {
  SupervisionOpened: AboutClock & {
    readonly supervisionId: string;
    readonly by: string | null;
    readonly demand?: Sealed;
  };
  SupervisionAnswered: {
    readonly supervisionId: string;
    readonly clockId: string;
    readonly clock: string;
    readonly answer: Sealed;
  };
}

export const supervisionEvents: EventDeclarations<SupervisionEvents> = {
  SupervisionOpened: { name: { zh: '督办', en: 'Supervision opened' }, looks: { clock: 'text' } },
  SupervisionAnswered: { name: { zh: '督办已答复', en: 'Supervision answered' }, looks: { clock: 'text' } },
};

export const evolveSupervision: Evolve<SupervisionEvents> = {
  SupervisionOpened: (record, data, meta) => ({
    ...climbed(record, data),
    supervisions: [
      ...record.supervisions,
      {
        id: data.supervisionId,
        clockId: data.clockId,
        clock: data.clock,
        holder: data.holder ?? '',
        by: data.by,
        openedAt: meta.occurredAt,
        demand: data.demand,
      },
    ],
  }),
  SupervisionAnswered: (record, { supervisionId, clockId, answer }, meta) => ({
    supervisions: changed(record.supervisions, supervisionId, { answer, answeredAt: meta.occurredAt }),
    clocks: changed(record.clocks, clockId, { ladder: [] }),
  }),
};

function urgeable(
  record: CaseRecord,
  agency: string,
  overseer: boolean,
  system: string,
  typeOf: (id: string) => string,
) {
  return record.clocks.filter(
    (clock): clock is Clock =>
      clock.state === 'overdue' &&
      clock.holder !== null &&
      clock.holder !== agency &&
      (overseer ? overseen(clock, record) : typeOf(clock.holder) === system),
  );
}

/**
 * Overdue clocks that an agency may do something about: those of its area; for a superior organ, of its own system; and for another that
 * was told as the one above, what it was told of.
 */
const candidates = (
  record: CaseRecord,
  { actor, directory }: Pick<Parameters<Guard>[1], 'actor' | 'directory'>,
): readonly Clock[] => {
  const own = relationsOf(record, actor.agency);
  const overseer = own.has('overseer');
  if (!overseer && !isSuperior(actor.agency))
    return breachesBelow(record, actor.agency).filter(({ state }) => state === 'overdue');
  if (!overseer && !own.has('superior') && !own.has('told-above')) return [];
  const typeOf = (id: string) => {
    const type = directory.get(id)?.type;
    return type === undefined ? '' : systemOf(type);
  };
  return urgeable(record, actor.agency.id, overseer, systemOf(actor.agency.type), typeOf);
};

const somethingOverdue: Guard = (record, context) =>
  candidates(record, context).length > 0 ? undefined : refuse('NO_SUCH_ITEM', null, { item: anOverdueClock });

const about = ({ id: clockId, clock, item, holder }: Clock): AboutClock => ({ clockId, clock, item, holder });

/** 催办: the agency is told that its time has run out. */
export const UrgeHolder = command<UrgeHolderInput>({
  name: { zh: '催办', en: 'Urge the agency that is late' },
  personal: { note: 'evidence' },
  emits: ['HolderUrged'],
  aside: true,
  guards: [somethingOverdue],
  decide: ({ clockId, note }, record, context) =>
    on(clockId, candidates(record, context), anOverdueClock, (clock) => [
      { type: 'HolderUrged', data: { ...about(clock), note } },
    ]),
});

/** 督办: the agency has to answer in writing why it is late and what it will do. */
export const SuperviseHolder = command<SuperviseHolderInput>({
  name: { zh: '督办', en: 'Supervise the agency that is late' },
  personal: { demand: 'evidence' },
  emits: ['SupervisionOpened'],
  aside: true,
  guards: [somethingOverdue],
  decide: ({ clockId, demand }, record, context) =>
    on(clockId, candidates(record, context), anOverdueClock, (clock) => [
      {
        type: 'SupervisionOpened',
        data: { ...about(clock), supervisionId: context.newId(), by: context.actor.agency.id, demand },
      },
    ]),
});

const supervised = (record: CaseRecord, agency: string) =>
  record.supervisions.filter(({ holder }) => holder === agency);
const unanswered = (record: CaseRecord, agency: string) =>
  supervised(record, agency).filter(({ answeredAt }) => answeredAt === undefined);

/** 答复督办: in writing; the ladder of the clock stops with it. */
export const AnswerSupervision = command<AnswerSupervisionInput>({
  name: { zh: '答复督办', en: 'Answer a supervision' },
  personal: { answer: 'evidence' },
  emits: ['SupervisionAnswered'],
  aside: true,
  guards: [needs(unanswered, aSupervision, supervised)],
  decide: ({ supervisionId, answer }, record, { actor }) =>
    on(supervisionId, unanswered(record, actor.agency.id), aSupervision, ({ id, clockId, clock }) => [
      { type: 'SupervisionAnswered', data: { supervisionId: id, clockId, clock, answer } },
    ]),
});
