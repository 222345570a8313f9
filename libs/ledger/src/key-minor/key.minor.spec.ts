import { shippedPackSet } from '../../../policy/src/shipped.fixture.ts';
import { agencies, keyMinor, onRegister, SpecKeyMinor, sealed } from '../given.fixture.ts';
import { isOnDuty, type KeyMinorCommandName, keyMinorCommands, noKeyMinor } from '../index.ts';

const DUTY = ['plac', 'ca', 'edu', 'psb', 'hrss', 'town'];
const all = Object.keys(keyMinorCommands) as KeyMinorCommandName[];
const open = (who: string, more: object = {}) =>
  new SpecKeyMinor().tries('2025-03-11 10:00', who, 'OpenKeyMinorEntry', { ...keyMinor, ...more });

describe('a child enters the key-minor register', () => {
  it('with what was found, and no time limit but its age', () => {
    const one = onRegister();
    expect(one.types()).toEqual(['KeyMinorEntered', 'KeyMinorFound']);
    expect(one.effects()).toEqual(['start KEY_MINOR_AGE_LIMIT 2032-11-23 ca']);
    expect(one.record.found).toMatchObject([
      { behaviour: 'MISBEHAVIOUR', foundOn: '2025-03-10', facts: 'ZZ-facts', survey: 'ZZ-survey', by: 'town' },
    ]);
  });

  it('by whoever’s duty it is, and by nobody else', () => {
    for (const who of DUTY) expect([who, open(who).refused()]).toEqual([who, undefined]);
    for (const who of Object.keys(agencies).filter((id) => agencies[id]?.division.startsWith('341722'))) {
      if (DUTY.includes(who) || who === 'next-town') continue;
      expect([who, open(who).last]).toMatchObject([who, { refused: 'ACTOR_NOT_AUTHORISED', standing: 'seed' }]);
    }
  });

  it('nowhere but where a document has such a register', () => {
    const place = { division: '441502001001' };
    for (const who of ['gd-ca', 'gd-town']) {
      expect([who, open(who, { place }).last]).toMatchObject([who, { refused: 'ACTOR_NOT_AUTHORISED', cite: null }]);
    }
  });

  it('not where a pack lets it be opened and names nobody whose duty it would be: it would be known to none', () => {
    const pack = shippedPackSet.inForce('341722', '2025-03-11');
    const duty = pack.powers.RecordKeyMinorMeasure;
    for (const named of [undefined, 'any'] as const) {
      const powers = { ...pack.powers, RecordKeyMinorMeasure: duty && named && { ...duty, agencies: named } };
      const context = { pack: { ...pack, powers }, actor: { agency: agencies.town }, newId: () => 'id' };
      const decided = keyMinorCommands.OpenKeyMinorEntry.decide(keyMinor, noKeyMinor('entry'), context as never);
      expect(decided).toMatchObject({ refused: 'ACTOR_NOT_AUTHORISED' });
    }
  });

  it('only where it lives in the agency’s own area', () => {
    for (const who of ['next-town', 'far-ca']) expect([who, open(who).refused()]).toEqual([who, 'PLACE_ELSEWHERE']);
  });

  it('by nobody above the county, who could not see what they entered', () => {
    for (const who of ['city-ca', 'city-psb'])
      expect([who, open(who).refused()]).toEqual([who, 'ACTOR_NOT_AUTHORISED']);
  });

  it('if it is a migrant child, with the reason why not', () => {
    const one = open('town', { hukouDivision: '341722' });
    expect(one.last).toMatchObject({ refused: 'NOT_A_MIGRANT_CHILD', standing: 'seed' });
    expect(JSON.stringify(one.last)).toContain('NOT_CROSS_COUNTY');
  });

  it('once: found again, it is added to its file, whatever its age by then', () => {
    const sixteen = { ...keyMinor, derived: { childId: 'child', turns16On: '2025-03-01' as never } };
    const again = { ...sixteen, behaviour: 'SERIOUS_MISBEHAVIOUR' as const, facts: sealed('ZZ-again') };
    const one = onRegister().does('2025-04-11 10:00', 'psb', 'OpenKeyMinorEntry', again);
    expect([one.types(), one.effects()]).toEqual([['KeyMinorFound'], []]);
    expect(one.record.found.map(({ behaviour, by }) => [behaviour, by])).toEqual([
      ['MISBEHAVIOUR', 'town'],
      ['SERIOUS_MISBEHAVIOUR', 'psb'],
    ]);
  });

  describe('of whom only the county is known', () => {
    const county = { ...keyMinor, place: { division: '341722' } };
    const onDuty = ({ record }: SpecKeyMinor) =>
      Object.entries(agencies)
        .filter(([id, agency]) => id.endsWith('town') && isOnDuty(record, agency))
        .map(([id]) => id);
    const entered = () => new SpecKeyMinor().does('2025-03-11 10:00', 'edu', 'OpenKeyMinorEntry', county);

    it('is on it all the same, and the township that is told later has the duty', () => {
      const one = entered();
      expect(onDuty(one)).toEqual([]);
      one.does('2025-03-12 10:00', 'psb', 'MoveKeyMinor', { place: keyMinor.place });
      expect(onDuty(one)).toEqual(['town']);
    });

    it('gets its township when it is found again by one who knows', () => {
      const one = entered().does('2025-03-12 10:00', 'psb', 'OpenKeyMinorEntry', keyMinor);
      expect(one.types()).toEqual(['KeyMinorMoved', 'KeyMinorFound']);
      expect(onDuty(one)).toEqual(['town']);
      one.does('2025-03-13 10:00', 'psb', 'OpenKeyMinorEntry', county); // what is known is not forgotten
      expect([one.types(), onDuty(one)]).toEqual([['KeyMinorFound'], ['town']]);
    });
  });

  it.each([
    ['neither a case nor a child', { child: undefined, place: undefined }, 'WHO_AND_WHERE'],
    ['a case that is not there', { child: undefined, place: undefined, sourceCaseId: 'case' }, 'NOT_FOUND'],
  ])('not for %s', (_, more, code) => {
    expect(open('town', more).refused()).toBe(code);
  });
});

