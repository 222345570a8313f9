import { boy, girl, onLedger, SpecEntry, sealed } from './given.fixture.ts';

const phone = { means: 'PHONE' } as const;

describe('a child enters the ledger', () => {
  it('once, for a reason of the pack, with the clocks of the place', () => {
    const one = onLedger();
    expect(one.types()).toEqual(['EnteredOnLedger']);
    expect([...one.effects()].sort()).toEqual([
      'start LEDGER_AGE_LIMIT 2030-11-23 ca',
      'start LEDGER_HALF_YEAR 2025-08-18 ca', // the seventeenth is a Sunday
      'start ST_CONTACT_MONTH 2025-02-28 cd',
      'start ST_VISIT_QUARTER 2025-03-31 cd',
    ]);
    expect(one.tries('2025-02-18 10:00', 'cs', 'OpenLedgerEntry', boy).refused()).toBe('ALREADY_DONE');
    const more = { ...boy, categories: ['DISABILITY', 'FAMILY_HARDSHIP'] as const };
    one.does('2025-02-18 10:00', 'cs', 'OpenLedgerEntry', more);
    expect([one.types(), one.effects()]).toEqual([['FocusCategoriesAdded'], []]);
    expect(one.record.categories.map(({ category }) => category)).toEqual(['FAMILY_HARDSHIP', 'DISABILITY']);
  });

  it('in other places with a periodic visit, which is configured', () => {
    const one = new SpecEntry().does('2025-03-03 10:00', 'gd-cs', 'OpenLedgerEntry', girl);
    expect(one.effects()).toEqual(
      expect.arrayContaining(['start VISIT_DEFAULT 2025-06-03 gd-rvc', 'start LEDGER_HALF_YEAR 2025-09-03 gd-ca']),
    );
    expect(one.effects().some((effect) => effect.includes('ST_'))).toBe(false);
  });

  it.each<[string, object, string]>([
    ['of the county itself', { hukouDivision: '341722' }, 'NOT_CROSS_COUNTY'],
    ['not long enough here', { residenceSince: '2024-08-18' }, 'LESS_THAN_6_MONTHS'],
    ['sixteen', { derived: { childId: 'child', turns16On: '2025-02-17' } }, 'AGE_16'],
    ['of whom nothing is known', { residenceSince: undefined }, 'UNKNOWN'],
    ['without a guardian', { livesWithGuardian: false }, 'NOT_WITH_GUARDIAN'],
  ])('but none %s, with the reason and the clause', (_, stay, why) => {
    const one = new SpecEntry().tries('2025-02-17 10:00', 'town', 'OpenLedgerEntry', { ...boy, ...stay });
    expect(one.last).toMatchObject({ refused: 'NOT_A_MIGRANT_CHILD', standing: 'seed' });
    expect(JSON.stringify(one.last)).toContain(why);
  });

  it('who asks for help, from across a township’s border; for any other reason, from across the county’s', () => {
    const near = { ...boy, hukouDivision: '341722103' };
    const asks = (
      categories: (typeof boy)['categories'] | readonly ['SELF_REQUEST'] | readonly ['SELF_REQUEST', 'VAGRANCY'],
    ) => new SpecEntry().tries('2025-02-17 10:00', 'town', 'OpenLedgerEntry', { ...near, categories }).refused();
    expect(asks(['SELF_REQUEST'])).toBeUndefined();
    expect(asks(['FAMILY_HARDSHIP'])).toBe('NOT_A_MIGRANT_CHILD');
    expect(asks(['SELF_REQUEST', 'VAGRANCY'])).toBe('NOT_A_MIGRANT_CHILD');
  });

  it('by those alone who may', () => {
    for (const who of ['grid', 'cd', 'rvc', 'edu', 'psb']) {
      const one = new SpecEntry().tries('2025-02-17 10:00', who, 'OpenLedgerEntry', boy, { reason: '理由' });
      expect([who, one.last]).toMatchObject([who, { refused: 'ACTOR_NOT_AUTHORISED', standing: 'seed' }]);
    }
    const town = () => new SpecEntry();
    expect(town().tries('2025-03-03 10:00', 'gd-town', 'OpenLedgerEntry', girl).refused()).toBe(
      'CONFIGURED_RULE_NEEDS_REASON',
    );
    town().does('2025-03-03 10:00', 'gd-town', 'OpenLedgerEntry', girl, { reason: '民政办设在乡镇' });
  });

  it.each([
    ['neither a case nor a child', { child: undefined, place: undefined }, 'WHO_AND_WHERE'],
    ['a case and a child', { sourceCaseId: 'case' }, 'NOT_FOUND'],
  ])('not for %s', (_, input, code) => {
    const one = new SpecEntry().tries('2025-02-17 10:00', 'town', 'OpenLedgerEntry', { ...boy, ...input });
    expect(one.refused()).toBe(code);
  });
});

