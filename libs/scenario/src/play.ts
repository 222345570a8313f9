import { epochOf, type Instant, instantAt, parseInstant } from '#calendar';
import type { Agency } from '#policy';
import { type Difference, first, holds, sameDue, sameList, sameSet } from './compare.ts';
import { type Answer, DeskClient, type Sight } from './desk.client.ts';
import { ScenarioError } from './read.scenario.ts';
import type { Expectation, Scenario, Step } from './scenario.schema.ts';
import type { Stage } from './stage.ts';

/** How a step went. */
export interface StepResult {
  readonly index: number;
  readonly step: Step;
  readonly outcome: 'passed' | 'failed' | 'pending';
  readonly difference?: Difference;
}

export interface PlayOptions {
  /** Moves the whole scenario in time, by milliseconds: the demo ends it about now. */
  readonly shift?: number;
  /** Whether what is expected is looked at; the demo only plays. */
  readonly check?: boolean;
  readonly onStep?: (result: StepResult) => void;
}

interface ClockChange {
  readonly effect: string;
  readonly clock: string;
  readonly due?: string;
  readonly late?: boolean;
}

interface Outcome {
  readonly code?: string;
  readonly standing?: string | null;
  readonly caseId?: string;
  readonly events: readonly string[];
  readonly clocks: readonly ClockChange[];
  readonly enteredLate?: boolean;
  readonly repeated?: boolean;
  readonly view?: string;
}

/** Plays a scenario at the public endpoints and compares what came of each step; stops at the first difference. */
export async function playScenario(
  scenario: Scenario,
  stage: Stage,
  options: PlayOptions = {},
): Promise<readonly StepResult[]> {
  const { shift = 0, check = true, onStep = () => undefined } = options;
  const player = new Player(scenario, stage, shift);
  const results: StepResult[] = [];
  for (const [index, step] of scenario.steps.entries()) {
    let result: StepResult;
    if (step.pending) result = { index, step, outcome: 'pending' };
    else {
      const outcome = await player.take(step, index);
      const expectation = check ? step.expect : undefined;
      const difference = check ? await player.compare(step, expectation ?? {}, outcome) : undefined;
      result = { index, step, outcome: difference ? 'failed' : 'passed', difference };
    }
    results.push(result);
    onStep(result);
    if (result.outcome === 'failed') break;
  }
  return results;
}

class Player {
  private readonly client: DeskClient;
  private readonly cases = new Map<string, string>();
  /** How much of each case's timeline has been told as the outcome of a step. */
  private readonly told = new Map<string, number>();

  constructor(
    private readonly scenario: Scenario,
    private readonly stage: Stage,
    private readonly shift: number,
  ) {
    this.client = new DeskClient(stage);
  }

  async take(step: Step, index: number): Promise<Outcome> {
    await this.stage.passTo(this.moment(step.at));
    const name = step.case ?? 'case';
    const caseId = this.cases.get(name);
    if (step.who === undefined || step.does === undefined) return this.brought(caseId);
    const agency = this.agency(step.who);
    const input: Record<string, unknown> = {
      idempotencyKey: step.key ?? `${this.scenario.scenario}-${index + 1}`,
      caseId,
      occurredAt: step.occurredAt && this.moment(step.occurredAt),
      reason: step.reason,
      seen: step.seen && (await this.resolved(step.seen, caseId)),
      ...((await this.resolved(step.with ?? {}, caseId)) as object),
    };
    if (step.does === 'RaiseFlag') input.place ??= { division: this.scenario.place };
    const outcome = outcomeOf(await this.client.give(agency, step.officer ?? 1, step.does, input));
    if (outcome.caseId) this.cases.set(name, outcome.caseId);
    await this.stage.settled();
    if (outcome.caseId) await this.brought(outcome.caseId);
    return outcome;
  }

  async compare(step: Step, expected: Expectation, outcome: Outcome): Promise<Difference | undefined> {
    const { events, refused, standing, starts, stops, late } = expected;
    if (refused !== undefined || outcome.code !== undefined) {
      const what = `${step.does}: refused`;
      if (refused !== outcome.code)
        return { what, expected: refused ?? 'accepted', actual: outcome.code ?? 'accepted' };
      if (standing !== undefined && standing !== outcome.standing) {
        return { what: `${step.does}: standing`, expected: standing, actual: outcome.standing };
      }
    }
    const started = outcome.clocks.filter(({ effect }) => effect === 'start');
    const stopped = outcome.clocks.filter(({ effect }) => effect === 'stop');
    const wrong =
      (events && sameList('events', events, outcome.events)) ??
      (starts &&
        (sameSet(
          'clocks started',
          Object.keys(starts),
          started.map(({ clock }) => clock),
        ) ??
          first(
            Object.entries(starts).map(([clock, due]) =>
              sameDue(`due of ${clock}`, this.shifted(due), started.find((change) => change.clock === clock)?.due),
            ),
          ))) ??
      (stops &&
        sameSet(
          'clocks stopped',
          stops,
          stopped.map(({ clock }) => clock),
        )) ??
      (late &&
        sameSet(
          'clocks stopped late',
          late,
          stopped.filter((change) => change.late).map(({ clock }) => clock),
        )) ??
      first(
        (['enteredLate', 'repeated', 'view'] as const).map((field) =>
          expected[field] === undefined ? undefined : holds(field, expected[field], outcome[field]),
        ),
      );
    return wrong ?? this.compareSights(step, expected);
  }

