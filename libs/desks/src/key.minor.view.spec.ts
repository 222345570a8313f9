import { buildSchema, type GraphQLObjectType } from 'graphql';
import { agencyDirectory, type NamedAgency } from '#access';
import { agencies, keyMinor, onRegister, type SpecKeyMinor, sealed } from '../../ledger/src/given.fixture.ts';
import { gathered, offerKeyMinor } from '../../runtime/src/views/rows.ts';
import { deskSdl } from './graphql/sdl.ts';
import { keyMinorView } from './key.minor.view.ts';
import { desks } from './registry.ts';

const named = (id: string): NamedAgency => ({ ...(agencies[id] as NamedAgency), name: { zh: id, en: id } });
const directory = agencyDirectory(Object.keys(agencies).map(named), []);
const DUTY = ['ca', 'edu', 'hrss', 'plac', 'psb', 'town'];

/** An entry in which everything has been said that may be said, of two cases that others need not know of. */
const rich = () =>
  onRegister()
    .does('2025-03-12 10:00', 'edu', 'OpenKeyMinorEntry', {
      ...keyMinor,
      child: undefined,
      place: undefined,
      sourceCaseId: 'ZZ-case',
      derived: {
        about: {
          child: { childId: 'child', name: sealed('ZZ-name'), turns16On: '2030-11-24' as never },
          division: '341722102201',
        },
      },
      behaviour: 'SERIOUS_MISBEHAVIOUR',
      facts: sealed('ZZ-school'),
      survey: undefined,
    })
    .does('2025-03-13 10:00', 'psb', 'RecordKeyMinorMeasure', {
      kind: 'CORRECTION',
      note: sealed('ZZ-correction'),
      sourceCaseId: 'ZZ-police-case',
      derived: { taken: { caseId: 'ZZ-police-case', measureId: 'ZZ-measure' } },
    })
    .does('2025-03-14 10:00', 'hrss', 'RecordKeyMinorMeasure', { kind: 'HELP', note: sealed('ZZ-help') })
    .does('2025-06-02 10:00', 'ca', 'CloseKeyMinorEntry', { because: 'NO_LONGER', note: sealed('ZZ-closed') });
const seen = (one: SpecKeyMinor, who: string) => JSON.stringify(keyMinorView(one.record, named(who))) ?? '';
const planted = (text: string) => [...new Set(text.match(/ZZ-[\w-]+/g) ?? [])].sort();

describe('what is seen of a child on the key-minor register', () => {
  it('is what the schema declares of every desk that shows it, and of no other', () => {
    const view = keyMinorView(rich().record, named('ca')) as Record<string, object[]>;
    const showing = desks.filter((desk) => desk.keyMinor !== undefined).map(({ name }) => name);
    expect(showing).toEqual(['township', 'police', 'civil-affairs', 'service-agency', 'oversight']);
    const fields = { KeyMinorEntry: view, KeyMinorFound: view.found?.[0], KeyMinorMeasure: view.measures?.[0] };
    for (const desk of desks) {
      const schema = buildSchema(deskSdl(desk));
      for (const [type, of] of Object.entries(fields)) {
        const declared = schema.getType(type) as GraphQLObjectType | undefined;
        const names = declared && Object.keys(declared.getFields()).filter((field) => field !== 'version');
        expect([desk.name, names?.sort()]).toEqual([desk.name, desk.keyMinor && Object.keys(of ?? {}).sort()]);
      }
    }
  });

  const child = ['ZZ-address', 'ZZ-birth', 'ZZ-guardian', 'ZZ-name', 'ZZ-phone'];
  it.each([
    ['town', [...child, 'ZZ-facts', 'ZZ-survey']], // what it found itself
    ['edu', [...child, 'ZZ-case', 'ZZ-school']],
    ['psb', [...child, 'ZZ-facts', 'ZZ-survey', 'ZZ-school', 'ZZ-correction', 'ZZ-police-case', 'ZZ-measure']],
    ['hrss', [...child, 'ZZ-help']],
    ['ca', child],
    ['plac', child],
  ])('%s reads what is for it alone, and that something was done', (who, texts) => {
    expect(planted(seen(rich(), who))).toEqual([...texts].sort());
    expect(keyMinorView(rich().record, named(who))).toMatchObject({
      found: [{ behaviour: 'MISBEHAVIOUR' }, { behaviour: 'SERIOUS_MISBEHAVIOUR' }],
      measures: [
        { kind: 'CORRECTION', by: 'psb' },
        { kind: 'HELP', by: 'hrss' },
      ],
    });
  });

  it('is nothing for anyone else, in no row and no inbox', () => {
    const rows = [...gathered((offer) => offerKeyMinor(rich().record, desks, directory, offer)).values()];
    expect(rows.map(({ agency }) => agency).sort()).toEqual(DUTY);
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['key-minor']));
    for (const who of Object.keys(agencies).filter((id) => !DUTY.includes(id))) {
      expect([who, keyMinorView(rich().record, named(who))]).toEqual([who, null]);
    }
  });

  it('is nothing for anyone once it was a mistake', () => {
    const one = onRegister().does('2025-03-12 10:00', 'psb', 'CloseKeyMinorEntry', { because: 'MISTAKEN' });
    expect([...gathered((offer) => offerKeyMinor(one.record, desks, directory, offer)).values()]).toEqual([]);
  });

  it('does not change for the others when one of them notes something else', () => {
    const help = (note: string) =>
      onRegister().does('2025-03-14 10:00', 'hrss', 'RecordKeyMinorMeasure', { kind: 'HELP', note: sealed(note) });
    for (const who of DUTY) {
      const same = seen(help('one'), who) === seen(help('another'), who);
      expect([who, same]).toEqual([who, who !== 'hrss']);
    }
  });
});
