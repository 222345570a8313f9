import { buildSchema, type GraphQLObjectType } from 'graphql';
import { agencyDirectory, type NamedAgency } from '#access';
import { agencies, boy, onLedger, type SpecEntry, sealed } from '../../ledger/src/given.fixture.ts';
import { gathered, offerLedgerEntry } from '../../runtime/src/views/rows.ts';
import { deskSdl } from './graphql/sdl.ts';
import { ledgerView, ledgerWaiting } from './ledger.view.ts';
import { desks } from './registry.ts';

const named = (id: string): NamedAgency => ({ ...(agencies[id] as NamedAgency), name: { zh: id, en: id } });
const directory = agencyDirectory(Object.keys(agencies).map(named), []);

/** An entry in which everything has been said that may be said; civil affairs alone found the psychological reason. */
const rich = () =>
  onLedger()
    .does('2025-02-18 10:00', 'ca', 'OpenLedgerEntry', { ...boy, categories: ['PSYCH_BEHAVIOUR'] })
    .does('2025-02-24 18:00', 'cd', 'RecordContact', { means: 'PHONE', note: sealed('ZZ-contact') })
    .does('2025-03-13 18:00', 'cd', 'RecordHomeVisit', { note: sealed('ZZ-visit') })
    .does('2025-03-14 10:00', 'ca', 'RefreshLedgerEntry', { note: sealed('ZZ-refreshed') })
    .until('2025-05-01 00:00');
const seen = (one: SpecEntry, who: string) => JSON.stringify(ledgerView(one.record, named(who))) ?? '';
const planted = (text: string) => [...new Set(text.match(/ZZ-\w+/g) ?? [])].sort();
const waiting = (one: SpecEntry, who: string) => ledgerWaiting(one.record, named(who)).map(({ clock }) => clock);

describe('what is seen of a child on the ledger', () => {
  it('is what the schema declares of every desk that shows it, and of no other', () => {
    const view = ledgerView(rich().record, named('ca')) as Record<string, unknown>;
    const showing = desks.filter(({ ledger }) => ledger !== undefined);
    expect(showing.map(({ name }) => name)).toEqual(['residents-committee', 'township', 'civil-affairs']);
    for (const desk of desks) {
      const type = buildSchema(deskSdl(desk)).getType('LedgerEntry') as GraphQLObjectType | undefined;
      const declared = type && Object.keys(type.getFields()).filter((field) => field !== 'version');
      expect([desk.name, declared?.sort()]).toEqual([desk.name, desk.ledger && Object.keys(view).sort()]);
    }
  });

  const child = ['ZZ-address', 'ZZ-birth', 'ZZ-guardian', 'ZZ-name', 'ZZ-phone'];
  it.each([
    ['cd', [...child, 'ZZ-contact', 'ZZ-visit'], []],
    ['rvc', [...child, 'ZZ-contact', 'ZZ-visit'], []],
    ['cs', [...child, 'ZZ-contact', 'ZZ-visit'], ['FAMILY_HARDSHIP']],
    ['town', [...child, 'ZZ-contact', 'ZZ-visit'], ['FAMILY_HARDSHIP']],
    ['station', [...child, 'ZZ-contact', 'ZZ-visit'], ['FAMILY_HARDSHIP']],
    ['ca', child, ['FAMILY_HARDSHIP', 'PSYCH_BEHAVIOUR']],
  ])('%s reads what is for it alone', (who, texts, categories) => {
    expect(planted(seen(rich(), who))).toEqual([...texts].sort());
    expect(ledgerView(rich().record, named(who))).toMatchObject({ categories });
  });

  it('is nothing for anyone else, in no row', () => {
    const rows = [...gathered((offer) => offerLedgerEntry(rich().record, desks, directory, offer)).values()];
    const readers = new Set(rows.map(({ agency }) => agency));
    expect([...readers].sort()).toEqual(['ca', 'cd', 'cs', 'rvc', 'station', 'town']);
    for (const who of Object.keys(agencies).filter((id) => !readers.has(id))) {
      expect([who, ledgerView(rich().record, named(who))]).toEqual([who, null]);
    }
  });

  it('does not change for committee and township when civil affairs finds another reason', () => {
    const more = (one: SpecEntry) =>
      one.does('2025-02-18 10:00', 'ca', 'OpenLedgerEntry', { ...boy, categories: ['VAGRANCY'] });
    for (const who of ['cd', 'rvc', 'town', 'cs']) expect(seen(more(onLedger()), who)).toBe(seen(onLedger(), who));
    expect(seen(more(onLedger()), 'ca')).not.toBe(seen(onLedger(), 'ca'));
  });

  it('shows a missed month and no age', () => {
    const view = ledgerView(rich().record, named('cs')) as { missed: object[]; clocks: { clock: string }[] };
    expect(view.missed).toEqual([{ clock: 'ST_CONTACT_MONTH', due: '2025-04-30T23:59:59.999+08:00', madeUp: false }]);
    expect(view.clocks.map(({ clock }) => clock)).not.toContain('LEDGER_AGE_LIMIT');
  });
});

describe('whose move it is', () => {
  const inboxes = (one: SpecEntry) => ['cd', 'rvc', 'cs', 'town', 'ca', 'next-cd'].map((who) => waiting(one, who));
  it('is the child director’s; township and civil affairs learn what is overdue', () => {
    const visits = ['ST_CONTACT_MONTH', 'ST_VISIT_QUARTER'];
    expect(inboxes(onLedger())).toEqual([visits, [], [], [], ['LEDGER_HALF_YEAR'], []]);
    const overdue = onLedger().until('2025-08-20 00:00');
    expect(inboxes(overdue)).toEqual([
      visits,
      [],
      ['LEDGER_HALF_YEAR'],
      ['LEDGER_HALF_YEAR'],
      ['LEDGER_HALF_YEAR'],
      [],
    ]);
    const closed = overdue.does('2025-08-21 10:00', 'town', 'CloseLedgerEntry', { because: 'MOVED_OUT' });
    expect(inboxes(closed)).toEqual([[], [], [], [], [], []]);
  });
});
