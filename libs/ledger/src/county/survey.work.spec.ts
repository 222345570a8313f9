import { instantAt } from '#calendar';
import { isRefusal, packOf, type Refusal } from '#case';
import { calendar2025 } from '../../../calendar/src/published.2025.fixture.ts';
import { shippedPackSet } from '../../../policy/src/shipped.fixture.ts';
import { agencies, directory, instant } from '../given.fixture.ts';
import type { SurveyWorkCommandName, SurveyWorkInputOf } from './commands.ts';
import { decideSurveyWork, surveyWorkStepRefusal } from './decide.ts';
import { evolveSurveyWork, type RecordedSurveyWorkEvent } from './events.ts';
import { noSurveyWork, type SurveyWorkRecord } from './record.ts';

/** The survey work of a county in a spec. */
class SpecWork {
  record: SurveyWorkRecord = noSurveyWork('work');
  readonly events: RecordedSurveyWorkEvent[] = [];
  last: readonly RecordedSurveyWorkEvent[] | Refusal = [];
  private count = 0;

  does<N extends SurveyWorkCommandName>(
    when: string,
    who: string,
    command: N,
    input: SurveyWorkInputOf<N>,
    occurred = when,
  ) {
    this.tries(when, who, command, input, occurred);
    if (isRefusal(this.last)) throw new Error(`${command} was refused: ${this.last.refused} ${this.last.message.en}`);
    return this;
  }

  tries<N extends SurveyWorkCommandName>(
    when: string,
    who: string,
    command: N,
    input: SurveyWorkInputOf<N>,
    occurred = when,
  ): this {
    this.count += 1;
    const context = { ...this.context(when, who), occurredAt: instant(occurred) };
    return this.apply(
      decideSurveyWork({ command, input, commandId: `c-${this.count}`, digest: '' }, this.record, context),
    );
  }

  until(when: string): this {
    for (;;) {
      const due = this.record.clocks.filter(({ state, due }) => state === 'running' && due < instant(when));
      const [first] = due.sort((a, b) => (a.due < b.due ? -1 : 1));
      if (!first) return this;
      const at = instantAt(Date.parse(first.due) + 1);
      const submission = {
        command: 'RunOutClock',
        input: { clockId: first.id },
        commandId: first.id,
        digest: '',
      } as const;
      this.apply(decideSurveyWork(submission, this.record, { ...this.context(when, 'ca'), at, occurredAt: at }));
    }
  }

  may(when: string, who: string, name: SurveyWorkCommandName): string | undefined {
    return surveyWorkStepRefusal(name, this.record, this.context(when, who))?.refused;
  }

  refused() {
    return isRefusal(this.last) ? this.last.refused : undefined;
  }

  waiting(): readonly string[] {
    return this.record.clocks
      .filter(({ state }) => state === 'running' || state === 'overdue')
      .map(
        ({ clock, state, from, due, holder }) => `${clock} ${holder} ${state} ${from.slice(0, 10)} ${due.slice(0, 10)}`,
      )
      .sort();
  }

  private context(when: string, who: string) {
    const agency = agencies[who];
    if (!agency) throw new Error(`no agency ${who}`);
    const at = instant(when);
    const actor = { agency, officer: `officer-of-${who}` };
    const pack = shippedPackSet.inForce(this.record.division || agency.division, at.slice(0, 10));
    const newId = () => {
      this.count += 1;
      return `id-${this.count}`;
    };
    return {
      caseId: 'work',
      at,
      actor,
      pack,
      packOf: packOf(shippedPackSet),
      calendar: calendar2025,
      directory,
      newId,
    };
  }

  private apply(outcome: readonly RecordedSurveyWorkEvent[] | Refusal): this {
    this.last = outcome;
    if (isRefusal(outcome)) return this;
    for (const event of outcome) {
      this.record = evolveSurveyWork(this.record, event);
      this.events.push(event);
    }
    return this;
  }
}

const inShitai = (departments: readonly string[] = ['edu', 'psb']) =>
  new SpecWork().does('2025-02-20 10:00', 'ca', 'EstablishSurveyWork', { departments });

