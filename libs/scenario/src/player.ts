import { epochOf, type Instant, instantAt, parseInstant } from '#calendar';
import type { Agency } from '#policy';
import { agencyNamed } from './check.names.ts';
import { type Answer, DeskClient, type Sight } from './desk.client.ts';
import { followPointer } from './pointer.ts';
import { ScenarioError } from './read.scenario.ts';
import { type Scenario, type Step, SYSTEM } from './scenario.schema.ts';
import type { Stage } from './stage.ts';

export interface ClockChange {
  readonly effect: string;
  readonly id: string;
  readonly clock: string;
  readonly due?: string;
  readonly late?: boolean;
}

/** What came of a step. */
export interface Outcome {
  readonly code?: string;
  readonly standing?: string | null;
  /** What the desk said with the code. */
  readonly said?: string;
  readonly caseId?: string;
  readonly events: readonly string[];
  readonly clocks: readonly ClockChange[];
  readonly enteredLate?: boolean;
  readonly repeated?: boolean;
  readonly view?: string;
}

const NOTHING: Outcome = { events: [], clocks: [] };

/** Takes the steps of one scenario at the public endpoints, and remembers which case is which. */
export class Player {
  readonly client: DeskClient;
  private readonly cases = new Map<string, string>();
  /** How much of each case's timeline has been told as the outcome of a step. */
  private readonly told = new Map<string, number>();
  /** Clock changes that steps were answered with: of clocks that no supervisor sees, all that is known. */
  private readonly changes = new Map<string, ClockChange[]>();

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
    const caseId = this.caseOf(step);
    if (step.who === undefined || step.who === SYSTEM || step.does === undefined) return this.brought(caseId);
    const agency = this.agency(step.who);
    await this.brought(caseId); // what time has brought before the command is not the command's doing
    const input: Record<string, unknown> = {
      idempotencyKey: step.key ?? `${this.scenario.scenario}-${index + 1}`,
      caseId,
      occurredAt: step.occurredAt && this.moment(step.occurredAt),
      reason: step.reason,
      seen: step.seen && (await this.resolved(step.seen, caseId)),
      ...((await this.resolved(step.with ?? {}, caseId)) as object),
    };
    if (input.child !== undefined) input.place ??= { division: this.scenario.place };
    const outcome = outcomeOf(await this.client.give(agency, step.officer ?? 1, step.does, input));
    await this.stage.settled();
    if (!outcome.caseId) return outcome;
    this.cases.set(step.case ?? 'case', outcome.caseId);
    this.changes.set(outcome.caseId, [...this.changesOf(outcome.caseId), ...outcome.clocks]);
    const known = caseId === outcome.caseId || !this.told.has(outcome.caseId);
    const after = await this.brought(outcome.caseId);
    return known ? { ...outcome, events: withFollowing(outcome.events, after.events) } : outcome;
  }

  caseOf(step: Step): string | undefined {
    return this.cases.get(step.case ?? 'case');
  }

  changesOf(caseId: string): readonly ClockChange[] {
    return this.changes.get(caseId) ?? [];
  }

  agency(who: string): Agency {
    return agencyNamed(who, this.scenario.place, this.stage);
  }

  /** The supervisor that sees a case: the place's own or, when the case has moved away, the one above. */
  async supervised(caseId: string): Promise<Sight> {
    const { place } = this.scenario;
    const supervisors = [place, place.slice(0, 4), place.slice(0, 2)].map((at) => this.stage.agency('WCCW', at));
    const asked = new Set<string>();
    let seen: Sight | undefined;
    for (const agency of supervisors) {
      if (!agency || asked.has(agency.id)) continue;
      asked.add(agency.id);
      seen = await this.client.look(agency, caseId);
      if (seen.case) return seen;
    }
    return seen ?? { case: null, inbox: [], steps: [], timeline: null };
  }

  /** What has come about on a case since the last step: what time alone did, read off the supervisor's timeline. */
  private async brought(caseId: string | undefined): Promise<Outcome> {
    if (caseId === undefined) return NOTHING;
    const { timeline } = await this.supervised(caseId);
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
      return followPointer(value, who, path, seen);
    }
    if (Array.isArray(value)) return Promise.all(value.map((item) => this.resolved(item, caseId)));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(async ([key, item]) => [key, await this.resolved(item, caseId)]);
    return Object.fromEntries(await Promise.all(entries));
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
  if (outcome?.__typename === 'Accepted') return outcome;
  if (outcome) return { ...NOTHING, code: outcome.code, standing: outcome.standing };
  const error = errors?.[0];
  const { code, standing, problems = [] } = error?.extensions ?? {};
  if (code === undefined) throw new ScenarioError(`工作台没有答复。The desk did not answer: ${error?.message}`);
  if (code === 'GRAPHQL_VALIDATION_FAILED' || code === 'INTERNAL_SERVER_ERROR') {
    throw new ScenarioError(`${code}: ${error?.message}`);
  }
  const named = code === 'BAD_USER_INPUT' && problems[0] ? `${code}(${problems[0].field}: ${problems[0].rule})` : code;
  return { ...NOTHING, code: named, standing, said: error?.message };
}
