import { type CommandName, caseCommands } from '../case.commands.ts';
import { agency } from '../directory.fixture.ts';
import { acceptedCase, girl, reported, SpecCase, sealed } from '../given.fixture.ts';
import { relationsOf } from '../relation.ts';

const because = { because: sealed('没有犯罪事实') };
const notFiled = () =>
  acceptedCase().does('2025-03-04 09:00', 'psb', 'DecideNotToFile', { ...because, copiedTo: 'proc' });

describe('a public-security file', () => {
  it('has its term from acceptance, and ends with a penalty or none', () => {
    const spec = acceptedCase().does('2025-03-04 09:00', 'psb', 'OpenPublicSecurityCase', {});
    expect(spec.effects()).toEqual(['start PS_CASE_TERM 2025-04-03']);
    spec.does('2025-03-20 09:00', 'psb', 'DecideNoPenalty', {});
    expect(spec.effects()).toEqual(['stop PS_CASE_TERM']);
    expect(spec.tries('2025-03-21 09:00', 'psb', 'DecidePenalty', { penalty: sealed('警告') }).refused()).toBe(
      'NO_SUCH_ITEM',
    );
  });

  it('accepts a report that had not been decided on, since that decides it', () => {
    const spec = reported().does('2025-03-03 11:00', 'psb', 'OpenPublicSecurityCase', {});
    expect(spec.effects()).toContain('stop POLICE_REVIEW_ADMIN');
    expect(spec.record.reports[0]?.status).toBe('accepted');
  });

  it('runs on when the care file closes: each organ closes its own', () => {
    const spec = acceptedCase().does('2025-03-04 09:00', 'psb', 'OpenPublicSecurityCase', {});
    spec.does('2025-03-05 09:00', 'ca', 'CloseCase', { closingReason: 'RESOLVED' });
    expect(spec.running()).toContain('PS_CASE_TERM');
    expect(spec.does('2025-03-06 09:00', 'psb', 'CloseFile', {}).effects()).toEqual(['stop PS_CASE_TERM']);
  });
});

describe('a decision not to file', () => {
  it('that is not explained in time does not keep the procuratorate from notifying', () => {
    const spec = notFiled().does('2025-03-06 09:00', 'proc', 'AskWhyNotFiled', {}).until('2025-03-13 12:00');
    expect(spec.may('2025-03-13 12:00', 'proc', 'NotifyToFile')).toEqual([]);
    spec.until('2025-03-14 09:00').does('2025-03-14 09:00', 'proc', 'NotifyToFile', {});
    expect(spec.effects()).toContain('start FILE_ON_NOTICE 2025-03-31'); // the 29th is a Saturday
  });

  it('is served, asked about, explained and set right, each in its time', () => {
    const spec = notFiled();
    expect(spec.effects()).toEqual(['start NO_FILING_NOTICE 2025-03-07']);
    spec.does('2025-03-05 09:00', 'psb', 'ServeNoFiling', {});
    expect(spec.effects()).toEqual(['stop NO_FILING_NOTICE']);
    spec.does('2025-03-06 09:00', 'proc', 'AskWhyNotFiled', {});
    expect(spec.effects()).toEqual(['start NO_FILING_REASON 2025-03-13']);
    spec.does('2025-03-10 09:00', 'psb', 'GiveReason', { explanation: sealed('情节显著轻微') });
    expect(spec.effects()).toEqual(['stop NO_FILING_REASON']);
    spec.does('2025-03-11 09:00', 'proc', 'NotifyToFile', {});
    expect(spec.effects()).toEqual(['start FILE_ON_NOTICE 2025-03-26']);
    spec.does('2025-03-12 09:00', 'psb', 'FileCriminalCase', {});
    expect(spec.effects()).toContain('stop FILE_ON_NOTICE');
    expect(spec.record.files).toMatchObject([{ status: 'open', kind: 'CRIMINAL' }]);
  });

  it('is seen by the procuratorate only when copied to it', () => {
    const silent = acceptedCase().does('2025-03-04 09:00', 'psb', 'DecideNotToFile', because);
    expect(silent.tries('2025-03-06 09:00', 'proc', 'AskWhyNotFiled', {}).refused()).toBe('NOT_FOUND');
    expect(
      acceptedCase()
        .tries('2025-03-04 09:00', 'psb', 'DecideNotToFile', { ...because, copiedTo: 'ca' })
        .refused(),
    ).toBe('NO_SUCH_AGENCY');
  });

  it('does not take back that a report was accepted: to others no file has ever shown', () => {
    expect(notFiled().record.reports[0]?.status).toBe('accepted');
    const undecided = reported().does('2025-03-03 12:00', 'psb', 'DecideNotToFile', because);
    expect(undecided.record.reports[0]?.status).toBe('not-accepted');
  });
});

