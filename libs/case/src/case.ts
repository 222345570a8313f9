import type { HolderRole } from '#policy';
import { type AdmonitionEvents, admonitionEvents, evolveAdmonition, IssueAdmonition } from './admonition/admonition.ts';
import { type ClockEvents, clockEvents, evolveClock, RunOutClock } from './clock/clock.ts';
import { CloseCase, type ClosingEvents, closingEvents, evolveClosing } from './closing/closing.ts';
import {
  type DissuasionEvents,
  dissuasionEvents,
  evolveDissuasion,
  RecordDissuasion,
} from './dissuasion/dissuasion.ts';
import { evolveFinding, type FindingEvents, findingEvents, RecordFinding } from './finding/finding.ts';
import { evolveFlag, type FlagEvents, flagEvents, RaiseFlag } from './flag/flag.ts';
import { AssessSeverity, evolveTriage, type TriageEvents, TriageFlag, triageEvents } from './flag/triage.ts';
import { AcceptCase, evolveIntake, type IntakeEvents, intakeEvents, NotifyReporter } from './intake/intake.ts';
import type { Directory } from './kernel/command.ts';
import type { EndedItem } from './kernel/effects.ts';
import type { EventDeclarations, EventMeta, EventOf } from './kernel/event.ts';
import type { Evolve } from './kernel/evolve.ts';
import {
  evolveFollowUp,
  type FollowUpEvents,
  FulfilOrder,
  followUpEvents,
  RecordFollowUp,
  RecordGuidanceSession,
} from './order/follow.up.ts';
import { evolveOrder, IssueOrder, type OrderEvents, orderEvents, ServeOrder } from './order/order.ts';
import type { CaseRecord, Clock } from './record.ts';
import { evolveReport, type ReportEvents, ReportToPolice, reportEvents } from './report/report.ts';

/** Every event of a case, by concern. */
export type CaseEvents = FlagEvents &
  TriageEvents &
  DissuasionEvents &
  ReportEvents &
  IntakeEvents &
  FindingEvents &
  AdmonitionEvents &
  OrderEvents &
  FollowUpEvents &
  ClosingEvents &
  ClockEvents;

export type CaseEvent = EventOf<CaseEvents>;
export type CaseEventType = CaseEvent['type'];

/** What is said of every event type. */
export const caseEvents: EventDeclarations<CaseEvents> = joined(
  flagEvents,
  triageEvents,
  dissuasionEvents,
  reportEvents,
  intakeEvents,
  findingEvents,
  admonitionEvents,
  orderEvents,
  followUpEvents,
  closingEvents,
  clockEvents,
);

const evolvers: Evolve<CaseEvents> = joined(
  evolveFlag,
  evolveTriage,
  evolveDissuasion,
  evolveReport,
  evolveIntake,
  evolveFinding,
  evolveAdmonition,
  evolveOrder,
  evolveFollowUp,
  evolveClosing,
  evolveClock,
);

/** Every command that a desk can offer, by name. */
export const caseCommands = {
  RaiseFlag,
  TriageFlag,
  AssessSeverity,
  RecordDissuasion,
  ReportToPolice,
  AcceptCase,
  NotifyReporter,
  RecordFinding,
  IssueAdmonition,
  IssueOrder,
  ServeOrder,
  RecordGuidanceSession,
  RecordFollowUp,
  FulfilOrder,
  CloseCase,
};
export type CommandName = keyof typeof caseCommands;
/** What a command takes, its personal fields sealed. */
export type InputOf<N extends CommandName> = Parameters<(typeof caseCommands)[N]['decide']>[0];

/** Commands that no agency gives: time alone. */
export const systemCommands = { RunOutClock };

/** An event with what was recorded beside it. */
export type RecordedEvent = CaseEvent & { readonly meta: EventMeta };

/** The record after one more event; never reads a pack. */
export function evolve(record: CaseRecord, event: RecordedEvent): CaseRecord {
  const handler = evolvers[event.type] as (r: CaseRecord, data: object, meta: EventMeta) => Partial<CaseRecord>;
  const next: CaseRecord = {
    ...record,
    ...handler(record, event.data, event.meta),
    revision: record.revision + 1,
    at: event.meta.at,
  };
  return answered(withEffects(next, event.meta), event);
}

/** The record after all events. */
export function fold(record: CaseRecord, events: readonly RecordedEvent[]): CaseRecord {
  return events.reduce(evolve, record);
}

function withEffects(record: CaseRecord, meta: EventMeta): CaseRecord {
  if (meta.effects.length === 0) return record;
  const clocks: Record<string, Clock> = { ...record.clocks };
  for (const effect of meta.effects) {
    if (effect.effect === 'start') clocks[effect.id] = { ...effect, state: 'running' };
    else {
      const clock = clocks[effect.id];
      if (clock)
        clocks[effect.id] = {
          ...clock,
          state: 'stopped',
          stoppedAt: effect.at,
          late: effect.late,
          cause: effect.cause,
        };
    }
  }
  return { ...record, clocks };
}

function answered(record: CaseRecord, event: RecordedEvent): CaseRecord {
  const { commandId, digest, effects, enteredLate } = event.meta;
  const earlier = record.answers[commandId];
  const answer = {
    digest,
    revision: record.revision,
    events: [...(earlier?.events ?? []), event.type],
    effects: [...(earlier?.effects ?? []), ...effects.map((effect) => `${effect.effect} ${effect.id}`)],
    enteredLate: enteredLate || earlier?.enteredLate === true,
  };
  return { ...record, answers: { ...record.answers, [commandId]: answer } };
}

/**
 * The items that an event brings to their end: all clocks in their scope stop with it. Closing the care file ends what is
 * the care file's own; the police, the procuratorate and the court close theirs.
 */
export function endedBy(event: CaseEvent, record: CaseRecord): readonly EndedItem[] {
  switch (event.type) {
    case 'OrderFulfilled':
      return [{ scope: 'order', item: event.data.orderId }];
    case 'CaseClosed':
      return [
        { scope: 'case', item: record.id },
        ...record.flags.map(({ id }): EndedItem => ({ scope: 'flag', item: id })),
      ];
    default:
      return [];
  }
}

/** Which agency a clock's time is charged to: the one that must act (责任机构). */
export function holderOf(
  role: HolderRole,
  event: { readonly type: string; readonly data: object },
  record: CaseRecord,
  actor: string,
  directory: Directory,
): string | null {
  const data = event.data as { readonly orderId?: string; readonly flagId?: string; readonly reportId?: string };
  const order = record.orders.find(({ id }) => id === data.orderId);
  switch (role) {
    case 'actor':
      return actor;
    case 'committee':
      return (
        record.flags.find(({ id }) => id === data.flagId)?.committee ??
        record.flags.find(({ committee }) => committee)?.committee ??
        actor
      );
    case 'township':
      return directory.nearest('TOWN', record.division)?.id ?? null;
    case 'civil-affairs':
      return directory.nearest('CA', record.division)?.id ?? null;
    case 'receiver':
      return record.reports.find(({ id }) => id === data.reportId)?.to ?? null;
    case 'issuer':
      return order?.issuer ?? actor;
    case 'provider':
      return order?.provider ?? order?.issuer ?? null;
  }
}

/** Joins the maps of all concerns; two that claim one name are a mistake of ours. */
function joined<T extends object>(...maps: readonly object[]): T {
  const all: Record<string, unknown> = {};
  for (const map of maps) {
    for (const [name, value] of Object.entries(map)) {
      if (name in all) throw new Error(`two concerns claim ${name}`);
      all[name] = value;
    }
  }
  return all as T;
}