describe('correction, education and help', () => {
  it('are recorded by each whose duty they are', () => {
    for (const who of DUTY) {
      const one = onRegister().does('2025-03-12 10:00', who, 'RecordKeyMinorMeasure', { kind: 'HELP' });
      expect(one.record.measures).toMatchObject([{ kind: 'HELP', by: who, taken: null, enteredLate: false }]);
    }
    for (const who of ['next-town', 'city-ca', 'city-psb', 'far-ca']) {
      const one = onRegister().tries('2025-03-12 10:00', who, 'RecordKeyMinorMeasure', { kind: 'HELP' });
      expect([who, one.refused()]).toEqual([who, 'NO_SUCH_KEY_MINOR_ENTRY']);
    }
  });

  it('point to a corrective measure of a case, which has to be there', () => {
    const input = { kind: 'CORRECTION', sourceCaseId: 'case' } as const;
    const taken = { caseId: 'case', measureId: 'measure' };
    const one = onRegister();
    expect(
      one.tries('2025-03-12 10:00', 'psb', 'RecordKeyMinorMeasure', { ...input, derived: { taken: null } }).refused(),
    ).toBe('NOT_FOUND');
    one.does('2025-03-12 10:00', 'psb', 'RecordKeyMinorMeasure', { ...input, derived: { taken } });
    expect([one.record.measures[0]?.taken, one.record.caseIds]).toEqual([taken, ['case']]);
  });

  it('entered late are marked so, and none is of a day to come', () => {
    const late = { occurred: '2025-03-11 10:00' };
    const one = onRegister().does('2025-03-14 10:00', 'edu', 'RecordKeyMinorMeasure', { kind: 'EDUCATION' }, late);
    expect(one.record.measures).toMatchObject([{ enteredLate: true, at: '2025-03-11T10:00:00.000+08:00' }]);
    one.tries('2025-03-14 10:00', 'edu', 'RecordKeyMinorMeasure', { kind: 'HELP' }, { occurred: '2025-03-15 10:00' });
    expect(one.refused()).toBe('OCCURRED_IN_FUTURE');
  });
});

