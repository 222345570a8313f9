import { fold, noCase } from '#case';
import { agencies } from '../../case/src/directory.fixture.ts';
import type { SpecCase } from '../../case/src/given.fixture.ts';
import { careCase, crisisCase, PLANTED, type Planted, psychCase, servedCase, sharedCase } from './planted.fixture.ts';
import { seen } from './seen.fixture.ts';

/**
 * Who sees what, written by hand from agencies.md §3 as amended. The psychological channel opens with consent: until then
 * nobody but the school knows. A word that is in nobody's list stays in the log.
 */
const MAY_SEE: Readonly<Record<Planted, readonly string[]>> = {
  // Child identity in a case: roles with a task in it; supervisors see none.
  childName: ['cd', 'rvc', 'town', 'station', 'cs', 'ca', 'psb', 'wf', 'dpf', 'edu', 'school', 'hosp', 'court', 'proc'],
  guardianPhone: ['cd', 'rvc', 'town', 'station', 'cs', 'psb', 'wf', 'court', 'proc', 'school'],
  // A flag is seen by its author, the committee and township of the place, and the police it was reported to.
  flagFacts: ['cd', 'rvc', 'town', 'station', 'cs', 'psb'],
  told: ['rvc', 'town', 'station', 'cs', 'psb'],
  // Reporter identity: the police, and the desk that took it.
  flagReporter: ['psb', 'cd'],
  reportReporter: ['psb', 'hosp'],
  // Interview, evidence: police, procuratorate, court; who reported hears back.
  reportFacts: ['psb'],
  wanted: ['psb', 'hosp'],
  supplied: ['psb'],
  feedback: ['psb', 'hosp'],
  statement: ['psb', 'proc', 'court'],
  // Admonition text: its issuer and the procuratorate.
  admonition: ['psb', 'proc'],
  // Order in force, sessions: issuer and provider; the notes stay in the log.
  sessionNote: ['psb', 'wf'],
  followUp: ['psb'],
  breachNote: ['psb', 'court'],
  // Offence: police, procuratorate, court; a measure is seen by who was invited, a special school by education.
  fileNumber: ['psb'],
  penalty: ['psb'],
  notFiled: ['psb', 'proc'],
  measure: ['psb', 'dpf'],
  specialSchool: ['edu'],
  assessment: [],
  emergencyNote: [],
  registrationNumber: [],
  // Placement: civil affairs, its relief institution, the police.
  placement: ['ca', 'mpra', 'psb'],
  // Caution: the police and the committee.
  caution: ['psb', 'rvc'],
  // Clinical: the treating body. The level: school, and from consent on education and civil affairs.
  screeningLevel: ['school'],
  psychFacts: ['school'],
  advice: ['school'],
  referralBecause: ['psyso'],
  diagnosis: ['hosp'],
  rediagnosisGrounds: [],
  schoolNote: ['edu', 'school', 'town'],
  said: ['ca'],
  crisisTask: [],
  crisisAnswer: [],
  serviceNeed: [],
  returnNote: [],
  rulingNote: [],
  closingNote: [],
};

/** What each desk must be able to work with. */
const SEES: Readonly<Record<string, readonly Planted[]>> = {
  cd: ['childName', 'flagFacts'],
  rvc: ['childName', 'guardianPhone', 'flagFacts', 'told', 'caution'],
  town: ['childName', 'flagFacts', 'told'],
  psb: [
    'flagReporter',
    'reportReporter',
    'reportFacts',
    'supplied',
    'statement',
    'admonition',
    'fileNumber',
    'measure',
    'caution',
    'placement',
  ],
  hosp: ['feedback'],
  wf: ['childName', 'guardianPhone'],
  ca: ['childName', 'placement'],
  dpf: ['measure'],
  edu: ['specialSchool'],
  court: ['childName'],
  proc: ['childName'],
};

