import { epochOf, type Instant, instantAt, parseInstant } from '#calendar';
import type { Agency } from '#policy';
import { agencyNamed } from './check.names.ts';
import { type ClockChange, clocksAsTheyStand, type ToldLine } from './clock.changes.ts';
import { type Answer, DeskClient, KINDS, type Sight, type Subject } from './desk.client.ts';
import { followPointer, isPointer, pointerOf } from './pointer.ts';
import { ScenarioError } from './read.scenario.ts';
import { type Expectation, kindOf, type Scenario, type Step, SYSTEM } from './scenario.schema.ts';
import type { Stage } from './stage.ts';

/** What came of a step. */
export interface Outcome {
  readonly code?: string;
  readonly standing?: string | null;
  /** What the desk said with the code. */
  readonly said?: string;
  readonly caseId?: string;
  readonly recommendationId?: string;
  readonly ledgerEntryId?: string;
  readonly keyMinorEntryId?: string;
  readonly surveyWorkId?: string;
  readonly events: readonly string[];
  readonly clocks: readonly ClockChange[];
  readonly enteredLate?: boolean;
  readonly repeated?: boolean;
  readonly view?: string;
}

/** Commands that name a child and no entry, whether or not the child has one. */
const BY_CHILD: ReadonlySet<string | undefined> = new Set(['OpenLedgerEntry', 'OpenKeyMinorEntry']);

const NOTHING: Outcome = { events: [], clocks: [] };

/** Takes the steps of one scenario at the public endpoints, and remembers which case, recommendation and entry is which. */
export class Player {
  readonly client: DeskClient;
  private readonly subjects = new Map<string, Subject>();
  /** How much of each timeline has been told as the outcome of a step. */
  private readonly told = new Map<string, number>();
  /** What had become of the clocks of what is no case, by the last step on it. */
  private readonly stood = new Map<string, ReadonlySet<string>>();
  /** Clock changes that steps were answered with: of clocks that no supervisor sees, all that is known. */
  private readonly changes = new Map<string, ClockChange[]>();

  /** Where cases are by their steps: opened there, or moved there with their care file. */
  private readonly homes = new Map<string, string>();

  constructor(
    private readonly scenario: Scenario,
    private readonly stage: Stage,
    private readonly shift: number,
  ) {
    this.client = new DeskClient(stage);
  }

  async take(step: Step, index: number): Promise<Outcome> {
    await this.stage.passTo(this.moment(step.at));
    await this.stage.settled();
    const subject = (await this.named(step)) ?? this.subjectOf(step);
    if (step.who === undefined || step.who === SYSTEM || step.does === undefined) return this.brought(subject);
    const agency = this.agency(step.who);
    await this.brought(subject); // what time has brought before the command is not the command's doing
    const kind = kindOf(step);
    const input: Record<string, unknown> = {
      idempotencyKey: step.key ?? `${this.scenario.scenario}-${index + 1}`,
      ...(kind === 'surveyWork' ? {} : { [KINDS[kind].key]: BY_CHILD.has(step.does) ? undefined : subject?.id }),
      occurredAt: step.occurredAt && this.moment(step.occurredAt),
      reason: step.reason,
      seen: step.seen && (await this.resolved(step.seen, subject)),
      ...((await this.resolved(step.with ?? {}, this.sourceOf(step) ?? subject)) as object),
    };
    if (input.child !== undefined) input.place ??= { division: this.scenario.place };
    const outcome = outcomeOf(await this.client.give(kind, agency, step.officer ?? 1, step.does, input));
    await this.stage.settled();
    const id = outcome[KINDS[kind].key];
    if (!id) return subject ? outcome : notOpened(outcome, step);
    const now: Subject = { kind, id };
    this.subjects.set(nameOf(step), now);
    this.changes.set(id, [...this.changesOf(id), ...outcome.clocks]);
    const moved = step.does === 'TransferCaseJurisdiction' ? input.to : undefined;
    const home = moved ?? this.homes.get(id) ?? (input.place as { readonly division?: unknown } | undefined)?.division;
    if (typeof home === 'string') this.homes.set(id, home);
    const known = subject?.id === id || !this.told.has(id);
    const after = await this.brought(now);
    return known ? { ...outcome, events: withFollowing(outcome.events, after.events) } : outcome;
  }

  subjectOf(step: Step): Subject | undefined {
    return this.subjects.get(nameOf(step));
  }

  /** The case that a step takes from, where it is on something else. */
  private sourceOf({ case: named, ledger, register }: Step): Subject | undefined {
    return named === undefined || (ledger ?? register) === undefined ? undefined : this.subjects.get(`case ${named}`);
  }

  changesOf(id: string): readonly ClockChange[] {
    return this.changes.get(id) ?? [];
  }

  agency(who: string): Agency {
    return agencyNamed(who, this.scenario.place, this.stage);
  }

  /** An entry that a case has brought about is named by the first step that is on it: the newest one not named yet. */
  private async named(step: Step): Promise<Subject | undefined> {
    if (step.ledger === undefined || BY_CHILD.has(step.does) || this.subjectOf(step)) return undefined;
    const taken = new Set([...this.subjects.values()].map(({ id }) => id));
    const id = (await this.client.ledgerEntries(this.agency('CA'))).find((one) => !taken.has(one));
    if (id === undefined) return undefined;
    const subject: Subject = { kind: 'ledgerEntry', id };
    this.subjects.set(nameOf(step), subject);
    return subject;
  }

