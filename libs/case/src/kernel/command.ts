import type { CalendarDate, Instant, WorkCalendar } from '#calendar';
import type { Agency, AgencyType, Bilingual, Pack } from '#policy';
import { AGENCY_TYPES } from '#policy';
import type { CaseEvent } from '../case.ts';
import type { CaseRecord, Clock } from '../record.ts';
import type { Actor } from './event.ts';
import { type Basis, isRefusal, type Refusal, refuse } from './refusal.ts';
import type { PersonalCategory, Sealed } from './sealed.ts';

/** The agencies there are, as the decider may ask for them (机构名录). */
export interface Directory {
  get(id: string): Agency | undefined;
  /** The agency of a type that is nearest to a place: the one with the longest division that the place lies in. */
  nearest(type: AgencyType, division: string): Agency | undefined;
}

/** What a decision may lean on besides the case: time, law, agencies and ids come in from outside. */
export interface Context {
  readonly caseId: string;
  readonly at: Instant;
  readonly occurredAt: Instant;
  readonly actor: Actor;
  readonly pack: Pack;
  /** The pack that a clock began under, as it was then. */
  readonly packOf: (clock: Pick<Clock, 'pack' | 'from'>) => Pack;
  readonly calendar: WorkCalendar;
  readonly directory: Directory;
  /** Why a rule that is not law is set aside, if the officer gave a reason. */
  readonly reason?: Sealed;
  /** The other case that the command names, as it stands: for merging alone. */
  readonly other?: CaseRecord;
  /** Where the case that is to take this one has ended, and where that one has, and so on: for the end of a merge alone. */
  readonly endedInto?: readonly string[];
  /** A new id; the same command gets the same ids. */
  newId(): string;
}

/** What `may` and guards look at: they need no input, so the lawful next steps can be listed by them. */
export type StandingContext = Pick<Context, 'at' | 'actor' | 'pack' | 'packOf' | 'caseId' | 'directory'> &
  Partial<Pick<Context, 'occurredAt'>>;

/** Refuses, or says nothing. */
export type Guard<R = CaseRecord> = (record: R, context: StandingContext) => Refusal | undefined;

export type Decision<E = CaseEvent> = readonly E[] | Refusal;

/**
 * A command as data: who may give it, what must be so, and what it decides. `decide` runs after `may` and all guards.
 * `personal` names the fields that are sealed at the door, as paths into the input. A case's unless told: `R` is the record that
 * is decided on, `E` its events.
 */
export interface CommandDefinition<
  Input extends object,
  R = CaseRecord,
  E extends { readonly type: string } = CaseEvent,
> {
  readonly name: Bilingual;
  readonly personal: Readonly<Record<string, PersonalCategory>>;
  /** The event that it is given for; clocks that start or stop on it are shown with the step. */
  readonly emits: readonly E['type'][];
  /** Opens a case of its own when no case is named, or joins the one that the child's identity leads to. */
  readonly opensCase?: boolean;
  /** Open to agencies that were told of one thing and do not work on the case (see `standsAside`). */
  readonly aside?: boolean;
  /**
   * Open also to an agency without any relation to the record, of which this is true: the law has it act although it gave the
   * work back. It is shown no more of the record for that.
   */
  readonly comesBack?: (record: R, agency: Agency) => boolean;
  /** About an agency's own papers: open to a committee that the care file has left (see `careHasLeft`), as what is open aside is. */
  readonly ownPapers?: boolean;
  /** Listed as a next step for agencies that the pack names alone; others may still give it, with a reason. */
  readonly listedForNamed?: boolean;
  /** Listed as a next step only while this is so; what happened in time and is entered late may still be given. */
  readonly listedWhile?: (record: R, agency: string) => boolean;
  readonly guards: readonly Guard<R>[];
  readonly decide: (input: Input, record: R, context: Context) => Decision<E>;
}

