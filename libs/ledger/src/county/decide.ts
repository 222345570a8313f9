import {
  type Context,
  firstRefusal,
  isRefusal,
  overridesOfPower,
  powerOf,
  type Recording,
  type Refusal,
  recorded,
  refuse,
  type StandingContext,
} from '#case';
import {
  surveyWorkEndedBy as endedBy,
  surveyWorkHolderOf as holderOf,
  ranOutOf,
  surveyWorkStartOf as startOf,
} from './clock.ts';
import {
  type SurveyWorkCommand,
  type SurveyWorkCommandName,
  surveyWorkCommands,
  surveyWorkSystemCommands,
} from './commands.ts';
import { evolveSurveyWork, type RecordedSurveyWorkEvent, type SurveyWorkEvent } from './events.ts';
import type { SurveyWorkRecord } from './record.ts';
import { surveyWorkRelations } from './relation.ts';

export interface SurveyWorkSubmission {
  readonly command: SurveyWorkCommandName | 'RunOutClock';
  readonly input: object;
  readonly commandId: string;
  readonly digest: string;
}

const recording: Recording<SurveyWorkRecord, SurveyWorkEvent> = {
  evolve: evolveSurveyWork,
  endedBy,
  holderOf,
  startOf,
  meant: (clock, occurredAt) => occurredAt >= clock.from,
};

const TIME: Context['actor'] = { agency: { id: 'system', type: 'SYSTEM', division: '' }, officer: 'system' };

/** Decides a command on a county's survey work as one on a ledger entry: what time has brought comes first. Pure. */
export function decideSurveyWork(
  submission: SurveyWorkSubmission,
  before: SurveyWorkRecord,
  context: Context,
): readonly RecordedSurveyWorkEvent[] | Refusal {
  const { command, input } = submission;
  if (command === 'RunOutClock') {
    const definition = surveyWorkSystemCommands.RunOutClock;
    return recorded(definition.decide(input as never, before, context), submission, before, context, [], recording);
  }
  const { events, record } = untilNow(submission, before, context);
  const refusal =
    surveyWorkStepRefusal(command, record, context) ??
    (context.occurredAt > context.at ? refuse('OCCURRED_IN_FUTURE') : undefined);
  if (refusal) return refusal;
  const decision = (surveyWorkCommands[command] as SurveyWorkCommand<object>).decide(input, record, context);
  if (isRefusal(decision)) return decision;
  const overrides = overridesOfPower(command, context);
  if (isRefusal(overrides)) return overrides;
  const done = recorded(decision, submission, record, context, overrides, recording);
  return isRefusal(done) ? done : [...events, ...done];
}

/** What time brought before a command, each clock once: one that is not ended by having run out is left to the clock runner. */
function untilNow(submission: SurveyWorkSubmission, before: SurveyWorkRecord, context: Context) {
  const events: RecordedSurveyWorkEvent[] = [];
  const passed = new Set<string>();
  let record = before;
  const next = () =>
    record.clocks
      .filter(({ id, state, due }) => state === 'running' && due < context.at && !passed.has(id))
      .sort((a, b) => (a.due < b.due ? -1 : 1))[0];
  for (let clock = next(); clock; clock = next()) {
    const time = { ...context, actor: TIME, occurredAt: context.at };
    const done = recorded([ranOutOf(record, clock, context)], submission, record, time, [], recording);
    if (isRefusal(done)) break;
    passed.add(clock.id);
    record = done.reduce(evolveSurveyWork, record);
    events.push(...done);
  }
  return { events, record };
}

/** Why a command would be refused whatever its input. */
export function surveyWorkStepRefusal(
  name: SurveyWorkCommandName,
  record: SurveyWorkRecord,
  context: StandingContext,
): Refusal | undefined {
  const power = powerOf(name, context.actor.agency.type, context.pack);
  if (isRefusal(power)) return power;
  const definition = surveyWorkCommands[name] as SurveyWorkCommand<object>;
  const related = surveyWorkRelations(record, context.actor.agency).size > 0;
  if (!related && !(definition.opensCase && record.status === 'none')) {
    return refuse('NO_SUCH_ITEM', null, { item: { zh: '摸排与数据共享机制', en: 'survey work' } });
  }
  return firstRefusal(definition.guards, record, context);
}
