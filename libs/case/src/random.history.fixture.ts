import fc from 'fast-check';
import { epochOf, type Instant, instantAt } from '#calendar';
import type { AgencyType, Pack } from '#policy';
import { calendar2025 } from '../../calendar/src/published.2025.fixture.ts';
import { agencies, agency, directory, village } from './directory.fixture.ts';
import { Draw } from './draw.fixture.ts';
import { instant, packs, sealed } from './given.fixture.ts';
import {
  type CaseRecord,
  type CommandName,
  type Context,
  carriedBack,
  caseCommands,
  decide,
  fold,
  isRefusal,
  nextTurn,
  noCase,
  packOf,
  powerOf,
  type RecordedEvent,
  type Refusal,
  relationsOf,
  type Submission,
  type SystemCommandName,
  stepRefusal,
} from './index.ts';
import { plausible } from './plausible.input.fixture.ts';
import { WEIGHTS } from './weights.fixture.ts';

/** One command of a history, with all that its decision depended on. */
export interface Step {
  readonly submission: Submission;
  readonly context: Context;
  readonly before: CaseRecord;
  readonly outcome: readonly RecordedEvent[] | Refusal;
  readonly after: CaseRecord;
}

/** One draw of fast-check's for each step; everything else follows from it, so a history shrinks step by step. */
export interface Move {
  readonly seed: number;
  /** 0–99: below 80 something lawful, above anything at all. */
  readonly lawful: number;
}

export const commandNames = Object.keys(caseCommands) as CommandName[];
export const CASES = ['case-1', 'case-2'] as const;
const HOUR = 3_600_000;
const WAITS = [0, 0, 0.2, 1, 5, 20, 26, 50, 120, 300, 800];

/** The commands that a pack leaves to a type of agency, some with a reason: looked up once. */
const looked = new Map<string, readonly CommandName[]>();
function permitted(type: AgencyType, pack: Pack): readonly CommandName[] {
  const key = `${pack.version} ${type}`;
  const list = looked.get(key) ?? commandNames.filter((name) => !isRefusal(powerOf(name, type, pack)));
  looked.set(key, list);
  return list;
}

/** Two cases that agencies of two counties work on, while time goes by. */
export class History {
  readonly steps: Step[] = [];
  readonly cases = new Map<string, CaseRecord>(CASES.map((id) => [id, noCase(id)]));
  at: Instant;

  constructor(start: string) {
    this.at = instant(start);
  }

  record(id: string): CaseRecord {
    return this.cases.get(id) ?? noCase(id);
  }

  /** The same history, to go on from without touching this one. */
  copy(): History {
    const copy = new History('2025-01-01 00:00');
    copy.at = this.at;
    copy.steps.push(...this.steps);
    for (const [id, record] of this.cases) copy.cases.set(id, record);
    return copy;
  }

  /** How fast-check prints a history: one line a step. */
  [fc.toStringMethod](): string {
    const lines = this.steps.map(({ submission, context, before, outcome }) => {
      const came = isRefusal(outcome) ? `refused ${outcome.refused}` : outcome.map(({ type }) => type).join(' ');
      const { command, input } = submission;
      return `${context.at.slice(0, 16)} ${before.id} ${context.actor.agency.id} ${command} ${JSON.stringify(input)}: ${came}`;
    });
    return `\n${lines.join('\n')}`;
  }

  /** The events of a case. */
  events(id: string): readonly RecordedEvent[] {
    return this.steps.flatMap(({ before, outcome }) => (before.id === id && !isRefusal(outcome) ? outcome : []));
  }

  contextOf(id: string, who: string, commandId: string, more: Partial<Context> = {}): Context {
    let asked = 0;
    const { division } = this.record(id);
    return {
      caseId: id,
      at: this.at,
      occurredAt: this.at,
      actor: { agency: agency(who), officer: `officer-of-${who}` },
      pack: packs.inForce(division || village, this.at.slice(0, 10)),
      packOf: packOf(packs),
      calendar: calendar2025,
      directory,
      newId: () => {
        asked += 1;
        return `${id} ${commandId} ${asked}`;
      },
      ...more,
    };
  }

  give(
    id: string,
    who: string,
    command: CommandName | SystemCommandName,
    input: object,
    more: Partial<Context & Submission> = {},
  ): Step {
    const before = this.record(id);
    const { joins, commandId = `command-${this.steps.length}`, ...circumstances } = more;
    const submission: Submission = { command, input, commandId, digest: `digest of ${commandId}`, joins };
    const context = this.contextOf(id, who, commandId, circumstances);
    const outcome = decide(submission, before, context);
    const after = isRefusal(outcome) ? before : fold(before, outcome);
    const step = { submission, context, before, outcome, after };
    this.cases.set(id, after);
    this.steps.push(step);
    return step;
  }

