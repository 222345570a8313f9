import type { NamedAgency } from '#access';
import { agency, farVillage, village } from '../../case/src/directory.fixture.ts';
import { SpecCase, sealed } from '../../case/src/given.fixture.ts';
import { police } from './police/police.desk.ts';
import { psychologicalService } from './psychological-service/psychological-service.desk.ts';
import { directory, seen } from './seen.fixture.ts';

/** A word of its own in each personal field that a receiver could be shown. */
const WORDS = {
  name: 'ZZ-name',
  birthDate: 'ZZ-birth-date',
  idNumber: 'ZZ-id-number',
  guardianName: 'ZZ-guardian-name',
  guardianPhone: 'ZZ-guardian-phone',
  flagFacts: 'ZZ-flag-facts',
  flagReporter: 'ZZ-flag-reporter',
  told: 'ZZ-told',
  answer: 'ZZ-answer',
  facts: 'ZZ-facts',
  reporter: 'ZZ-reporter',
  wanted: 'ZZ-wanted',
  supplied: 'ZZ-supplied',
  because: 'ZZ-because',
} as const;
type Word = keyof typeof WORDS;
const say = (word: Word) => sealed(WORDS[word]);

/** A report that waits at the police: `less` leaves out what must make no difference before acceptance. */
function reportedCase(less: { readonly without?: readonly Word[] } = {}): SpecCase {
  const given = (word: Word) => (less.without?.includes(word) ? undefined : say(word));
  return new SpecCase()
    .does('2025-03-03 09:00', 'cd', 'RaiseFlag', {
      child: { name: say('name'), birthDate: say('birthDate'), idNumber: given('idNumber') },
      guardian: { name: given('guardianName'), relation: sealed('FATHER'), phone: given('guardianPhone') },
      place: { division: village },
      derived: { turns14On: '2032-05-02' as never, turns16On: '2034-05-02' as never, turns18On: '2036-05-02' as never },
      kind: 'GUARDIANSHIP_FAILURE',
      facts: say('flagFacts'),
      reporter: { name: given('flagReporter') },
    })
    .does('2025-03-03 10:00', 'rvc', 'TriageFlag', { severity: 'SERIOUS', guardianFails: true })
    .does('2025-03-03 11:00', 'rvc', 'RecordDissuasion', { told: say('told'), answer: given('answer') })
    .does('2025-03-03 12:00', 'rvc', 'ReportToPolice', {
      to: 'far-psb',
      facts: say('facts'),
      reporter: { name: say('reporter') },
    });
}

const told = { message: sealed('told') };
type Step = (spec: SpecCase) => SpecCase;
const asked: Step = (spec) => spec.does('2025-03-03 13:00', 'far-psb', 'RequestInfo', { wanted: say('wanted') });
/** States in which the unit has not decided yet. */
const WAITS = {
  pending: (spec) => spec,
  'info-requested': asked,
  supplied: (spec) => asked(spec).does('2025-03-03 14:00', 'rvc', 'SupplyInfo', { supplied: say('supplied') }),
  'found to belong elsewhere': (spec) => spec.does('2025-03-03 13:00', 'far-psb', 'FindJurisdiction', {}),
} as const satisfies Record<string, Step>;
const waits = (state: keyof typeof WAITS) => () => WAITS[state](reportedCase());
const accepted = () => reportedCase().does('2025-03-03 15:00', 'far-psb', 'AcceptCase', {});
const notFiled = () =>
  reportedCase().does('2025-03-03 15:00', 'far-psb', 'DecideNotToFile', { because: say('because') });
const handedOver = () => reportedCase().does('2025-03-03 15:00', 'far-psb', 'HandOverReport', { to: 'psb' });
const refused = () =>
  reportedCase().does('2025-03-03 15:00', 'far-psb', 'NotAccept', { notAcceptedBecause: 'NO_FACTS', ...told });