describe('contact each month and a visit each quarter', () => {
  it('count for their month alone: a second contact does not count for the next', () => {
    const one = onLedger().does('2025-02-24 18:00', 'cd', 'RecordContact', phone);
    expect(one.effects()).toEqual(['stop ST_CONTACT_MONTH', 'start ST_CONTACT_MONTH 2025-03-31 cd']);
    one.does('2025-02-26 18:00', 'cd', 'RecordContact', phone);
    expect(one.effects()).toEqual([]);
  });

  it('are done both by a visit at home', () => {
    const one = onLedger().does('2025-02-25 18:00', 'cd', 'RecordHomeVisit', { note: sealed('note') });
    expect(one.types()).toEqual(['HomeVisitRecorded', 'ContactRecorded']);
    expect(one.effects()).toEqual([
      'stop ST_VISIT_QUARTER',
      'start ST_VISIT_QUARTER 2025-06-30 cd',
      'stop ST_CONTACT_MONTH',
      'start ST_CONTACT_MONTH 2025-03-31 cd',
    ]);
  });

  it('are breached by the month’s end, on a rest day or not, and the next month begins', () => {
    const one = onLedger().does('2025-02-24 18:00', 'cd', 'RecordContact', phone);
    expect(one.until('2025-03-31 23:59').types()).toEqual(['ContactRecorded']);
    one.until('2025-04-01 00:00');
    expect(one.events.slice(-2).map(({ type }) => type)).toEqual(['LedgerPeriodMissed', 'LedgerPeriodMissed']);
    expect(one.record.missed.map(({ clock, due }) => `${clock} ${due}`).sort()).toEqual([
      'ST_CONTACT_MONTH 2025-03-31T23:59:59.999+08:00',
      'ST_VISIT_QUARTER 2025-03-31T23:59:59.999+08:00',
    ]);
    expect(one.waiting()).toEqual([
      'LEDGER_AGE_LIMIT running 2030-11-23',
      'LEDGER_HALF_YEAR running 2025-08-18',
      'ST_CONTACT_MONTH running 2025-04-30',
      'ST_VISIT_QUARTER running 2025-06-30',
    ]);
    one.until('2025-06-01 00:00'); // 31 May 2025 is a Saturday and a holiday
    expect(one.record.missed.map(({ due }) => due.slice(0, 10)).slice(2)).toEqual(['2025-04-30', '2025-05-31']);
  });

  it('entered late count where they occurred; the breach stays, and the month that runs stays open', () => {
    const one = onLedger().does('2025-02-24 18:00', 'cd', 'RecordContact', phone).until('2025-04-01 00:00');
    one.does('2025-04-02 18:00', 'cd', 'RecordContact', phone, { occurred: '2025-03-29 18:00' });
    expect(one.effects()).toEqual([]);
    expect(one.record.contacts.at(-1)).toMatchObject({ enteredLate: true });
    const missed = Object.fromEntries(one.record.missed.map(({ clock, madeUpBy }) => [clock, madeUpBy]));
    expect(missed).toEqual({ ST_CONTACT_MONTH: one.record.contacts.at(-1)?.id, ST_VISIT_QUARTER: null });
    expect(one.waiting()).toContain('ST_CONTACT_MONTH running 2025-04-30');
    one.does('2025-04-03 18:00', 'cd', 'RecordContact', phone);
    expect(one.effects()).toEqual(['stop ST_CONTACT_MONTH', 'start ST_CONTACT_MONTH 2025-05-31 cd']);
  });

  it('are made up for once, by the first that is entered, and by a visit at home both', () => {
    const one = onLedger().until('2025-04-01 00:00'); // contact of February and March, visit of the first quarter
    one.does('2025-04-02 18:00', 'cd', 'RecordContact', phone, { occurred: '2025-03-29 18:00' });
    one.does('2025-04-03 18:00', 'cd', 'RecordHomeVisit', {}, { occurred: '2025-03-30 18:00' });
    expect(one.last).toMatchObject([{ data: { makesUp: [expect.any(String)] } }, { data: { makesUp: [] } }]);
    const [march] = one.record.contacts;
    const [visit] = one.record.visits;
    const made = () => one.record.missed.map(({ clock, due, madeUpBy }) => [clock, due.slice(0, 10), madeUpBy]);
    expect(made()).toEqual(
      expect.arrayContaining([
        ['ST_CONTACT_MONTH', '2025-02-28', null],
        ['ST_CONTACT_MONTH', '2025-03-31', march?.id],
        ['ST_VISIT_QUARTER', '2025-03-31', visit?.id],
      ]),
    );
    one.does('2025-04-04 18:00', 'cd', 'RecordHomeVisit', {}, { occurred: '2025-02-27 18:00' });
    expect(made()).toEqual(
      expect.arrayContaining([
        ['ST_CONTACT_MONTH', '2025-02-28', one.record.contacts.at(-1)?.id],
        ['ST_VISIT_QUARTER', '2025-03-31', visit?.id],
      ]),
    );
  });

  it('may be of the very moment of the entry', () => {
    const one = onLedger().does('2025-02-18 10:00', 'cd', 'RecordContact', phone, { occurred: '2025-02-17 10:00' });
    expect(one.types()).toEqual(['ContactRecorded']);
  });

  it('come to the same whether or not the clock runner has been there', () => {
    const noticed = onLedger().until('2025-04-02 18:00');
    const unnoticed = onLedger();
    for (const one of [noticed, unnoticed]) one.does('2025-04-02 18:00', 'cd', 'RecordContact', phone);
    const state = (one: SpecEntry) => [one.waiting(), one.record.missed.map(({ clock, due }) => [clock, due]).sort()];
    expect(state(unnoticed)).toEqual(state(noticed));
    expect(unnoticed.types()).toEqual([...Array(3).fill('LedgerPeriodMissed'), 'ContactRecorded']);
    expect(unnoticed.last).toMatchObject([
      { meta: { actor: { officer: 'system' } } },
      {},
      {},
      { meta: { actor: { officer: 'officer-of-cd' } } },
    ]);
  });

  it('are not recorded for a time before the entry, nor for one to come', () => {
    const one = onLedger();
    one.tries('2025-02-18 10:00', 'cd', 'RecordContact', phone, { occurred: '2025-02-16 10:00' });
    expect(one.refused()).toBe('NOT_YET');
    one.tries('2025-02-18 10:00', 'cd', 'RecordHomeVisit', {}, { occurred: '2025-02-19 10:00' });
    expect(one.refused()).toBe('OCCURRED_IN_FUTURE');
  });

  it.each(['RecordContact', 'RecordHomeVisit'] as const)(
    '%s is the child director’s, and no other agency’s',
    (command) => {
      const input = command === 'RecordContact' ? phone : {};
      onLedger().does('2025-02-18 10:00', 'cd', command, input as never);
      for (const who of ['rvc', 'cs', 'town', 'ca']) {
        const one = onLedger().tries('2025-02-18 10:00', who, command, input as never);
        expect([who, one.last]).toMatchObject([who, { refused: 'ACTOR_NOT_AUTHORISED', standing: 'seed' }]);
      }
      expect(
        onLedger()
          .tries('2025-02-18 10:00', 'next-cd', command, input as never)
          .refused(),
      ).toBe('NO_SUCH_LEDGER_ENTRY');
    },
  );
});

