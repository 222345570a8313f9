import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Instant, instantAt, parseInstant } from '#calendar';
import { checkPacks, describeProblem, packSet } from '#policy';
import { calendar2025 } from '../../calendar/src/published.2025.fixture.ts';
import { agency, directory, village } from './directory.fixture.ts';
import {
  type CaseRecord,
  type CommandName,
  decide,
  evolve,
  type InputOf,
  isCounted,
  isRefusal,
  type NextStep,
  nextSteps,
  nextTurn,
  noCase,
  packOf,
  type RecordedEvent,
  type Refusal,
  type Sealed,
  type SystemCommandName,
} from './index.ts';

const root = join(import.meta.dirname, '../../policy/packs');
const sources = readdirSync(root).map((name) => {
  const path = join(root, name, 'pack.yaml');
  return { path, text: readFileSync(path, 'utf8') };
});
const checked = checkPacks(sources); // their names are checked where all the streams that they speak of are known
if (checked.problems.length > 0) throw new Error(checked.problems.map(describeProblem).join('\n'));

/** The shipped packs, checked. */
export const packs = packSet(checked.files);

/** Plain text where a spec does not care that the field would be sealed. */
export const sealed = (text: string) => text as Sealed;

/** A case in a spec: give commands, look at what came of them. */
export class SpecCase {
  record: CaseRecord;
  readonly events: RecordedEvent[] = [];
  last: readonly RecordedEvent[] | Refusal = [];
  private ids = 0;
  private commands = 0;
  private readonly id: string;

  constructor(id = 'case') {
    this.id = id;
    this.record = noCase(id);
  }

  /** Gives a command and expects it to be accepted. */
  does<N extends CommandName>(when: string, who: string, command: N, input: InputOf<N>, more: Given = {}): this {
    this.tries(when, who, command, input, more);
    if (isRefusal(this.last)) throw new Error(`${command} was refused: ${this.last.refused} ${this.last.message.en}`);
    return this;
  }

  /** Gives a command that may be refused. */
  tries<N extends CommandName>(when: string, who: string, command: N, input: InputOf<N>, more: Given = {}): this {
    const at = instant(when);
    this.commands += 1;
    const submission = {
      command,
      input,
      commandId: `command-${this.commands}`,
      digest: 'digest',
      stale: more.stale,
      joins: more.joins ?? this.record.status === 'none',
    };
    return this.apply(
      decide(submission, this.record, {
        ...this.context(at, who),
        occurredAt: more.occurredAt ? instant(more.occurredAt) : at,
        reason: more.reason === undefined ? undefined : sealed(more.reason),
        other: more.other,
      }),
    );
  }

  /** What a process brings about. */
  follows(when: string, command: SystemCommandName, input: object): this {
    const at = instant(when);
    this.commands += 1;
    const submission = { command, input, commandId: `command-${this.commands}`, digest: '' };
    return this.apply(decide(submission, this.record, { ...this.context(at, 'wccw'), occurredAt: at }));
  }

  /** Which of these an agency may do now. */
  may(when: string, who: string, ...names: readonly CommandName[]): readonly CommandName[] {
    return this.steps(when, who, names).map(({ command }) => command);
  }

  /** Lets time alone act until a moment. */
  until(when: string): this {
    const now = instant(when);
    for (let turn = this.nextTurn(now); turn; turn = this.nextTurn(now)) {
      const at = instantAt(Date.parse(turn.due) + 1);
      const submission = {
        command: 'RunOutClock' as const,
        input: { clockId: turn.id },
        commandId: `${turn.id} ${turn.due}`,
        digest: '',
      };
      this.apply(decide(submission, this.record, { ...this.context(at, 'wccw'), occurredAt: at }));
    }
    return this;
  }

  steps(when: string, who: string, offered: readonly CommandName[]): readonly NextStep[] {
    return nextSteps(offered, this.record, this.context(instant(when), who));
  }

  refused(): string | undefined {
    return isRefusal(this.last) ? this.last.refused : undefined;
  }

  types(): readonly string[] {
    return isRefusal(this.last) ? [] : this.last.map(({ type }) => type);
  }

