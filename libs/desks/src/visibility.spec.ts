import { fold, noCase } from '#case';
import { agencies, farVillage } from '../../case/src/directory.fixture.ts';
import { SpecCase } from '../../case/src/given.fixture.ts';
import {
  careCase,
  crisisCase,
  guardedCase,
  homeCase,
  PLANTED,
  type Planted,
  psychCase,
  servedCase,
  sharedCase,
} from './planted.fixture.ts';
import { seen } from './seen.fixture.ts';

/**
 * Who sees what, written by hand from agencies.md §3 as amended. The psychological channel opens with consent: until then
 * nobody but the school knows. A word that is in nobody's list stays in the log.
 */
const MAY_SEE: Readonly<Record<Planted, readonly string[]>> = {
  // Child identity in a case: roles with a task in it; supervisors see none.
  // … and whoever is told at the child's home, or asked to recognise it there.
  childName: [
    ...['cd', 'rvc', 'town', 'station', 'cs', 'ca', 'psb', 'wf', 'dpf', 'edu', 'school', 'hosp', 'court', 'proc'],
    ...['far-proc', 'far-town', 'far-ca'],
    // … and the institution that has the child, and the court that is to protect it.
    ...['mpra', 'far-court'],
  ],
  guardianPhone: ['cd', 'rvc', 'town', 'station', 'cs', 'psb', 'wf', 'court', 'proc', 'school', 'far-court'],
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
  // Placement address: civil affairs, its relief institution, the police. What was assessed stays in the log.
  safePlace: ['ca', 'mpra', 'psb'],
  guardianAssessment: [],
  // Revocation: who found or applied, civil affairs of the place, the court.
  revocationGround: ['rvc', 'ca'],
  revocationApplication: ['ca', 'court', 'rvc'],
  // Protection order: court, applicant, police, committee; civil affairs while it is the child's guardian.
  protectionFacts: ['wf', 'far-court'],
  protectionTerms: ['wf', 'far-court', 'psb', 'rvc', 'ca'],
  protectionReview: [],
  // Hukou coordination: category and papers; the reasons go back to who took the application.
  notice: ['psb', 'far-proc'],
  papers: ['ca', 'far-town', 'far-ca'],
  opinion: [],
  recognition: ['ca', 'far-ca'],
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
    for (const spec of [careCase(), psychCase(), homeCase(), guardedCase()]) {
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

describe('guardianship and protection', () => {
  const sees = (spec: SpecCase, word: Planted) => {
    const shown = shownIn(spec);
    return Object.keys(agencies).filter((id) => planted(shown.get(id)).includes(word));
  };
  const say = (text: string) => text as never;

  it('show the address and the order in their cells and in no other', () => {
    expect(sees(guardedCase(), 'safePlace')).toEqual(['psb', 'ca', 'mpra']);
    expect(sees(guardedCase(), 'placement')).toEqual([]); // the child is no longer there
    expect(sees(guardedCase(), 'protectionTerms').toSorted()).toEqual(['ca', 'far-court', 'psb', 'rvc', 'wf']);
    expect(sees(guardedCase(), 'revocationGround').toSorted()).toEqual(['ca', 'rvc']);
  });

  it('hide the address once the child is home, and the order from civil affairs that is no guardian any more', () => {
    const home = guardedCase().does('2025-05-01 09:00', 'ca', 'ReturnToGuardian', {
      assessed: true,
      assessment: say('ZZ-guardian-assessment'),
    });
    expect([sees(home, 'safePlace'), sees(home, 'placement')]).toEqual([[], []]);
    expect(sees(home, 'protectionTerms').toSorted()).toEqual(['far-court', 'psb', 'rvc', 'wf']);
  });

  it('tell the township who is the guardian, the committee that no place is needed, schools nothing', () => {
    const shown = shownIn(guardedCase());
    expect(shown.get('town')).toContain('\\"status\\":\\"temporary\\"');
    expect(shown.get('rvc')).toContain('placementNeeded\\":false');
    for (const who of ['edu', 'school', 'hosp', 'dpf', 'town', 'proc', 'court', 'wccw', 'plac']) {
      expect([who, shown.get(who)]).toEqual([
        who,
        expect.not.stringMatching(/PROTECTION_|ProtectionOrder|protections\\":\[\{/),
      ]);
    }
  });

  it('show a committee that is served, and knows nothing else of the case, the order alone', () => {
    const spec = new SpecCase()
      .does('2025-03-21 10:00', 'wf', 'ApplyProtectionOrder', {
        child: { name: say('ZZ-child-name') },
        place: { division: '441502001002' },
        to: 'court',
        facts: say('ZZ-protection-facts'),
      })
      .does('2025-03-21 11:00', 'court', 'AcceptProtectionApplication', {});
    expect(shownIn(spec).get('next-rvc')).toBe('');
    spec.does('2025-03-22 09:00', 'court', 'MakeProtectionOrder', { terms: say('ZZ-protection-terms'), months: 3 });
    expect(planted(shownIn(spec).get('next-rvc'))).toEqual(['childName', 'protectionTerms']);
    for (const who of ['rvc', 'town', 'ca', 'edu', 'wccw', 'plac'])
      expect([who, shownIn(spec).get(who)]).toEqual([who, '']);
  });

  it('bring an application to revoke before its court, with who has the child meanwhile', () => {
    const spec = guardedCase().does('2025-04-01 09:00', 'ca', 'ApplyRevokeGuardianship', {
      revocationId: guardedRevocation(),
      to: 'court',
      grounds: say('ZZ-revocation-application'),
    });
    expect(sees(spec, 'revocationApplication').toSorted()).toEqual(['ca', 'court', 'rvc']);
    expect(shownIn(spec).get('court')).toContain('\\"status\\":\\"temporary\\"');
    expect(planted(shownIn(spec).get('court'))).not.toContain('safePlace');
  });

  const guardedRevocation = () => guardedCase().record.revocations[0]?.id;
});

describe('the place where the child’s home is', () => {
  const rowOf = (who: string, spec = homeCase()) => {
    const [line = ''] = (shownIn(spec).get(who) ?? '').split('\n');
    return line === '' ? undefined : (JSON.parse(JSON.parse(line).doc) as Record<string, unknown>);
  };

  it('sees the child, the county and what it was asked, and nothing of the case', () => {
    expect(planted(shownIn(homeCase()).get('far-town'))).toEqual(['childName', 'papers']);
    expect(rowOf('far-town')).toMatchObject({ stage: 'HUKOU', division: '441502', hukou: [{ category: 'ORPHAN' }] });
    for (const who of ['far-town', 'far-ca']) {
      const { status, danger, severity, flags, reports } = rowOf(who) ?? {};
      expect([who, status, danger, severity, flags, reports]).toEqual([who, undefined, undefined, undefined, [], []]);
    }
  });

  it('sees what it was told, and no paper of the case', () => {
    expect(planted(shownIn(homeCase()).get('far-proc'))).toEqual(['childName', 'notice']);
    const { stage, notices, findings, orders, files } = rowOf('far-proc') ?? {};
    expect([stage, notices, findings, orders, files]).toMatchObject(['NOTIFIED', [{ by: 'psb' }], [], [], []]);
  });

  it('learns nothing before the push; those who keep the case see how far it has come', () => {
    const asked = careCase().does('2025-03-21 10:00', 'ca', 'RequestHukouCoordination', {
      category: 'ORPHAN',
      township: 'far-town',
    });
    for (const who of ['far-town', 'far-ca']) expect([who, shownIn(asked).get(who)]).toEqual([who, '']);
    expect(rowOf('town')).toMatchObject({ hukou: [{ status: 'decided', recognised: true }] });
    for (const who of ['rvc', 'wf', 'edu', 'court']) expect(shownIn(homeCase()).get(who)).not.toContain('hukou');
  });

  it('is followed up by who asked when the care file has moved on, by that request alone and not where the family went', () => {
    const asked = careCase().does('2025-03-21 10:00', 'ca', 'RequestHukouCoordination', {
      category: 'ORPHAN',
      township: 'far-town',
      papers: PLANTED.papers as never,
    });
    const moved = asked.does('2025-03-22 09:00', 'ca', 'TransferCaseJurisdiction', { to: farVillage });
    const { status, stage, division, flags, reports, guardianships, eligibility, hukou } = rowOf('ca', moved) ?? {};
    expect([status, stage, division, flags, reports, guardianships, eligibility]).toEqual([
      undefined,
      'HUKOU',
      '441502',
      [],
      [],
      [],
      null,
    ]);
    expect(hukou).toMatchObject([{ category: 'ORPHAN', status: 'complete' }]);
    expect(planted(shownIn(moved).get('ca'))).toEqual(['childName', 'papers']);
    expect(shownIn(moved).get('ca')).not.toContain(farVillage.slice(0, 4));
  });

  it('sees nothing new when the case goes on', () => {
    const on = homeCase().does('2025-03-25 10:00', 'psb', 'RecordBreach', { note: 'x' as never });
    for (const who of ['far-town', 'far-ca', 'far-proc']) expect(rowOf(who, on)).toEqual(rowOf(who));
  });
});

describe('oversight', () => {
  it('shows state, holders and clocks: no word that was sealed, and no agency that reported', () => {
    const spec = sharedCase();
    const text = shownIn(spec).get('wccw') ?? '';
    expect(planted(text)).toEqual([]);
    expect(text).toContain('ORDER_TERM');
    expect(text).toContain('FOLLOW_UP');
    for (const reporter of ['cd', 'hosp', 'school']) expect(text).not.toMatch(new RegExp(`"${reporter}\\\\?"`));
  });

  it('shows nothing of any case to who is shown counts', () => {
    for (const spec of [careCase(), psychCase(), sharedCase(), crisisCase(), servedCase(), homeCase(), guardedCase()]) {
      expect(shownIn(spec).get('plac')).toBe('');
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