describe('a visit every three months', () => {
  const inGuangdong = () => new SpecEntry().does('2025-03-03 10:00', 'gd-cs', 'OpenLedgerEntry', girl);

  it('is overdue until it is made, and is counted anew from the last visit', () => {
    const one = inGuangdong().until('2025-06-04 00:00');
    expect(one.types()).toEqual(['LedgerDutyOverdue']);
    expect(one.waiting()).toContain('VISIT_DEFAULT overdue 2025-06-03');
    one.does('2025-06-10 10:00', 'gd-rvc', 'RecordContact', phone);
    expect(one.effects()).toEqual([]); // to be called is not to be visited
    one.does('2025-06-11 10:00', 'gd-rvc', 'RecordHomeVisit', {});
    expect(one.effects()).toEqual(['late stop VISIT_DEFAULT', 'start VISIT_DEFAULT 2025-09-11 gd-rvc']);
  });

  it('is not moved by one that was before the last', () => {
    const one = inGuangdong().does('2025-04-10 10:00', 'gd-cd', 'RecordHomeVisit', {});
    one.does('2025-04-12 10:00', 'gd-cd', 'RecordHomeVisit', {}, { occurred: '2025-04-02 10:00' });
    expect([one.effects(), one.record.visits.length]).toEqual([[], 2]);
    expect(one.waiting()).toContain('VISIT_DEFAULT running 2025-07-10');
  });
});