const PSYCH: readonly Planted[] = ['screeningLevel', 'psychFacts', 'advice', 'referralBecause', 'diagnosis'];
const shownIn = ({ record, events }: SpecCase) => seen(record, events);
const planted = (text = '') => (Object.keys(PLANTED) as Planted[]).filter((word) => text.includes(PLANTED[word]));

describe('who sees what, cell by cell', () => {
  it.each(Object.keys(agencies))('%s sees no more than its cells', (who) => {
    const allowed = (Object.keys(MAY_SEE) as Planted[]).filter((word) => MAY_SEE[word].includes(who));
    for (const spec of [careCase(), psychCase()]) {
      expect(planted(shownIn(spec).get(who)).filter((word) => !allowed.includes(word))).toEqual([]);
    }
  });

  it.each(Object.entries(SEES))('%s sees what it works with', (who, words) => {
    expect(planted(shownIn(careCase()).get(who))).toEqual(expect.arrayContaining([...words]));
  });

  it('a psychological flag is seen by the school that noticed alone, until there is consent', () => {
    const [before, after] = [shownIn(careCase()), shownIn(psychCase())];
    for (const who of Object.keys(agencies)) {
      if (who !== 'school') expect([who, after.get(who)]).toEqual([who, before.get(who)]);
    }
    expect(planted(after.get('school'))).toEqual(expect.arrayContaining(['screeningLevel', 'psychFacts']));
  });

  it('from consent on the level goes to education and civil affairs; the clinical stays where it is treated', () => {
    const shown = shownIn(sharedCase());
    const who = (word: Planted) => Object.keys(agencies).filter((id) => planted(shown.get(id)).includes(word));
    expect(who('screeningLevel')).toEqual(['ca', 'edu', 'school']);
    expect(who('referralBecause')).toEqual(['psyso']);
    expect(who('diagnosis')).toEqual(['hosp']);
    for (const id of ['rvc', 'town', 'psb', 'proc', 'court', 'wf', 'cyl', 'wccw', 'plac']) {
      expect([id, planted(shown.get(id)).filter((word) => PSYCH.includes(word))]).toEqual([id, []]);
    }
  });

  it('consent withdrawn closes the level again; the referral that was sent stays known', () => {
    const spec = sharedCase().does('2025-04-01 09:00', 'school', 'WithdrawConsent', {});
    const shown = shownIn(spec);
    expect(Object.keys(agencies).filter((id) => planted(shown.get(id)).includes('screeningLevel'))).toEqual(['school']);
    expect(shown.get('edu')).toContain('"status":"accepted"'.replaceAll('"', '\\"'));
  });
});

describe('what a department is asked to do in a crisis', () => {
  it('is seen by that department alone, not even by those who coordinate', () => {
    const shown = shownIn(crisisCase());
    const who = (word: Planted) => Object.keys(agencies).filter((id) => planted(shown.get(id)).includes(word));
    expect(who('crisisTask')).toEqual(['cyl']);
    expect(who('crisisAnswer')).toEqual(['cyl']);
    expect(planted(shown.get('cyl')).filter((word) => PSYCH.includes(word))).toEqual([]);
  });
});

describe('a service that is sent for', () => {
  it('what is needed is seen by the sender and whoever has it, why it came back by the sender and who returned it', () => {
    const shown = shownIn(servedCase());
    const who = (word: Planted) => Object.keys(agencies).filter((id) => planted(shown.get(id)).includes(word));
    expect([who('serviceNeed'), who('returnNote'), who('rulingNote')]).toEqual([['ca', 'hud'], ['ca', 'hud'], []]);
    expect(planted(shown.get('hud'))).toEqual(expect.arrayContaining(['childName', 'guardianPhone']));
  });

  it('who returned it sees the case no more; the superior and the arbiter learn no name', () => {
    const shown = shownIn(servedCase());
    expect(shown.get('cyl')).toBe('');
    expect([planted(shown.get('city-hud')), planted(shown.get('wccw'))]).toEqual([[], []]);
    expect(shown.get('city-hud')).toContain('workOrders');
    expect(shown.get('rvc')).not.toContain('workOrders');
  });

  it('which service it is, who oversees sees while a ruling is wanted, and at no other time', () => {
    const ruled = servedCase();
    const before = ruled.events.slice(0, -1);
    const disputed = shownIn({ events: before, record: fold(noCase('case'), before) } as SpecCase).get('wccw');
    expect(disputed).toMatch(/\\"service\\":\\"OTHER\\"/);
    expect(shownIn(ruled).get('wccw')).not.toMatch(/\\"service\\":\\"OTHER\\"/);
  });
});

