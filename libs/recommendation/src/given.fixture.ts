import { type Instant, instantAt } from '#calendar';
import { isRefusal, packOf, type Refusal, type Sealed } from '#case';
import type { Agency, AgencyType } from '#policy';
import { calendar2025 } from '../../calendar/src/published.2025.fixture.ts';
import { shippedPackSet } from '../../policy/src/shipped.fixture.ts';
import {
  decideRecommendation,
  evolveRecommendation,
  noRecommendation,
  type RecommendationCommandName,
  type RecommendationInputOf,
  type RecommendationRecord,
  type RecordedRecommendationEvent,
  recommendationSteps,
} from './index.ts';

const county: readonly AgencyType[] = ['PSB', 'PROC', 'COURT', 'JUST', 'CA', 'WCCW', 'WF', 'EDU', 'CTRS', 'GOV'];
const named = (id: string, type: AgencyType, division: string): [string, Agency] => [id, { id, type, division }];

/** One agency of each type in one county; the township under it, the same types of another county, and those above. */
export const agencies: Readonly<Record<string, Agency>> = Object.fromEntries([
  ...county.map((type) => named(type.toLowerCase(), type, '330302')),
  ...county.map((type) => named(`far-${type.toLowerCase()}`, type, '330303')),
  named('town', 'TOWN', '330302001'),
  named('next-town', 'TOWN', '330302002'),
  named('beijing-town', 'TOWN', '110105001'),
  named('city-edu', 'EDU', '3303'),
  named('city-proc', 'PROC', '3303'),
]);

export const directory = {
  get: (id: string) => agencies[id],
  nearest: (type: AgencyType, division: string) =>
    Object.values(agencies)
      .filter((agency) => agency.type === type && division.startsWith(agency.division))
      .sort((a, b) => b.division.length - a.division.length)[0],
};

export const sealed = (text: string) => text as Sealed;
const SHANGHAI = 8 * 3_600_000;
/** `2025-08-29 10:00` in Shanghai. */
export const instant = (text: string): Instant => instantAt(Date.parse(`${text.replace(' ', 'T')}:00Z`) - SHANGHAI);

/** A recommendation in a spec: give commands, look at what came of them. */
export class SpecRecommendation {
  record: RecommendationRecord = noRecommendation('reco');
  readonly events: RecordedRecommendationEvent[] = [];
  last: readonly RecordedRecommendationEvent[] | Refusal = [];
  private commands = 0;

  does<N extends RecommendationCommandName>(when: string, who: string, command: N, input: RecommendationInputOf<N>) {
    this.tries(when, who, command, input);
    if (isRefusal(this.last)) throw new Error(`${command} was refused: ${this.last.refused} ${this.last.message.en}`);
    return this;
  }

  tries<N extends RecommendationCommandName>(
    when: string,
    who: string,
    command: N,
    input: RecommendationInputOf<N>,
    reason?: string,
  ): this {
    this.commands += 1;
    const at = instant(when);
    const context = {
      ...this.context(when, who, (input as { addressee?: string }).addressee),
      occurredAt: at,
      reason: reason === undefined ? reason : sealed(reason),
    };
    const submission = { command, input, commandId: `command-${this.commands}`, digest: '' };
    return this.apply(decideRecommendation(submission, this.record, context));
  }

  /** Lets time alone act until a moment. */
  until(when: string): this {
    const now = instant(when);
    for (const clock of this.record.clocks) {
      if (clock.state !== 'running' || clock.due >= now) continue;
      const at = instantAt(Date.parse(clock.due) + 1);
      const submission = {
        command: 'RunOutClock',
        input: { clockId: clock.id },
        commandId: clock.id,
        digest: '',
      } as const;
      this.apply(decideRecommendation(submission, this.record, { ...this.context(when, 'wccw'), at, occurredAt: at }));
    }
    return this;
  }

  may(when: string, who: string, names: readonly RecommendationCommandName[]): readonly string[] {
    return recommendationSteps(names, this.record, this.context(when, who)).map(({ command }) => command);
  }

  refused(): string | undefined {
    return isRefusal(this.last) ? this.last.refused : undefined;
  }

  types(): readonly string[] {
    return isRefusal(this.last) ? [] : this.last.map(({ type }) => type);
  }

  /** `start RECO_REPLY_MINOR 2025-09-29 town`, `late stop RECO_REPLY_MINOR`. */
  effects(): readonly string[] {
    if (isRefusal(this.last)) return [];
    return this.last.flatMap(({ meta }) =>
      meta.effects.map((effect) =>
        effect.effect === 'start'
          ? `start ${effect.clock} ${effect.due.slice(0, 10)} ${effect.holder}`
          : `${'late' in effect && effect.late ? 'late ' : ''}${effect.effect} ${effect.clock}`,
      ),
    );
  }

  running(): readonly string[] {
    return this.record.clocks
      .filter(({ state }) => state === 'running' || state === 'overdue')
      .map(({ clock, state }) => `${clock} ${state}`)
      .sort();
  }

  private context(when: string, who: string, addressee = '') {
    const at = instant(when);
    const agency = agencies[who];
    if (!agency) throw new Error(`no agency ${who}`);
    return {
      caseId: 'reco',
      at,
      actor: { agency, officer: `officer-of-${who}` },
      pack: shippedPackSet.inForce(
        this.record.division || (agencies[addressee]?.division ?? agency.division),
        at.slice(0, 10),
      ),
      calendar: calendar2025,
      packOf: packOf(shippedPackSet),
      directory,
      newId: this.ids(),
    };
  }

  private counted = 0;
  private ids() {
    return () => {
      this.counted += 1;
      return `id-${this.counted}`;
    };
  }

  private apply(outcome: readonly RecordedRecommendationEvent[] | Refusal): this {
    this.last = outcome;
    if (isRefusal(outcome)) return this;
    for (const event of outcome) {
      this.record = evolveRecommendation(this.record, event);
      this.events.push(event);
    }
    return this;
  }
}

export const minor = {
  addressee: 'town',
  subject: 'MINOR_PROTECTION' as const,
  problem: sealed('未成年人保护工作站无人值守。'),
  advice: sealed('配备专人。'),
};

/** Issued and served on 29 August 2025, a Friday. */
export const served = () => new SpecRecommendation().does('2025-08-29 10:00', 'proc', 'IssueRecommendation', minor);