/** What a unit decides by: the facts, which child and guardian, where, who reported to it and has to be answered (程序规定60). */
const MINIMUM: readonly Word[] = ['name', 'birthDate', 'guardianName', 'flagFacts', 'facts', 'reporter'];
const WHEN_ACCEPTED: readonly Word[] = [...MINIMUM, 'idNumber', 'guardianPhone', 'flagReporter', 'told', 'answer'];
/** A decision not to file is served on whom it concerns, and explained by what the report said (刑事程序178, 182). */
const SERVED: readonly Word[] = ['name', 'birthDate', 'guardianName', 'idNumber', 'guardianPhone', 'facts', 'reporter'];
/** Written by hand: state of the report, unit, what it sees. */
const TABLE: readonly (readonly [state: string, unit: string, spec: () => SpecCase, sees: readonly Word[]])[] = [
  ['pending', 'far-psb', waits('pending'), MINIMUM],
  ['info-requested', 'far-psb', waits('info-requested'), [...MINIMUM, 'wanted']],
  ['supplied', 'far-psb', waits('supplied'), [...MINIMUM, 'wanted', 'supplied']],
  ['found elsewhere', 'far-psb', waits('found to belong elsewhere'), MINIMUM],
  ['accepted', 'far-psb', accepted, WHEN_ACCEPTED],
  ['not filed on', 'far-psb', notFiled, SERVED],
  ['not accepted', 'far-psb', refused, []],
  ['handed over: the old unit', 'far-psb', handedOver, []],
  ['handed over: the new unit', 'psb', handedOver, MINIMUM],
  [
    'accepted by the new unit',
    'psb',
    () => handedOver().does('2025-03-03 16:00', 'psb', 'AcceptCase', {}),
    WHEN_ACCEPTED,
  ],
  [
    'accepted by the new unit: the old one',
    'far-psb',
    () => handedOver().does('2025-03-03 16:00', 'psb', 'AcceptCase', {}),
    [],
  ],
  ['a unit that was never asked', 'psb', reportedCase, []],
];

const named = (id: string): NamedAgency => ({ ...agency(id), name: { zh: id, en: id } });
const textFor = (desk: typeof police, spec: SpecCase, who: string) =>
  JSON.stringify(desk.view(spec.record, named(who), directory)) ?? '';
const wordsIn = (text: string) => (Object.keys(WORDS) as Word[]).filter((word) => text.includes(`"${WORDS[word]}"`));

describe('what a police unit sees of a report, by its state', () => {
  it.each(TABLE)('%s (%s)', (_, unit, spec, sees) => {
    expect(wordsIn(textFor(police, spec(), unit)).sort()).toEqual([...sees].sort());
  });

  it.each(Object.entries(WAITS))('%s: what waits for acceptance is as what was never said, to the byte', (_, step) => {
    const without: readonly Word[] = ['idNumber', 'guardianPhone', 'flagReporter', 'answer'];
    const [rich, poor] = [step(reportedCase()), step(reportedCase({ without }))];
    expect(textFor(police, rich, 'far-psb')).toBe(textFor(police, poor, 'far-psb'));
    const acceptedText = (spec: SpecCase) =>
      textFor(police, spec.does('2025-03-03 15:00', 'far-psb', 'AcceptCase', {}), 'far-psb');
    expect(acceptedText(rich)).not.toBe(acceptedText(poor));
  });

  it.each([
    ['not accepted', refused],
    ['handed over', handedOver],
  ])('%s: what happens to the case afterwards changes no byte for the unit', (_, spec) => {
    const before = textFor(police, spec(), 'far-psb');
    const later = spec()
      .does(
        '2025-03-04 09:00',
        'cd',
        'RaiseFlag',
        {
          child: { name: say('name') },
          place: { division: village },
          kind: 'SUSPECTED_ABUSE',
          facts: say('flagFacts'),
        },
        { joins: true },
      )
      .does('2025-03-04 10:00', 'rvc', 'TriageFlag', { severity: 'SERIOUS' });
    expect(later.record.flags.some(({ danger }) => danger)).toBe(true);
    expect(textFor(police, later, 'far-psb')).toBe(before);
  });
});

