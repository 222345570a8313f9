import { acceptedCase, reported, sealed } from '../given.fixture.ts';

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