describe('agencies of one desk see no rows of each other', () => {
  it('the women’s federation sees its order, education its dropout, and neither the other’s', () => {
    const shown = shownIn(sharedCase());
    expect(shown.get('wf')).toMatch(/\\"sessions\\":1/);
    expect(shown.get('wf')).toMatch(/\\"schooling\\":\[\]/);
    expect(shown.get('wf')).not.toContain('screeningLevel');
    expect(shown.get('edu')).toMatch(/\\"orders\\":\[\]/);
    expect(shown.get('edu')).not.toContain('sessions');
  });

  it('the police unit that handed the report over keeps a stub of it', () => {
    const stub = shownIn(careCase()).get('far-psb');
    expect(stub).toContain('handed-over');
    expect(planted(stub)).toEqual([]);
  });

  it('another village, another county and who has no business with it see nothing at all', () => {
    const shown = shownIn(sharedCase());
    for (const id of [
      'next-rvc',
      'grid',
      'far-rvc',
      'far-ca',
      'far-edu',
      'far-court',
      'far-wccw',
      'cyl',
      'h12355',
      'cwi',
    ]) {
      expect([id, shown.get(id)]).toEqual([id, '']);
    }
  });

  it('a court that a breach was taken to sees the order, and the police unit that one is taken to does too', () => {
    expect(shownIn(careCase()).get('court')).toContain('BEFORE_US');
    const spec = careCase().does('2025-03-21 09:00', 'psb', 'RecordBreach', { note: 'x' as never });
    spec.does('2025-03-21 10:00', 'psb', 'EscalateBreach', { to: 'far-ps' });
    expect(shownIn(spec).get('far-ps')).toContain('GUIDANCE');
  });

  it('how far a report got is told to all who see the chain, the text of an admonition to none of them', () => {
    const shown = shownIn(careCase());
    for (const id of ['rvc', 'town', 'ca']) expect(shown.get(id)).toContain('admonished\\":true');
  });
});

describe('oversight', () => {
  it('shows state, holders and clocks: no word that was sealed, and no agency that reported', () => {
    const spec = sharedCase();
    for (const id of ['wccw', 'plac']) {
      const text = shownIn(spec).get(id) ?? '';
      expect(planted(text)).toEqual([]);
      expect(text).toContain('ORDER_TERM');
      expect(text).toContain('FOLLOW_UP');
      for (const reporter of ['cd', 'hosp', 'school']) expect(text).not.toMatch(new RegExp(`"${reporter}\\\\?"`));
    }
  });

  it('does not name who reported once more what was reported already', () => {
    const spec = sharedCase().does('2025-04-02 09:00', 'edu', 'ReportToPolice', { facts: 'again' as never });
    expect(spec.types()).toEqual(['ReportRepeated']);
    expect(shownIn(spec).get('wccw')).toContain('"event":"ReportRepeated"');
    expect(shownIn(spec).get('wccw')).not.toMatch(/"event":"ReportRepeated"[^\n]*"by":"edu"/);
  });

  it('names no file, caution, measure, rehabilitation or diagnosis', () => {
    const text = shownIn(sharedCase()).get('wccw') ?? '';
    expect(text).not.toMatch(
      /Penalty|PublicSecurity|Criminal|NotFiled|FILING|PS_CASE|Caution|WARNING|Measure|Special|Diagnos|Rehab|REHAB/,
    );
  });
});
