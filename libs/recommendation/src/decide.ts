import {
  binds,
  type Context,
  type Departure,
  departure,
  firstRefusal,
  isRefusal,
  type Override,
  powerOf,
  type Recording,
  type Refusal,
  recorded,
  refuse,
  type StandingContext,
} from '#case';
import {
  recommendationEndedBy as endedBy,
  recommendationHolderOf as holderOf,
  recommendationStartOf as startOf,
} from './clock.ts';
import { alreadyDone, type RecommendationCommand } from './command.ts';
import {
  type RecommendationCommandName,
  type RecommendationSystemCommandName,
  recommendationCommands,
  recommendationSystemCommands,
} from './commands.ts';
import { type EscalateRecommendationInput, escalationDeparture } from './escalate.ts';
import { evolveRecommendation, type RecommendationEvent, type RecordedRecommendationEvent } from './events.ts';
import { type IssueRecommendationInput, issueDepartures } from './issue.ts';
import type { RecommendationRecord } from './record.ts';
import { recommendationRelations } from './relation.ts';

/** A command on a recommendation on its way to a decision, its texts sealed already. */
export interface RecommendationSubmission {
  readonly command: RecommendationCommandName | RecommendationSystemCommandName;
  readonly input: object;
  readonly commandId: string;
  readonly digest: string;
  /** What the officer saw is no longer what there is to see. */
  readonly stale?: boolean;
}

const recording: Recording<RecommendationRecord, RecommendationEvent> = {
  evolve: evolveRecommendation,
  endedBy,
  holderOf,
  startOf,
};

/** Decides a command on a recommendation by the same questions, in the same order, as a command on a case. Pure. */
export function decideRecommendation(
  submission: RecommendationSubmission,
  record: RecommendationRecord,
  context: Context,
): readonly RecordedRecommendationEvent[] | Refusal {
  const { command, input, stale } = submission;
  if (command in recommendationSystemCommands) {
    const definition = recommendationSystemCommands[command as RecommendationSystemCommandName];
    const decision = definition.decide(input as { clockId: string }, record, context);
    return recorded(decision, submission, record, context, [], recording);
  }
  const name = command as RecommendationCommandName;
  const refusal =
    recommendationStepRefusal(name, record, context) ??
    (context.occurredAt > context.at ? refuse('OCCURRED_IN_FUTURE') : undefined) ??
    (stale ? refuse('CASE_CHANGED') : undefined);
  if (refusal) return refusal;
  const definition = recommendationCommands[name] as RecommendationCommand<object>;
  const decision = definition.decide(input, record, context);
  if (isRefusal(decision)) return decision;
  const departed = departuresOf(name, input, record, context);
  for (const { rule, basis } of departed) {
    const asked = departure(rule, basis, context);
    if (asked) return asked;
  }
  const { reason } = context;
  const overrides: readonly Override[] = reason === undefined ? [] : departed.map(({ rule }) => ({ rule, reason }));
  return recorded(decision, submission, record, context, overrides, recording);
}

/** Why a command would be refused whatever its input: the same rules that list the lawful next steps. */
export function recommendationStepRefusal(
  name: RecommendationCommandName,
  record: RecommendationRecord,
  context: StandingContext,
): Refusal | undefined {
  const power = powerOf(name, context.actor.agency.type, context.pack);
  if (isRefusal(power)) return power;
  const definition = recommendationCommands[name] as RecommendationCommand<object>;
  if (definition.opensCase) return record.status === 'none' ? undefined : alreadyDone();
  if (recommendationRelations(record, context.actor.agency).size === 0) return refuse('NO_SUCH_RECOMMENDATION');
  return firstRefusal(definition.guards, record, context);
}

/** Rules that are not law and are departed from; those that bind have refused already. */
function departuresOf(
  name: RecommendationCommandName,
  input: object,
  record: RecommendationRecord,
  context: Context,
): readonly Departure[] {
  const { pack, actor } = context;
  const power = pack.powers[name];
  const own: Departure[] =
    power && powerOf(name, actor.agency.type, pack) === 'with-reason' ? [{ rule: `powers.${name}`, basis: power }] : [];
  if (name === 'IssueRecommendation') own.push(...issueDepartures(input as IssueRecommendationInput, context));
  if (name === 'EscalateRecommendation') own.push(...escalationDeparture(record, context));
  return own.filter(({ basis }) => !binds(basis));
}

export type { EscalateRecommendationInput };