describe('a complaint of not filing', () => {
  const complaint = { complainant: 'REPORTER', grounds: sealed('应当立案') } as const;
  const silent = () => acceptedCase().does('2025-03-04 09:00', 'psb', 'DecideNotToFile', because);

  it('of the agency that reported shows the procuratorate what the police did not copy to it', () => {
    const spec = silent().does('2025-03-05 09:00', 'rvc', 'ComplainOfNoFiling', complaint);
    expect(spec.record.complaints).toMatchObject([{ to: 'proc', complainant: 'REPORTER' }]);
    spec.does('2025-03-06 09:00', 'proc', 'AskWhyNotFiled', {});
    expect(spec.effects()).toEqual(['start NO_FILING_REASON 2025-03-13']);
  });

  it('made before the police decide shows the decision once it is made', () => {
    const spec = acceptedCase().does('2025-03-03 15:00', 'rvc', 'ComplainOfNoFiling', complaint);
    expect(spec.tries('2025-03-03 16:00', 'proc', 'AskWhyNotFiled', {}).refused()).toBe('NO_SUCH_ITEM');
    spec.does('2025-03-04 09:00', 'psb', 'DecideNotToFile', because);
    expect(spec.may('2025-03-05 09:00', 'proc', 'AskWhyNotFiled')).toContain('AskWhyNotFiled');
  });

  it('is recorded once of a report, by nobody who did not report, and to a procuratorate', () => {
    const spec = silent().does('2025-03-05 09:00', 'rvc', 'ComplainOfNoFiling', complaint);
    expect(spec.tries('2025-03-05 10:00', 'rvc', 'ComplainOfNoFiling', complaint).refused()).toBe('NO_SUCH_ITEM');
    expect(spec.tries('2025-03-05 10:00', 'ca', 'ComplainOfNoFiling', complaint).refused()).toBe('NO_SUCH_ITEM');
    const again = silent().does(
      '2025-03-04 09:00',
      'school',
      'ReportToPolice',
      { to: 'psb', facts: sealed('同上') },
      { joins: true },
    );
    again.does('2025-03-05 09:00', 'rvc', 'ComplainOfNoFiling', complaint);
    // another that reported the same is not told of that complaint by a step that is missing
    expect(again.may('2025-03-05 10:00', 'school', 'ComplainOfNoFiling')).toEqual(['ComplainOfNoFiling']);
    const elsewhere = silent().tries('2025-03-05 09:00', 'rvc', 'ComplainOfNoFiling', { ...complaint, to: 'court' });
    expect(elsewhere.refused()).toBe('NO_SUCH_AGENCY');
  });

  it('tells the agency that reported nothing of a decision: the same is accepted without one', () => {
    const steps = (spec: ReturnType<typeof silent>) =>
      spec.may('2025-03-05 09:00', 'rvc', ...(Object.keys(caseCommands) as CommandName[]));
    expect(steps(silent())).toEqual(steps(acceptedCase()));
  });

  it('is taken by a procuratorate that knows of no case: the child’s identity leads to what was reported', () => {
    const spec = silent().does(
      '2025-03-05 09:00',
      'proc',
      'ComplainOfNoFiling',
      { ...girl, ...complaint },
      { joins: true },
    );
    expect(relationsOf(spec.record, agency('proc'))).toEqual(new Set(['asked-of', 'complained-to']));
    expect(spec.may('2025-03-05 12:00', 'proc', 'AskWhyNotFiled')).toEqual(['AskWhyNotFiled']);
  });

  it('is a case of its own where nothing was reported, which nobody else sees', () => {
    const spec = new SpecCase().does('2025-03-05 09:00', 'proc', 'ComplainOfNoFiling', { ...girl, ...complaint });
    expect(spec.types()).toEqual(['NoFilingComplained']);
    for (const who of ['rvc', 'town', 'ca', 'psb', 'edu', 'wccw']) {
      expect([who, ...relationsOf(spec.record, agency(who))]).toEqual([who]);
    }
    expect(new SpecCase().tries('2025-03-05 09:00', 'proc', 'ComplainOfNoFiling', complaint).refused()).toBe(
      'WHO_AND_WHERE',
    );
  });

  it('tells who did not report nothing by the child’s identity: a case that is there is answered as none', () => {
    const asked = { ...girl, ...complaint };
    const there = silent().tries('2025-03-05 09:00', 'school', 'ComplainOfNoFiling', asked, { joins: true }).last;
    const absent = new SpecCase().tries('2025-03-05 09:00', 'school', 'ComplainOfNoFiling', asked).last;
    expect(there).toEqual(absent);
    expect(absent).toMatchObject({ refused: 'NO_SUCH_ITEM' });
  });

  it('may be taken by the procuratorate itself, once it has a part in the case', () => {
    const grounds = complaint;
    expect(silent().tries('2025-03-05 09:00', 'proc', 'ComplainOfNoFiling', grounds).refused()).toBe('NOT_FOUND');
    const spec = new SpecCase()
      .does('2025-03-03 09:00', 'proc', 'RaiseFlag', girl)
      .does('2025-03-03 10:00', 'rvc', 'ReportToPolice', { to: 'psb', facts: sealed('多次整夜独处') })
      .does('2025-03-04 09:00', 'psb', 'DecideNotToFile', because);
    expect(spec.may('2025-03-05 09:00', 'proc', 'AskWhyNotFiled')).toEqual([]);
    spec.does('2025-03-05 11:00', 'proc', 'ComplainOfNoFiling', grounds);
    expect(spec.may('2025-03-05 12:00', 'proc', 'AskWhyNotFiled')).toEqual(['AskWhyNotFiled']);
    expect(spec.tries('2025-03-05 12:00', 'proc', 'ComplainOfNoFiling', grounds).refused()).toBe('ALREADY_DONE');
  });
});