  /** Lets hours go by; the clocks that fall due run out in their order. */
  wait(hours: number): void {
    const until = instantAt(epochOf(this.at) + Math.floor(hours * HOUR));
    for (let turn = this.nextTurn(until); turn; turn = this.nextTurn(until)) {
      const ran = instantAt(epochOf(turn.due) + 1);
      this.at = ran > this.at ? ran : this.at;
      const commandId = `out ${turn.clockId} ${turn.due}`;
      this.give(turn.id, 'wccw', 'RunOutClock', { clockId: turn.clockId }, { commandId });
    }
    this.at = until;
  }

  /** What time alone brings next, before a moment. */
  private nextTurn(before: Instant) {
    return [...this.cases.values()]
      .flatMap((record) => record.clocks.map((clock) => ({ clock, id: record.id })))
      .map(({ clock, id }) => ({ id, clockId: clock.id, due: nextTurn(clock) ?? before }))
      .filter(({ due }) => due < before)
      .sort((a, b) => (a.due < b.due ? -1 : 1))[0];
  }

  /** What one draw makes happen. */
  move({ seed, lawful }: Move): void {
    const draw = new Draw(seed);
    this.wait(draw.one(WAITS));
    const id = draw.chance(88) ? CASES[0] : CASES[1];
    if (this.record(id).status === 'none') this.open(id, draw);
    else if (lawful < 80) this.lawful(id, draw);
    else this.anything(id, draw);
    this.follow();
  }

  private open(id: string, draw: Draw): void {
    const command = draw.one(['RaiseFlag', 'RaiseFlag', 'RaiseFlag', 'ReportToPolice', 'DiscoverInCase'] as const);
    const who =
      command === 'DiscoverInCase'
        ? draw.one(['psb', 'proc', 'court'])
        : draw.one(['rvc', 'cd', 'school', 'far-rvc', 'hosp']);
    this.act(id, who, command, draw, true);
  }

  private lawful(id: string, draw: Draw): void {
    const record = this.record(id);
    const may = new Map<CommandName, string[]>();
    for (const own of Object.values(agencies)) {
      if (relationsOf(record, own).size === 0) continue;
      const context = this.contextOf(id, own.id, '');
      for (const name of permitted(own.type, context.pack)) {
        if (stepRefusal(name, record, context) !== undefined) continue;
        const list = may.get(name) ?? [];
        list.push(own.id);
        may.set(name, list);
      }
    }
    const weighed = [...may.keys()].flatMap((name) => Array.from({ length: WEIGHTS[name] ?? 2 }, () => name));
    if (weighed.length === 0) {
      this.anything(id, draw);
      return;
    }
    const name = draw.one(weighed);
    const pack = this.contextOf(id, 'rvc', '').pack;
    const those = may.get(name) ?? [];
    const entitled = those.filter((who) => powerOf(name, agency(who).type, pack) === 'yes');
    this.act(id, draw.one(entitled.length > 0 && draw.chance(90) ? entitled : those), name, draw, false);
  }

  private anything(id: string, draw: Draw): void {
    const name = draw.one(commandNames);
    this.act(id, draw.one(Object.keys(agencies)), name, draw, caseCommands[name].opensCase === true && draw.chance(70));
  }

  private act(id: string, who: string, command: CommandName, draw: Draw, joins: boolean): void {
    const otherCase = CASES.find((other) => other !== id) ?? '';
    const input = plausible[command]({ record: this.record(id), agency: who, draw, otherCase });
    // Now and then the machine's clock has been set back.
    const at = instantAt(epochOf(this.at) - (draw.chance(95) ? 0 : 3) * HOUR);
    const late = draw.chance(85) ? 0 : draw.one([1, 30, 240, -2]);
    const occurredAt = instantAt(epochOf(at) - late * HOUR);
    const reason = draw.chance(70) ? sealed('reason') : undefined;
    const { sourceCaseId } = input as { readonly sourceCaseId?: string };
    const other = sourceCaseId === undefined ? undefined : this.record(sourceCaseId);
    this.give(id, who, command, input, { joins, at, occurredAt, reason, other });
  }

  /** What the processes do once flags were merged or split. */
  follow(): void {
    const { outcome, before } = this.steps.at(-1) ?? {};
    if (!outcome || !before || isRefusal(outcome)) return;
    for (const { type, data } of outcome) {
      if (type === 'FlagsMerged') this.give(data.sourceCaseId, 'wccw', 'EndMergedCase', { targetCaseId: before.id });
      if (type !== 'FlagsUnmerged' && type !== 'ChildSplit') continue;
      const clocks = type === 'ChildSplit' ? data.reportClocks : undefined;
      const carried = { targetCaseId: before.id, ...carriedBack(data), clocks };
      this.give(data.sourceCaseId, 'wccw', 'RestoreMergedCase', carried);
    }
  }
}