  /** What each agency sees, its inbox, its next steps; each agency is asked once. */
  private async compareSights(step: Step, expected: Expectation): Promise<Difference | undefined> {
    const caseId = this.cases.get(step.case ?? 'case');
    const looked = new Map<string, Promise<Sight>>();
    const look = (who: string) => {
      const known = looked.get(who);
      if (known) return known;
      if (caseId === undefined) throw new ScenarioError('there is no case to look at yet');
      const sight = this.client.look(this.agency(who), caseId);
      looked.set(who, sight);
      return sight;
    };
    const { sees = [], hidden = [], never = {}, inbox = {}, colours = {}, may = {}, mayNot = {}, clocks } = expected;
    const seeing = Array.isArray(sees) ? Object.fromEntries(sees.map((who) => [who, true as const])) : sees;
    for (const [who, fields] of Object.entries(seeing)) {
      const sight = await look(who);
      if (!sight.case) return { what: `${who} sees the case`, expected: true, actual: false };
      const wrong = fields === true ? undefined : holds(who, fields, sight.case);
      if (wrong) return wrong;
    }
    for (const who of hidden) {
      const sight = await look(who);
      if (sight.case || sight.inbox.length > 0 || sight.steps.length > 0 || sight.timeline) {
        return { what: `the case is hidden from ${who}`, expected: 'nothing', actual: sight };
      }
    }
    for (const [who, texts] of Object.entries(never)) {
      const all = JSON.stringify(await look(who));
      const shown = texts.find((text) => all.includes(text));
      if (shown) return { what: `${who} never reads`, expected: 'absent', actual: shown };
    }
    for (const [who, names] of Object.entries(inbox)) {
      const wrong = sameSet(
        `inbox of ${who}`,
        names,
        (await look(who)).inbox.map(({ clock }) => clock.clock),
      );
      if (wrong) return wrong;
    }
    for (const [who, items] of Object.entries(colours)) {
      const shown = Object.fromEntries((await look(who)).inbox.map(({ clock, colour }) => [clock.clock, colour]));
      const wrong = holds(`colours of ${who}`, items, shown);
      if (wrong) return wrong;
    }
    for (const [who, commands] of [...Object.entries(may), ...Object.entries(mayNot)]) {
      const steps = (await look(who)).steps.map(({ command }) => command);
      const allowed = may[who] === commands;
      const wrong = commands.find((command) => steps.includes(command) !== allowed);
      if (wrong) return { what: `${who} may ${wrong}`, expected: allowed, actual: !allowed };
    }
    return clocks && (await this.compareClocks(clocks, look));
  }

  private async compareClocks(expected: Record<string, string>, look: (who: string) => Promise<Sight>) {
    const sight = await look('WCCW');
    const all = (sight.case?.clocks ?? []) as { clock: string; state: string; from: string }[];
    for (const [name, state] of Object.entries(expected)) {
      const newest = all.filter(({ clock }) => clock === name).sort((a, b) => (a.from < b.from ? 1 : -1))[0];
      if (newest?.state !== state)
        return { what: `clock ${name}`, expected: state, actual: newest?.state ?? 'never started' };
    }
    return undefined;
  }

  /** What has come about on a case since the last step: what time alone did, read off the supervisor's timeline. */
  private async brought(caseId: string | undefined): Promise<Outcome> {
    if (caseId === undefined) return { events: [], clocks: [] };
    const { timeline } = await this.client.look(this.agency('WCCW'), caseId);
    const lines = (timeline ?? []) as { event: string; clocks: ClockChange[] }[];
    const fresh = lines.slice(this.told.get(caseId) ?? 0);
    this.told.set(caseId, lines.length);
    return { events: fresh.map(({ event }) => event), clocks: fresh.flatMap(({ clocks }) => clocks) };
  }

  /** Puts in what an agency sees for `$WHO.path`. */
  private async resolved(value: unknown, caseId: string | undefined): Promise<unknown> {
    if (typeof value === 'string' && value.startsWith('$')) {
      const [who = '', ...path] = value.slice(1).split('.');
      const seen = caseId === undefined ? null : (await this.client.look(this.agency(who), caseId)).case;
      const found = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], seen);
      if (found === undefined || found === null) throw new ScenarioError(`${value}: ${who} sees no such thing`);
      return found;
    }
    if (Array.isArray(value)) return Promise.all(value.map((item) => this.resolved(item, caseId)));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(async ([key, item]) => [key, await this.resolved(item, caseId)]);
    return Object.fromEntries(await Promise.all(entries));
  }

  private agency(who: string): Agency {
    const agency = this.stage.agency(who, this.scenario.place);
    if (!agency) throw new ScenarioError(`there is no agency ${who} for ${this.scenario.place}`);
    return agency;
  }

  private moment(text: string): Instant {
    const parsed = parseInstant(`${text.replace(' ', 'T')}+08:00`);
    if (!parsed) throw new ScenarioError(`${text} does not exist`);
    return instantAt(epochOf(parsed) + this.shift);
  }

  private shifted(due: string): string {
    if (this.shift === 0) return due;
    const length = due.length;
    return this.moment(length === 10 ? `${due} 00:00` : due).slice(0, length);
  }
}

function outcomeOf({ data, errors }: Answer): Outcome {
  const outcome = data?.outcome as (Outcome & { readonly __typename: string }) | null | undefined;
  if (outcome?.__typename === 'Accepted') return outcome;
  if (outcome) return { code: outcome.code, standing: outcome.standing, events: [], clocks: [] };
  const error = errors?.[0];
  const { code, standing, problems = [] } = error?.extensions ?? {};
  if (code === undefined) throw new ScenarioError(`the desk did not answer: ${error?.message}`);
  const named = code === 'BAD_USER_INPUT' && problems[0] ? `${code}(${problems[0].field}: ${problems[0].rule})` : code;
  if (code === 'GRAPHQL_VALIDATION_FAILED' || code === 'INTERNAL_SERVER_ERROR') {
    throw new ScenarioError(`${code}: ${error?.message}`);
  }
  return { code: named, standing, events: [], clocks: [] };
}