/** Keeps the input's type while a concern declares its command. */
export function command<Input extends object>(definition: CommandDefinition<Input>): CommandDefinition<Input> {
  return definition;
}

/** Runs the guards until one refuses. */
export function firstRefusal<R>(guards: readonly Guard<R>[], record: R, context: StandingContext): Refusal | undefined {
  for (const guard of guards) {
    const refusal = guard(record, context);
    if (refusal) return refusal;
  }
  return undefined;
}

/** What the pack says of an agency and a power: yes, no with the clause, or only with a reason. */
export function powerOf(name: string, type: AgencyType, pack: Pack): 'yes' | 'with-reason' | Refusal {
  const rule = pack.powers[name];
  if (!rule) return refuse('ACTOR_NOT_AUTHORISED', null, { allowed: { zh: '无', en: 'none' } });
  if (rule.agencies === 'any' || rule.agencies.includes(type)) return 'yes';
  return binds(rule) ? refuse('ACTOR_NOT_AUTHORISED', rule, { allowed: listed(rule.agencies) }) : 'with-reason';
}

/** A rule refuses only when it stands in a seed or a statute. */
export function binds(rule: Basis): boolean {
  return rule.standing === 'seed' || rule.standing === 'statute';
}

/** A rule that a command sets aside: one that is not law, with a reason (有据变通). */
export interface Departure {
  /** Where it stands in the pack: `workOrders.closing`. */
  readonly rule: string;
  readonly basis: Basis;
}

/** The rule that was departed from asks for a reason, unless one was given. */
export function departure(rule: string, basis: Basis, context: Pick<Context, 'reason'>): Refusal | undefined {
  if (context.reason !== undefined) return undefined;
  const standing = basis.standing === 'secondary' ? SECOND_HAND : LOCAL;
  return refuse('CONFIGURED_RULE_NEEDS_REASON', basis, { rule, standing });
}

const LOCAL: Bilingual = { zh: '为本地配置，并非法律规定', en: 'is local configuration, not law' };
const SECOND_HAND: Bilingual = {
  zh: '有所依据，但仅见于二手资料，原文未核',
  en: 'has a source that was seen at second hand alone',
};

export function listed(types: readonly AgencyType[]): Bilingual {
  return {
    zh: types.map((type) => AGENCY_TYPES[type].zh).join('、'),
    en: types.map((type) => AGENCY_TYPES[type].en).join(', '),
  };
}

/** Picks the item a command speaks of: the one named, or the only candidate there is. */
export function pick<T extends { readonly id: string }>(
  named: string | undefined,
  candidates: readonly T[],
  item: Bilingual,
): T | Refusal {
  if (named !== undefined) return candidates.find(({ id }) => id === named) ?? refuse('NO_SUCH_ITEM', null, { item });
  const [only, ...others] = candidates;
  if (!only) return refuse('NO_SUCH_ITEM', null, { item });
  return others.length === 0 ? only : refuse('WHICH_ITEM', null, { item });
}

export type { CalendarDate };
/** Picks the item and decides on it. */
export function on<T extends { readonly id: string }>(
  named: string | undefined,
  candidates: readonly T[],
  item: Bilingual,
  then: (item: T) => Decision,
): Decision {
  const picked = pick(named, candidates, item);
  return isRefusal(picked) ? picked : then(picked);
}

type ItemsOf<T> = (record: CaseRecord, agency: string) => readonly T[];

/**
 * Refuses unless the case has an item of this kind for the agency.
 *
 * @param over items that the agency has dealt with already; where there are such, the refusal says so.
 */
export function needs<T>(candidates: ItemsOf<T>, item: Bilingual, over: ItemsOf<T> = () => []): Guard {
  return (record, { actor: { agency } }) => {
    if (candidates(record, agency.id).length > 0) return undefined;
    return refuse(over(record, agency.id).length > 0 ? 'ALREADY_DONE' : 'NO_SUCH_ITEM', null, { item });
  };
}

export { isRefusal };