  /** Whoever is told all of it: the place's own supervisor or, when a case has moved away, the one above or that of where it is now. */
  async supervised(subject: Subject): Promise<Sight> {
    const places = [this.scenario.place, this.homes.get(subject.id) ?? this.scenario.place];
    const supervisors = places
      .flatMap((place) => [place, place.slice(0, 4), place.slice(0, 2)])
      .map((at) => this.stage.agency(KINDS[subject.kind].told, at));
    const asked = new Set<string>();
    let seen: Sight | undefined;
    for (const agency of supervisors) {
      if (!agency || asked.has(agency.id)) continue;
      asked.add(agency.id);
      seen = await this.client.look(agency, subject);
      if (seen.shown) return seen;
    }
    return seen ?? { shown: null, inbox: [], steps: [], timeline: null };
  }

  /** What has come about since the last step: what time alone did, read off what the supervisor is told. */
  private async brought(subject: Subject | undefined): Promise<Outcome> {
    if (subject === undefined) return NOTHING;
    const sight = await this.supervised(subject);
    const lines = (sight.timeline ?? sight.shown?.history ?? []) as readonly ToldLine[];
    const fresh = lines.slice(this.told.get(subject.id) ?? 0);
    this.told.set(subject.id, lines.length);
    const events = fresh.map(({ event }) => event);
    if (sight.timeline) return { events, clocks: fresh.flatMap(({ clocks = [] }) => clocks) };
    const known = this.stood.get(subject.id) ?? new Set();
    const changes = clocksAsTheyStand(sight);
    this.stood.set(subject.id, new Set(changes.map(nameOfChange)));
    return { events, clocks: changes.filter((change) => !known.has(nameOfChange(change))) };
  }

  /** Puts in what an agency sees for `$WHO.path`, in a step's input and in what is expected of it. */
  private async resolved(value: unknown, subject: Subject | undefined): Promise<unknown> {
    if (isPointer(value)) {
      const { who, path } = pointerOf(value);
      const seen = subject === undefined ? null : (await this.client.look(this.agency(who), subject)).shown;
      return followPointer(value, who, path, seen);
    }
    if (Array.isArray(value)) return Promise.all(value.map((item) => this.resolved(item, subject)));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(async ([key, item]) => [key, await this.resolved(item, subject)]);
    return Object.fromEntries(await Promise.all(entries));
  }

  /** What is expected, with what agencies see now put in for `$WHO.path`. */
  async expected(step: Step): Promise<Expectation> {
    const { sees, never, ...rest } = step.expect ?? {};
    const subject = this.subjectOf(step);
    return {
      ...rest,
      ...(sees === undefined ? {} : { sees: (await this.resolved(sees, subject)) as Expectation['sees'] }),
      ...(never === undefined ? {} : { never: (await this.resolved(never, subject)) as Expectation['never'] }),
    };
  }

  moment(text: string): Instant {
    const parsed = parseInstant(`${text.replace(' ', 'T')}+08:00`);
    if (!parsed) throw new ScenarioError(`没有这一时刻。${text} does not exist`);
    return instantAt(epochOf(parsed) + this.shift);
  }

  /** A due time as it is written, moved as the scenario is. */
  shifted(due: string): string {
    if (this.shift === 0) return due;
    const length = due.length;
    return this.moment(length === 10 ? `${due} 00:00` : due).slice(0, length);
  }
}

const nameOfChange = ({ id, effect }: ClockChange) => `${effect} ${id}`;

/** Where no step has opened what this one is on, the desk can only say that an id is missing. */
function notOpened(outcome: Outcome, step: Step): Outcome {
  if (!outcome.said?.includes(KINDS[kindOf(step)].key)) return outcome;
  const name = nameOf(step);
  return { ...outcome, said: `${outcome.said} 此前没有步骤打开 ${name}。No step before this has opened ${name}.` };
}

/** What a step is on, by the name that the scenario gives it. */
function nameOf(step: Step): string {
  const { case: named = 'case', recommendation, ledger, register } = step;
  if (kindOf(step) === 'surveyWork') return 'survey';
  if (register !== undefined) return `register ${register}`;
  if (ledger !== undefined) return `ledger ${ledger}`;
  return recommendation === undefined ? `case ${named}` : `recommendation ${recommendation}`;
}

/** A command's own events, with those that followed on it of themselves, such as a duplicate that was found. */
function withFollowing(own: readonly string[], told: readonly string[]): readonly string[] {
  const left = [...own];
  const others = told.filter((event) => {
    const at = left.indexOf(event);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [...own, ...others];
}

function outcomeOf({ data, errors }: Answer): Outcome {
  const outcome = data?.outcome as (Outcome & { readonly __typename: string }) | null | undefined;
  if (outcome && outcome.__typename !== 'Refused') return outcome;
  if (outcome) {
    const { code, standing, message } = outcome as Outcome & { readonly message?: { zh: string; en: string } };
    return { ...NOTHING, code, standing, said: message && `${message.zh}${message.en}` };
  }
  const error = errors?.[0];
  const { code, standing, field, problems = [] } = error?.extensions ?? {};
  if (code === undefined) throw new ScenarioError(`工作台没有答复。The desk did not answer: ${error?.message}`);
  if (code === 'GRAPHQL_VALIDATION_FAILED' || code === 'INTERNAL_SERVER_ERROR') {
    throw new ScenarioError(`${code}: ${error?.message}`);
  }
  const [problem] = problems;
  const wrong = problem ? `${problem.field}: ${problem.rule}` : field?.replace(/^input\./, '');
  const named = code === 'BAD_USER_INPUT' && wrong !== undefined ? `${code}(${wrong})` : code;
  const said = problem?.message ? `${problem.message.zh}${problem.message.en}` : error?.message;
  return { ...NOTHING, code: named, standing, said };
}
