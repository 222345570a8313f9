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
  ledgerEndedBy as endedBy,
  ledgerHolderOf as holderOf,
  nextRunOut,
  ranOut,
  ledgerStartOf as startOf,
} from './clock.ts';
import type { LedgerCommand } from './command.ts';
import {
  type LedgerCommandName,
  type LedgerSystemCommandName,
  ledgerCommands,
  ledgerSystemCommands,
} from './commands.ts';
import { evolveLedgerEntry, type LedgerEvent, type RecordedLedgerEvent } from './events.ts';
import { isMeant } from './period.ts';
import type { LedgerEntryRecord } from './record.ts';
import { ledgerRelations } from './relation.ts';

/** A command on a ledger entry on its way to a decision, its personal fields sealed already. */
export interface LedgerSubmission {
  readonly command: LedgerCommandName | LedgerSystemCommandName;
  readonly input: object;
  readonly commandId: string;
  readonly digest: string;
  /** What the officer saw is no longer what there is to see. */
  readonly stale?: boolean;
}

const recording: Recording<LedgerEntryRecord, LedgerEvent> = {
  evolve: evolveLedgerEntry,
  endedBy,
  holderOf,
  startOf,
  meant: isMeant,
};

const TIME: Context['actor'] = { agency: { id: 'system', type: 'SYSTEM', division: '' }, officer: 'system' };

/** Decides a command on a ledger entry by the same questions, in the same order, as a command on a case. Pure. */
export function decideLedgerEntry(
  submission: LedgerSubmission,
  record: LedgerEntryRecord,
  context: Context,
): readonly RecordedLedgerEvent[] | Refusal {
  const { command, input } = submission;
  const system = command in ledgerSystemCommands;
  const passed = command === 'RunOutClock' ? { record, events: [] } : untilNow(submission, record, context);
  if (system) {
    const definition = ledgerSystemCommands[command as LedgerSystemCommandName] as LedgerCommand<object>;
    const decision = recorded(
      definition.decide(input, passed.record, context),
      submission,
      passed.record,
      context,
      [],
      recording,
    );
    return isRefusal(decision) ? decision : [...passed.events, ...decision];
  }
  const decision = given(submission, passed.record, context);
  return isRefusal(decision) ? decision : [...passed.events, ...decision];
}

function given(submission: LedgerSubmission, record: LedgerEntryRecord, context: Context) {
  const { input, stale } = submission;
  const name = submission.command as LedgerCommandName;
  const refusal =
    ledgerStepRefusal(name, record, context) ??
    (context.occurredAt > context.at ? refuse('OCCURRED_IN_FUTURE') : undefined) ??
    (stale ? refuse('CASE_CHANGED') : undefined);
  if (refusal) return refusal;
  const definition = ledgerCommands[name] as LedgerCommand<object>;
  const decision = definition.decide(input, record, context);
  if (isRefusal(decision)) return decision;
  const overrides = overridesOfPower(name, context);
  return isRefusal(overrides) ? overrides : recorded(decision, submission, record, context, overrides, recording);
}

/**
 * What time has brought about before the command, recorded with it: what an officer enters after midnight meets the new month,
 * whether or not the clock runner has been there, so that its delay changes nothing.
 */
function untilNow({ commandId, digest }: LedgerSubmission, before: LedgerEntryRecord, context: Context) {
  const events: RecordedLedgerEvent[] = [];
  let record = before;
  const passed = new Set<string>();
  const next = () => nextRunOut(record, context.at, passed);
  for (let clock = next(); clock; clock = next()) {
    const time = { ...context, actor: TIME, occurredAt: context.at };
    const done = recorded([ranOut(record, clock)], { commandId, digest }, record, time, [], recording);
    if (isRefusal(done)) break;
    passed.add(clock.id);
    record = done.reduce(evolveLedgerEntry, record);
    events.push(...done);
  }
  return { record, events };
}

/** Why a command would be refused whatever its input: the same rules that list the lawful next steps. */
export function ledgerStepRefusal(
  name: LedgerCommandName,
  record: LedgerEntryRecord,
  context: StandingContext,
): Refusal | undefined {
  const power = powerOf(name, context.actor.agency.type, context.pack);
  if (isRefusal(power)) return power;
  const definition = ledgerCommands[name] as LedgerCommand<object>;
  const related = ledgerRelations(record, context.actor.agency).size > 0;
  if (!related && !(definition.opensCase && record.status === 'none')) return refuse('NO_SUCH_LEDGER_ENTRY');
  return firstRefusal(definition.guards, record, context);
}