describe('the ledger', () => {
  it('is refreshed within half a year of the last time, by civil affairs', () => {
    const one = onLedger().until('2025-05-06 10:00').does('2025-05-06 10:00', 'ca', 'RefreshLedgerEntry', {});
    expect(one.effects()).toEqual(['stop LEDGER_HALF_YEAR', 'start LEDGER_HALF_YEAR 2025-11-06 ca']);
    expect(one.tries('2025-05-07 10:00', 'town', 'RefreshLedgerEntry', {}).refused()).toBe('ACTOR_NOT_AUTHORISED');
    expect(one.until('2025-11-07 00:00').waiting()).toContain('LEDGER_HALF_YEAR overdue 2025-11-06');
  });

  it('ends an entry with all its clocks, and takes the child up again on the same file', () => {
    const one = onLedger().does('2025-05-06 10:00', 'town', 'CloseLedgerEntry', { because: 'MOVED_OUT' });
    expect(one.waiting()).toEqual([]);
    for (const command of ['RecordContact', 'RecordHomeVisit'] as const) {
      expect(one.tries('2025-05-07 10:00', 'cd', command, phone).refused()).toBe('ALREADY_DONE');
    }
    expect(one.tries('2025-05-07 10:00', 'ca', 'RefreshLedgerEntry', {}).refused()).toBe('ALREADY_DONE');
    one.does('2025-05-08 10:00', 'town', 'OpenLedgerEntry', { ...boy, categories: ['DISABILITY'] });
    expect([one.record.status, one.record.closed, one.waiting().length]).toEqual(['open', null, 4]);
  });

  it('is left by those alone who may close', () => {
    expect(onLedger().tries('2025-05-06 10:00', 'cd', 'CloseLedgerEntry', { because: 'MOVED_OUT' }).refused()).toBe(
      'CONFIGURED_RULE_NEEDS_REASON',
    );
    for (const who of ['ca', 'cs', 'town']) {
      onLedger().does('2025-05-06 10:00', who, 'CloseLedgerEntry', { because: 'NEED_ENDED' });
    }
  });

  it('is left at sixteen, the day after the birthday', () => {
    const soon = { ...boy, derived: { childId: 'child', turns16On: '2025-03-09' as never } };
    const one = new SpecEntry().does('2025-02-17 10:00', 'town', 'OpenLedgerEntry', soon);
    expect(one.until('2025-03-08 23:59').record.status).toBe('open');
    one.until('2025-03-09 00:00');
    expect([one.record.closed?.reason, one.waiting()]).toEqual(['AGE_OUT', []]);
  });

  it('lists as next steps what would not be refused', () => {
    const all = [
      'OpenLedgerEntry',
      'RecordContact',
      'RecordHomeVisit',
      'RefreshLedgerEntry',
      'CloseLedgerEntry',
    ] as const;
    const one = onLedger();
    expect(one.may('2025-02-18 10:00', 'cd', all)).toEqual(['RecordContact', 'RecordHomeVisit', 'CloseLedgerEntry']);
    expect(one.may('2025-02-18 10:00', 'ca', all)).toEqual([
      'OpenLedgerEntry',
      'RefreshLedgerEntry',
      'CloseLedgerEntry',
    ]);
    for (const who of ['next-cd', 'next-town', 'far-ca', 'city-ca', 'edu', 'psb', 'wccw', 'grid']) {
      expect([who, one.may('2025-02-18 10:00', who, all)]).toEqual([who, []]);
    }
  });
});