describe('data by the end of March and of September', () => {
  it('is owed by each department on its own, each half from its own first day', () => {
    expect(inShitai().waiting()).toEqual([
      'DATA_0331 edu running 2025-02-20 2025-03-31',
      'DATA_0331 psb running 2025-02-20 2025-03-31',
      'DATA_0930 edu running 2025-04-01 2025-09-30',
      'DATA_0930 psb running 2025-04-01 2025-09-30',
      'ST_ANNUAL_MEETING ca running 2025-02-20 2025-12-31',
    ]);
  });

  it('is met for its half alone; the next is a year on, and given twice it is met once', () => {
    const work = inShitai(['edu']).does('2025-03-10 10:00', 'edu', 'SubmitData', { for: 'MARCH', children: 12 });
    const owed = [
      'DATA_0331 edu running 2025-10-01 2026-03-31',
      'DATA_0930 edu running 2025-04-01 2025-09-30',
      'ST_ANNUAL_MEETING ca running 2025-02-20 2025-12-31',
    ];
    expect(work.waiting()).toEqual(owed);
    work.does('2025-03-20 10:00', 'edu', 'SubmitData', { for: 'MARCH', children: 13 });
    expect(work.waiting()).toEqual(owed);
  });

  it('is overdue until it comes, late, and the year after is owed all the same', () => {
    const work = inShitai(['edu']).until('2025-04-01 00:00');
    expect(work.waiting()[0]).toBe('DATA_0331 edu overdue 2025-02-20 2025-03-31');
    work.does('2025-04-10 10:00', 'edu', 'SubmitData', { for: 'MARCH', children: 12 });
    expect(work.last).toMatchObject([{ meta: { effects: [{ effect: 'stop', late: true }, { effect: 'start' }] } }]);
    expect(work.waiting()[0]).toBe('DATA_0331 edu running 2025-10-01 2026-03-31');
  });

  it('met after the next half has begun is owed again from the first day of that, not from when it was met', () => {
    const work = inShitai(['edu']).until('2025-11-14 00:00');
    work.does('2025-11-14 10:00', 'edu', 'SubmitData', { for: 'MARCH', children: 12 });
    expect(work.waiting()).toContain('DATA_0331 edu running 2025-10-01 2026-03-31');
  });

  it('entered late counts when it was given', () => {
    const work = inShitai(['edu']).until('2025-04-02 00:00');
    work.does('2025-04-02 10:00', 'edu', 'SubmitData', { for: 'MARCH', children: 12 }, '2025-03-31 17:00');
    expect(work.last).toMatchObject([{ meta: { enteredLate: true, effects: [{ effect: 'stop', late: false }, {}] } }]);
    expect(work.events.map(({ type }) => type)).toContain('WorkDutyOverdue');
  });

  it('is given by the departments that are listed, and by no other', () => {
    expect(
      inShitai(['edu']).tries('2025-03-10 10:00', 'health', 'SubmitData', { for: 'MARCH', children: 1 }).refused(),
    ).toBe('NO_SUCH_ITEM');
    expect(
      inShitai(['edu']).tries('2025-03-10 10:00', 'court', 'SubmitData', { for: 'MARCH', children: 1 }).refused(),
    ).toBe('NO_SUCH_ITEM');
    const more = inShitai(['edu']).does('2025-03-10 10:00', 'ca', 'EstablishSurveyWork', {
      departments: ['edu', 'health'],
    });
    expect(more.record.departments.map(({ agency }) => agency)).toEqual(['edu', 'health']);
    expect(more.tries('2025-03-11 10:00', 'ca', 'EstablishSurveyWork', { departments: ['health'] }).refused()).toBe(
      'ALREADY_DONE',
    );
    expect(more.tries('2025-03-11 10:00', 'ca', 'EstablishSurveyWork', { departments: ['gd-ca'] }).refused()).toBe(
      'NO_SUCH_AGENCY',
    );
  });
});

describe('the yearly meeting', () => {
  it('counts for its own year: a missed one is over, and one in January is the next year’s', () => {
    const work = inShitai([]).until('2026-01-02 00:00');
    expect(work.record.missed.map(({ clock, due }) => `${clock} ${due.slice(0, 10)}`)).toEqual([
      'ST_ANNUAL_MEETING 2025-12-31',
    ]);
    expect(work.waiting()).toEqual(['ST_ANNUAL_MEETING ca running 2026-01-01 2026-12-31']);
    work.does('2026-01-10 10:00', 'ca', 'RecordAnnualMeeting', {});
    expect(work.waiting()).toEqual(['ST_ANNUAL_MEETING ca running 2027-01-01 2027-12-31']);
    work.does('2026-03-10 10:00', 'ca', 'RecordAnnualMeeting', {});
    expect(work.waiting()).toEqual(['ST_ANNUAL_MEETING ca running 2027-01-01 2027-12-31']);
  });

  it('ends a missed year of whatever its clock counts, and the command that meets it is decided', () => {
    const work = inShitai([]);
    const [meeting] = work.record.clocks;
    if (!meeting) throw new Error('a meeting is owed');
    work.record = { ...work.record, clocks: [{ ...meeting, scope: 'ledger', item: 'round-1' }] };
    work.does('2026-01-10 10:00', 'ca', 'RecordAnnualMeeting', {});
    expect(work.last).toMatchObject([{ type: 'WorkPeriodMissed' }, { type: 'MeetingHeld' }]);
    expect(work.record.clocks.find(({ id }) => id === meeting.id)?.state).toBe('stopped');
  });

  it.each(['RecordAnnualMeeting', 'CloseSurveyRound', 'EstablishSurveyWork'] as const)(
    '%s is for civil affairs of the county alone',
    (name) => {
      const work = inShitai(['edu']);
      expect(work.may('2025-03-10 10:00', 'ca', name)).toBeUndefined();
      for (const who of ['edu', 'far-ca', 'city-ca', 'psb'])
        expect([who, work.may('2025-03-10 10:00', who, name)]).not.toEqual([who, undefined]);
    },
  );
});