describe('a child that moves', () => {
  it('within the county is the next township’s, and no more the last one’s', () => {
    const place = { division: '341722103', address: sealed('ZZ-moved') };
    const one = onRegister().does('2025-03-20 10:00', 'town', 'MoveKeyMinor', { place });
    expect(one.may('2025-03-21 10:00', 'town', all)).toEqual([]);
    expect(one.may('2025-03-21 10:00', 'next-town', all)).toEqual([
      'OpenKeyMinorEntry',
      'RecordKeyMinorMeasure',
      'MoveKeyMinor',
      'CloseKeyMinorEntry',
    ]);
    expect(one.waiting()).toEqual(['KEY_MINOR_AGE_LIMIT running 2032-11-23']);
  });

  it('out of the county leaves the register of this one', () => {
    const place = { division: '341721100' };
    expect(onRegister().tries('2025-03-20 10:00', 'ca', 'MoveKeyMinor', { place }).refused()).toBe('PLACE_ELSEWHERE');
    const here = { division: keyMinor.place.division };
    expect(onRegister().tries('2025-03-20 10:00', 'ca', 'MoveKeyMinor', { place: here }).refused()).toBe(
      'ALREADY_DONE',
    );
  });
});

describe('a child leaves the key-minor register', () => {
  it('with all its clocks, and comes back on the same file', () => {
    const one = onRegister().does('2025-06-01 10:00', 'psb', 'CloseKeyMinorEntry', { because: 'NO_LONGER' });
    expect([one.record.status, one.waiting()]).toEqual(['closed', []]);
    for (const command of ['RecordKeyMinorMeasure', 'MoveKeyMinor', 'CloseKeyMinorEntry'] as const) {
      expect(one.tries('2025-06-02 10:00', 'psb', command, {} as never).refused()).toBe('ALREADY_DONE');
    }
    one.does('2025-07-01 10:00', 'edu', 'OpenKeyMinorEntry', keyMinor);
    expect([one.types(), one.record.status, one.record.closed]).toEqual([
      ['KeyMinorEntered', 'KeyMinorFound'],
      'open',
      null,
    ]);
  });

  it('at eighteen, the day after the birthday, and not at sixteen', () => {
    const soon = { ...keyMinor, derived: { ...keyMinor.derived, turns18On: '2025-05-09' as never } };
    const one = new SpecKeyMinor().does('2025-03-11 10:00', 'town', 'OpenKeyMinorEntry', soon);
    expect(one.until('2025-05-08 23:59').record.status).toBe('open');
    expect(one.until('2025-05-09 00:00').record.closed?.reason).toBe('AGE_OUT');
  });

  it('at eighteen also where the clock runner has not been', () => {
    const soon = { ...keyMinor, derived: { ...keyMinor.derived, turns18On: '2025-05-09' as never } };
    const one = new SpecKeyMinor().does('2025-03-11 10:00', 'town', 'OpenKeyMinorEntry', soon);
    expect(one.tries('2025-05-10 10:00', 'edu', 'RecordKeyMinorMeasure', { kind: 'HELP' }).refused()).toBe(
      'ALREADY_DONE',
    );
  });

  it('as a mistake, and is nobody’s any more', () => {
    const one = onRegister().does('2025-03-12 10:00', 'edu', 'CloseKeyMinorEntry', { because: 'MISTAKEN' });
    for (const who of Object.keys(agencies)) {
      expect([who, one.may('2025-03-13 10:00', who, all)]).toEqual([who, []]);
    }
  });
});

describe('the register', () => {
  it('is there by duty alone', () => {
    const { record } = onRegister();
    const there = Object.values(agencies).filter((agency) => isOnDuty(record, agency));
    expect(there.map(({ id }) => id).sort()).toEqual([...DUTY].sort());
    for (const who of Object.keys(agencies).filter((id) => !DUTY.includes(id))) {
      expect([who, onRegister().may('2025-03-12 10:00', who, all)]).toEqual([who, []]);
    }
  });
});