describe('what a psychological service sees of a referral, by its state', () => {
  const referred = () =>
    new SpecCase()
      .does('2025-03-03 09:00', 'school', 'RaiseFlag', {
        child: { name: say('name'), birthDate: say('birthDate') },
        guardian: { name: say('guardianName'), relation: sealed('FATHER'), phone: say('guardianPhone') },
        place: { division: village },
        derived: { turns14On: '2032-05-02' as never, turns18On: '2036-05-02' as never },
        kind: 'PSYCH_ABNORMALITY',
        facts: say('flagFacts'),
        screeningLevel: sealed('二级'),
      })
      .does('2025-03-03 10:00', 'school', 'RecordGuardianConsent', { guardianAgrees: true })
      .does('2025-03-03 11:00', 'school', 'ReferPsych', { to: 'psyso', because: say('because') });
  const taken = () => referred().does('2025-03-03 12:00', 'psyso', 'AcceptReferral', {});
  const FAMILY: readonly Word[] = ['name', 'birthDate', 'guardianName', 'guardianPhone'];
  const withdrawn = (spec: SpecCase) => spec.does('2025-03-03 13:00', 'school', 'WithdrawConsent', {});
  const declined = () =>
    referred().does('2025-03-03 12:00', 'psyso', 'DeclineReferral', { declinedBecause: 'NO_CAPACITY' });
  const rerouted = () => declined().does('2025-03-03 13:00', 'school', 'RerouteReferral', { to: 'hosp' });

  it.each([
    ['sent', 'psyso', referred, ['because']],
    ['sent, then consent withdrawn', 'psyso', () => withdrawn(referred()), []],
    ['accepted', 'psyso', taken, ['because', ...FAMILY]],
    [
      'accepted, then consent withdrawn: what was shared stays',
      'psyso',
      () => withdrawn(taken()),
      ['because', ...FAMILY],
    ],
    ['declined', 'psyso', declined, []],
    ['rerouted: the first', 'psyso', rerouted, []],
    ['rerouted: the next', 'hosp', rerouted, ['because']],
  ] as const)('%s (%s)', (_, who, spec, sees) => {
    expect(wordsIn(textFor(psychologicalService, spec(), who)).sort()).toEqual([...sees].sort());
  });
});

describe('what is left of a care file where the family lived before', () => {
  const [OLD, NEW] = ['441502', farVillage];
  const kept = () =>
    new SpecCase()
      .does('2025-03-03 09:00', 'cd', 'RaiseFlag', {
        child: { name: say('name') },
        place: { division: village },
        kind: 'GUARDIANSHIP_FAILURE',
        facts: say('flagFacts'),
        derived: { turns18On: '2036-05-02' as never },
      })
      .does('2025-03-03 10:00', 'rvc', 'TriageFlag', { severity: 'SERIOUS', guardianFails: true })
      .does('2025-03-03 11:00', 'rvc', 'RecordDissuasion', { told: say('told') });
  const moved = (spec: SpecCase) => spec.does('2025-03-04 09:00', 'ca', 'TransferCaseJurisdiction', { to: NEW });
  const seenBy = (spec: SpecCase, who: string) => seen(spec.record, spec.events).get(who) ?? '';

  it.each(['town', 'station', 'cs', 'ca'])('%s sees it while it is there, and nothing of it afterwards', (who) => {
    expect(agency(who).division.slice(0, 6)).toBe(OLD);
    expect(seenBy(kept(), who)).toContain(WORDS.name);
    expect(seenBy(moved(kept()), who)).toBe('');
  });

  it('the committee keeps the flag that came to it, whose clock it may be charged with, and loses the rest', () => {
    const [before, after] = [kept(), moved(kept())].map((spec) => wordsIn(seenBy(spec, 'rvc').replaceAll('\\"', '"')));
    expect(before).toEqual(expect.arrayContaining(['flagFacts', 'told']));
    expect(after).toEqual(expect.arrayContaining(['flagFacts']));
    expect(after).not.toContain('told');
    expect(seenBy(moved(kept()), 'rvc')).not.toContain(NEW);
  });

  it('no byte of what is left moves with the new place', () => {
    const spec = moved(kept());
    const before = ['cd', 'rvc', 'town', 'ca'].map((who) => seenBy(spec, who));
    const about = { child: { name: say('name') }, place: { division: NEW } };
    const flag = { ...about, kind: 'SUSPECTED_ABUSE' as const, facts: say('facts') };
    const later = spec.does('2025-03-05 09:00', 'edu', 'RaiseFlag', flag, { joins: true });
    expect(['cd', 'rvc', 'town', 'ca'].map((who) => seenBy(later, who))).toEqual(before);
  });
});