  /** `TRIAGE due 2025-03-04` for what the last command started, or `stop TRIAGE` for what it stopped. */
  effects(): readonly string[] {
    if (isRefusal(this.last)) return [];
    return this.last.flatMap(({ meta }) =>
      meta.effects.map((effect) =>
        'due' in effect
          ? `${effect.effect} ${effect.clock} ${effect.due.endsWith('23:59:59.999+08:00') ? effect.due.slice(0, 10) : effect.due.slice(0, 16)}`
          : `${effect.effect === 'stop' && effect.late ? 'late ' : ''}${effect.effect} ${effect.clock}`,
      ),
    );
  }

  running(): readonly string[] {
    return this.record.clocks
      .filter(isCounted)
      .map(({ clock, state }) => (state === 'running' ? clock : `${clock} ${state}`))
      .sort();
  }

  private nextTurn(before: Instant): { readonly id: string; readonly due: Instant } | undefined {
    return this.record.clocks
      .flatMap((clock) => ({ id: clock.id, due: nextTurn(clock) ?? before }))
      .filter(({ due }) => due < before)
      .sort((a, b) => (a.due < b.due ? -1 : 1))[0];
  }

  private context(at: Instant, who: string) {
    return {
      caseId: this.id,
      at,
      actor: { agency: agency(who), officer: `officer-of-${who}` },
      pack: packs.inForce(this.record.division || agency(who).division, at.slice(0, 10)),
      packOf: packOf(packs),
      calendar: calendar2025,
      directory,
      newId: () => {
        this.ids += 1;
        return `${this.id === 'case' ? 'id' : this.id}-${this.ids}`;
      },
    };
  }

  private apply(outcome: readonly RecordedEvent[] | Refusal): this {
    this.last = outcome;
    if (isRefusal(outcome)) return this;
    for (const event of outcome) {
      this.record = evolve(this.record, event);
      this.events.push(event);
    }
    return this;
  }
}

interface Given {
  readonly occurredAt?: string;
  readonly reason?: string;
  readonly stale?: boolean;
  readonly joins?: boolean;
  readonly other?: CaseRecord;
}

/** `2025-03-03 09:20` in Shanghai. */
export function instant(text: string): Instant {
  const parsed = parseInstant(`${text.replace(' ', 'T')}+08:00`);
  if (!parsed) throw new Error(`not a moment: ${text}`);
  return parsed;
}

export const girl = {
  kind: 'GUARDIANSHIP_FAILURE' as const,
  child: { name: sealed('林小满') },
  guardian: { relation: sealed('父亲') },
  place: { division: village },
  facts: sealed('父亲晚间外出，女孩独自在家。'),
  derived: { turns16On: '2031-05-02' as never, turns18On: '2033-05-02' as never },
};

/** A flag of the child director's, in the village. */
export const flagged = (id?: string) => new SpecCase(id).does('2025-03-03 09:20', 'cd', 'RaiseFlag', girl);
/** Reported by the committee to the police of the county. */
export const reported = () =>
  flagged().does('2025-03-03 10:00', 'rvc', 'ReportToPolice', { to: 'psb', facts: sealed('多次整夜独处') });
/** A work order to the school of a migrant child, which has not signed it in time. */
export const unsigned = () =>
  flagged()
    .does('2025-03-03 10:00', 'rvc', 'TriageFlag', { severity: 'NOT_SERIOUS' })
    .does('2025-03-03 11:00', 'ca', 'TestEligibility', {
      hukouDivision: '441424',
      residenceSince: '2024-01-03' as never,
    })
    .does('2025-03-10 09:00', 'ca', 'SendWorkOrder', { service: 'OTHER', to: 'school', need: sealed('帮扶') })
    .until('2025-04-20 09:00');
export const acceptedCase = () => reported().does('2025-03-03 15:00', 'psb', 'AcceptCase', {});
export const admonished = () =>
  acceptedCase()
    .does('2025-03-04 09:00', 'psb', 'RecordFinding', { ground: 'GUARDIAN_FAILS_DUTY', statement: sealed('未尽职责') })
    .does('2025-03-05 09:00', 'psb', 'IssueAdmonition', { text: sealed('训诫') });
export const ordered = () =>
  admonished().does('2025-03-06 09:00', 'psb', 'IssueOrder', { orderType: 'GUIDANCE', termMonths: 3, provider: 'wf' });
