import { type Instant, instantAt } from '#calendar';
import {
  type BesideRecord,
  type Context,
  type Decider,
  type EventMeta,
  isRefusal,
  packOf,
  type Refusal,
  type Sealed,
} from '#case';
import type { Agency, AgencyType } from '#policy';
import { calendar2025 } from '../../calendar/src/published.2025.fixture.ts';
import { shippedPackSet } from '../../policy/src/shipped.fixture.ts';
import {
  decideKeyMinor,
  decideLedgerEntry,
  evolveKeyMinor,
  evolveLedgerEntry,
  type KeyMinorCommandName,
  type KeyMinorEvent,
  type KeyMinorInputOf,
  type KeyMinorRecord,
  keyMinorSteps,
  type LedgerCommandName,
  type LedgerEntryRecord,
  type LedgerEvent,
  type LedgerInputOf,
  ledgerSteps,
  noKeyMinor,
  noLedgerEntry,
} from './index.ts';

const VILLAGE = '341722102201';
const named = (id: string, type: AgencyType, division: string): [string, Agency] => [id, { id, type, division }];

/** The agencies of Qidu township in Shitai, of its neighbours, and those above and beside. */
export const agencies: Readonly<Record<string, Agency>> = Object.fromEntries([
  ...(['CD', 'RVC', 'GRID'] as const).map((type) => named(type.toLowerCase(), type, VILLAGE)),
  ...(['CD', 'RVC'] as const).map((type) => named(`next-${type.toLowerCase()}`, type, '341722102202')),
  ...(['TOWN', 'CS', 'STATION'] as const).map((type) => named(type.toLowerCase(), type, '341722102')),
  named('next-town', 'TOWN', '341722103'),
  ...(
    [
      'CA',
      'EDU',
      'PSB',
      'PROC',
      'COURT',
      'WCCW',
      'HEALTH',
      'MPRA',
      'PLAC',
      'HRSS',
      'SCHOOL',
      'HOSP',
      'WF',
      'PS',
      'DPF',
    ] as const
  ).map((type) => named(type.toLowerCase(), type, '341722')),
  named('city-ca', 'CA', '3417'),
  named('city-psb', 'PSB', '3417'),
  named('far-ca', 'CA', '341721'),
  ...(['CD', 'RVC'] as const).map((type) => named(`gd-${type.toLowerCase()}`, type, '441502001001')),
  ...(['TOWN', 'CS'] as const).map((type) => named(`gd-${type.toLowerCase()}`, type, '441502001')),
  named('gd-ca', 'CA', '441502'),
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
/** `2025-02-17 10:00` in Shanghai. */
export const instant = (text: string): Instant => instantAt(Date.parse(`${text.replace(' ', 'T')}:00Z`) - SHANGHAI);

export interface Extra {
  readonly reason?: string;
  /** When it took place, for a late entry. */
  readonly occurred?: string;
}

type Happened = { readonly type: string; readonly data: object };
type Done<E> = E & { readonly meta: EventMeta };

/** What a spec needs to know of a kind of entry: where it begins, how it folds, and how it is decided on. */
interface Kind<R, E, N extends string> extends Pick<Decider<R, E, N>, 'decide' | 'steps'> {
  readonly none: R;
  readonly evolve: (record: R, event: Done<E>) => R;
}

/** An entry in a spec: give commands, let time pass, look at what came of it. `I` is what each command takes. */
class Spec<
  R extends BesideRecord & { readonly division: string },
  E extends Happened,
  I extends Record<string, object>,
  N extends keyof I & string = keyof I & string,
> {
  record: R;
  readonly events: Done<E>[] = [];
  last: readonly Done<E>[] | Refusal = [];
  private readonly kind: Kind<R, E, N>;
  private commands = 0;
  private counted = 0;

  constructor(kind: Kind<R, E, N>) {
    this.kind = kind;
    this.record = kind.none;
  }

  does<C extends N>(when: string, who: string, command: C, input: I[C], extra: Extra = {}): this {
    this.tries(when, who, command, input, extra);
    if (isRefusal(this.last)) throw new Error(`${command} was refused: ${this.last.refused} ${this.last.message.en}`);
    return this;
  }

  tries<C extends N>(when: string, who: string, command: C, input: I[C], { reason, occurred }: Extra = {}): this {
    this.commands += 1;
    const place = (input as { place?: { division: string } }).place?.division;
    const context = {
      ...this.context(when, who, place),
      occurredAt: instant(occurred ?? when),
      reason: reason === undefined ? reason : sealed(reason),
    };
    const submission = { command, input, commandId: `command-${this.commands}`, digest: '' };
    return this.apply(this.kind.decide(submission, this.record, context));
  }

  /** Lets the clock runner act until a moment, each clock when it has run out. */
  until(when: string): this {
    const now = instant(when);
    for (;;) {
      const due = this.record.clocks.filter((clock) => clock.state === 'running' && clock.due < now);
      const [first] = due.sort((a, b) => (a.due < b.due ? -1 : 1));
      if (!first) return this;
      const at = instantAt(Date.parse(first.due) + 1);
      const submission = {
        command: 'RunOutClock',
        input: { clockId: first.id },
        commandId: first.id,
        digest: '',
      } as const;
      const context = { ...this.context(when, 'ca'), at, occurredAt: at, actor: SYSTEM };
      this.apply(this.kind.decide(submission, this.record, context));
    }
  }

  may(when: string, who: string, offered: readonly N[]): readonly N[] {
    return this.kind.steps(offered, this.record, this.context(when, who)).map(({ command }) => command);
  }

  refused(): string | undefined {
    return isRefusal(this.last) ? this.last.refused : undefined;
  }

  types(): readonly string[] {
    return isRefusal(this.last) ? [this.last.refused] : this.last.map(({ type }) => type);
  }

  /** What the last command did to clocks: `start ST_CONTACT_MONTH 2025-02-28 cd`. */
  effects(): readonly string[] {
    if (isRefusal(this.last)) return [];
    return this.last.flatMap(({ meta }) =>
      meta.effects.map((effect) => {
        if (effect.effect === 'start') return `start ${effect.clock} ${effect.due.slice(0, 10)} ${effect.holder}`;
        return `${'late' in effect && effect.late ? 'late ' : ''}${effect.effect} ${effect.clock}`;
      }),
    );
  }

  /** Clocks that wait, each with its last day. */
  waiting(): readonly string[] {
    return this.record.clocks
      .filter(({ state }) => state === 'running' || state === 'overdue')
      .map(({ clock, state, due }) => `${clock} ${state} ${due.slice(0, 10)}`)
      .sort();
  }

  private context(when: string, who: string, place = ''): Omit<Context, 'occurredAt'> {
    const at = instant(when);
    const agency = agencies[who];
    if (!agency) throw new Error(`no agency ${who}`);
    const division = this.record.division || place || agency.division;
    return {
      caseId: 'entry',
      at,
      actor: { agency, officer: `officer-of-${who}` },
      pack: shippedPackSet.inForce(division, at.slice(0, 10)),
      calendar: calendar2025,
      packOf: packOf(shippedPackSet),
      directory,
      newId: () => {
        this.counted += 1;
        return `id-${this.counted}`;
      },
    };
  }

  private apply(outcome: readonly Done<E>[] | Refusal): this {
    this.last = outcome;
    if (isRefusal(outcome)) return this;
    for (const event of outcome) {
      this.record = this.kind.evolve(this.record, event);
      this.events.push(event);
    }
    return this;
  }
}

/** A child’s entry on the focused-care ledger. */
export class SpecEntry extends Spec<LedgerEntryRecord, LedgerEvent, { [N in LedgerCommandName]: LedgerInputOf<N> }> {
  constructor() {
    super({
      none: noLedgerEntry('entry'),
      evolve: evolveLedgerEntry,
      decide: decideLedgerEntry,
      steps: ledgerSteps,
    });
  }
}

/** A child’s entry on the key-minor register. */
export class SpecKeyMinor extends Spec<
  KeyMinorRecord,
  KeyMinorEvent,
  { [N in KeyMinorCommandName]: KeyMinorInputOf<N> }
> {
  constructor() {
    super({ none: noKeyMinor('entry'), evolve: evolveKeyMinor, decide: decideKeyMinor, steps: keyMinorSteps });
  }
}

const SYSTEM = { agency: { id: 'system', type: 'SYSTEM', division: '' }, officer: 'system' } as const;

/** A boy of ten from Hefei who has lived in Qidu for a year. */
export const boy = {
  categories: ['FAMILY_HARDSHIP'] as const,
  child: { name: sealed('ZZ-name'), birthDate: sealed('ZZ-birth') },
  guardian: { name: sealed('ZZ-guardian'), relation: sealed('父亲'), phone: sealed('ZZ-phone') },
  place: { division: VILLAGE, address: sealed('ZZ-address') },
  hukouDivision: '340122',
  residenceSince: '2024-03-01' as never,
  derived: { childId: 'child', turns16On: '2030-11-24' as never },
};

/** The same in Shanwei. */
export const girl = { ...boy, place: { division: '441502001001' } };

/** Entered on the day the plan of Shitai took effect. */
export const onLedger = () => new SpecEntry().does('2025-02-17 10:00', 'town', 'OpenLedgerEntry', boy);

/** The same boy, found by the survey of spring to have skipped school and smoked. */
export const keyMinor = {
  ...boy,
  behaviour: 'MISBEHAVIOUR' as const,
  foundOn: '2025-03-10' as never,
  facts: sealed('ZZ-facts'),
  survey: sealed('ZZ-survey'),
  derived: { ...boy.derived, turns18On: '2032-11-24' as never },
};

/** Entered by the township the day after. */
export const onRegister = () => new SpecKeyMinor().does('2025-03-11 10:00', 'town', 'OpenKeyMinorEntry', keyMinor);
