import { type CommandDefinition, type Guard, type Refusal, refuse } from '#case';
import type { RecommendationEvent } from './events.ts';
import { isOpen, type RecommendationRecord } from './record.ts';

export type RecommendationCommand<Input extends object> = CommandDefinition<
  Input,
  RecommendationRecord,
  RecommendationEvent
>;
export type RecommendationGuard = Guard<RecommendationRecord>;

/** Keeps the input's type while a command on a recommendation is declared. */
export function onRecommendation<Input extends object>(
  definition: RecommendationCommand<Input>,
): RecommendationCommand<Input> {
  return definition;
}

const aRecommendation = { zh: '建议', en: 'recommendation' };

/** Only the organ that issued it serves it, reviews, urges, escalates and closes. */
export const byIssuer: RecommendationGuard = ({ issuer }, { actor }) =>
  issuer === actor.agency.id ? undefined : refuse('NOT_YOUR_ITEM', null, { item: aRecommendation });

/** Only the unit that it is addressed to objects and replies (被建议单位). */
export const byAddressee: RecommendationGuard = ({ addressee }, { actor }) =>
  addressee === actor.agency.id ? undefined : refuse('NOT_YOUR_ITEM', null, { item: aRecommendation });

export const whileOpen: RecommendationGuard = (record) => {
  if (isOpen(record)) return undefined;
  return record.status === 'issued' ? notYet('送达', 'it has not been served') : alreadyDone();
};

export function notYet(zh: string, en: string): Refusal {
  return refuse('NOT_YET', null, { item: { zh, en } });
}

export function alreadyDone(): Refusal {
  return refuse('ALREADY_DONE', null, { item: aRecommendation });
}

export { refuse };
