import { girl, SpecCase, sealed } from './given.fixture.ts';
import { type CommandName, caseCommands } from './index.ts';

const told = { told: sealed('请安排成年人照看'), answer: sealed('答应') };
const report = { to: 'psb', facts: sealed('多次整夜独处') };
const finding = { ground: 'GUARDIAN_FAILS_DUTY' as const, statement: sealed('父亲未履行监护职责') };
const order = { orderType: 'GUIDANCE' as const, termMonths: 3, sessionEveryMonths: 1, provider: 'wf' };
const allCommands = Object.keys(caseCommands) as CommandName[];

const flagged = () => new SpecCase().does('2025-03-03 09:20', 'cd', 'RaiseFlag', girl);
const triaged = () =>
  flagged().does('2025-03-03 15:00', 'rvc', 'TriageFlag', {
    severity: 'NOT_SERIOUS',
    hukouDivision: '441424',
    residenceSince: '2024-01-03' as never,
    focus: ['GUARDIANSHIP_MISSING'],
  });
const serious = () => triaged().does('2025-03-12 21:40', 'rvc', 'AssessSeverity', { severity: 'SERIOUS' });
const reported = () => serious().does('2025-03-13 10:00', 'rvc', 'ReportToPolice', report);
const accepted = () => reported().does('2025-03-14 09:00', 'psb', 'AcceptCase', { receiptNumber: sealed('回执1号') });
const found = () => accepted().does('2025-03-17 17:00', 'psb', 'RecordFinding', finding);
const admonished = () => found().does('2025-03-18 14:00', 'psb', 'IssueAdmonition', { text: sealed('训诫') });
const ordered = () => admonished().does('2025-03-21 10:00', 'psb', 'IssueOrder', order);

describe('the first case, flag to close', () => {
  it('starts and stops each clock as its clause says', () => {
    const steps: [SpecCase, string[], string[]][] = [
      [flagged(), ['FlagRaised'], ['start TRIAGE 2025-03-04']],
      [triaged(), ['FlagTriaged', 'LedgerEntryOpened'], ['stop TRIAGE', 'start DISSUADE 2025-03-06']],
      [triaged().does('2025-03-04 19:00', 'rvc', 'RecordDissuasion', told), ['DissuasionRecorded'], ['stop DISSUADE']],
      [serious(), ['SeverityAssessed'], ['start REPORT_PROMPT 2025-03-13T21:40']],
      [
        accepted(),
        ['CaseAccepted', 'PoliceReceiptIssued'],
        ['stop POLICE_REVIEW_ADMIN', 'start REPORTER_FEEDBACK 2025-03-17'],
      ],
      [found(), ['FindingMade'], ['start ADMONISH 2025-04-01']],
      [admonished(), ['AdmonitionIssued'], ['stop ADMONISH', 'start ORDER_DECIDE 2025-04-02']],
      [
        ordered(),
        ['OrderIssued', 'OrderServed'],
        [
          'stop ORDER_DECIDE',
          'start ORDER_TERM 2025-06-21',
          'start ORDER_SESSION 2025-04-21',
          'start ORDER_FOLLOWUP 2025-04-21',
        ],
      ],
    ];
    for (const [spec, types, effects] of steps) expect([spec.types(), spec.effects()]).toEqual([types, effects]);
  });

  it('restarts session and follow-up clocks, and ends all clocks of the order with it', () => {
    const spec = ordered().does('2025-04-18 10:00', 'wf', 'RecordGuidanceSession', { attended: true });
    expect(spec.effects()).toEqual(['stop ORDER_SESSION', 'start ORDER_SESSION 2025-05-19']);
    // one of an earlier turn that is entered after it is taken and moves nothing; none is taken of before the order
    const earlier = { occurredAt: '2025-04-02 10:00' };
    spec.does('2025-04-19 10:00', 'wf', 'RecordGuidanceSession', { attended: true }, earlier);
    expect([spec.types(), spec.effects()]).toEqual([['GuidanceSessionRecorded'], []]);
    const before = { occurredAt: '2025-03-20 10:00' };
    expect(spec.tries('2025-04-19 11:00', 'wf', 'RecordGuidanceSession', { attended: true }, before).refused()).toBe(
      'OCCURRED_BEFORE',
    );
    spec.does('2025-04-20 10:00', 'psb', 'RecordFollowUp', { note: sealed('在家') });
    expect(spec.effects()).toEqual(['stop ORDER_FOLLOWUP', 'start ORDER_FOLLOWUP 2025-05-20']);
    spec.does('2025-06-19 16:00', 'psb', 'FulfilOrder', {});
    expect(spec.running().filter((clock) => clock.startsWith('ORDER'))).toEqual([]);
  });

  it('closes on what civil affairs may see; visits are the ledger’s, and no clock of the case', () => {
    const spec = ordered()
      .does('2025-03-22 10:00', 'psb', 'NotifyReporter', { message: sealed('已办理') })
      .does('2025-06-19 16:00', 'psb', 'FulfilOrder', {})
      .does('2025-06-20 09:00', 'ca', 'CloseCase', { closingReason: 'ORDER_FULFILLED' });
    expect(spec.types()).toEqual(['CaseClosed']);
    expect(spec.running()).toEqual(['AFTER_CLOSING_30', 'AFTER_CLOSING_90']);
  });
});

describe('what the first case refuses', () => {
  it.each(['rvc', 'wf', 'ca', 'town', 'school', 'edu'])('%s may not admonish: the clause names who may', (who) => {
    const spec = found().tries('2025-03-18 09:00', who, 'IssueAdmonition', { text: sealed('训诫') });
    expect(spec.last).toMatchObject({ refused: 'ACTOR_NOT_AUTHORISED', standing: 'seed', cite: { clause: '二(三)7' } });
  });

  it('does not close with an open order, nor while the police have not decided', () => {
    const close = { closingReason: 'FAMILY_MOVED' as const };
    expect(ordered().tries('2025-04-16 09:00', 'ca', 'CloseCase', close).refused()).toBe('OPEN_ORDER');
    expect(reported().tries('2025-03-13 12:00', 'ca', 'CloseCase', close).refused()).toBe('OPEN_REPORT');
  });

  it('answers an agency that has nothing to do with the case as if it were not there', () => {
    expect(serious().tries('2025-03-13 09:00', 'psb', 'AcceptCase', {}).refused()).toBe('NOT_FOUND');
    expect(serious().steps('2025-03-13 09:00', 'psb', allCommands)).toEqual([]);
  });

  it('does not find danger “not serious”', () => {
    const spec = flagged().tries('2025-03-03 15:00', 'rvc', 'TriageFlag', {
      severity: 'NOT_SERIOUS',
      signs: ['INJURED'],
    });
    expect(spec.last).toMatchObject({ refused: 'DANGER_IS_SERIOUS', standing: 'statute' });
  });

  it('tells an officer who looked at an older state that the case has moved on', () => {
    const spec = found();
    spec.tries('2025-03-18 14:01', 'psb', 'IssueAdmonition', { text: sealed('训诫') }, { stale: true });
    expect(spec.refused()).toBe('CASE_CHANGED');
  });

  it('lets only one of two officers admonish on one finding', () => {
    expect(
      admonished()
        .tries('2025-03-18 14:01', 'psb', 'IssueAdmonition', { text: sealed('训诫') })
        .refused(),
    ).toBe('ALREADY_DONE');
  });

  it('takes a configured rule aside only with a reason, and records it', () => {
    const spec = flagged().tries('2025-03-03 15:00', 'ca', 'TriageFlag', { severity: 'SERIOUS' });
    expect(spec.last).toMatchObject({ refused: 'CONFIGURED_RULE_NEEDS_REASON', standing: 'configured' });
    spec.does('2025-03-03 15:01', 'ca', 'TriageFlag', { severity: 'SERIOUS' }, { reason: '村委会无人在岗' });
    expect(spec.events.at(-1)?.meta.overrides).toEqual([{ rule: 'powers.TriageFlag', reason: '村委会无人在岗' }]);
  });
});

describe('reporting', () => {
  it('needs neither dissuasion nor triage', () => {
    const spec = flagged().does('2025-03-03 10:00', 'rvc', 'ReportToPolice', report);
    expect(spec.types()).toEqual(['ReportedToPolice', 'DissuasionWaived']);
    expect(spec.effects()).toEqual(['start POLICE_REVIEW_ADMIN 2025-03-04T10:00']);
  });

  it('is not awaited by dissuasion: the report clock runs on', () => {
    expect(serious().does('2025-03-12 22:00', 'rvc', 'RecordDissuasion', told).running()).toContain('REPORT_PROMPT');
  });

  it('is explained, not registered again, when nothing is new', () => {
    const spec = reported().does('2025-03-13 12:00', 'cd', 'ReportToPolice', report);
    expect([spec.types(), spec.effects()]).toEqual([['ReportRepeated'], []]);
    expect(spec.does('2025-03-13 13:00', 'cd', 'ReportToPolice', { ...report, newFacts: true }).types()).toContain(
      'ReportedToPolice',
    );
  });
});

describe('time', () => {
  it('breaches a duty once its due time has passed, and lets the clock run on until the work is done', () => {
    const spec = reported().until('2025-03-14 10:00');
    expect(spec.running()).toContain('POLICE_REVIEW_ADMIN');
    spec.until('2025-03-14 10:01');
    expect(spec.running()).toContain('POLICE_REVIEW_ADMIN overdue');
    spec.does('2025-03-14 16:30', 'psb', 'AcceptCase', {});
    expect(spec.effects()).toContain('late stop POLICE_REVIEW_ADMIN');
  });

  it('lets a term expire on its exact date', () => {
    const spec = ordered().until('2025-06-22 00:00');
    expect(spec.events.filter(({ type }) => type === 'ClockExpired').map(({ data }) => data)).toMatchObject([
      { clock: 'ORDER_TERM', due: '2025-06-21T23:59:59.999+08:00' },
    ]);
  });

  it('counts what was entered late where it occurred; the breach stays in history', () => {
    const spec = reported().until('2025-03-16 09:00');
    spec.does('2025-03-16 09:00', 'psb', 'AcceptCase', {}, { occurredAt: '2025-03-14 09:30' });
    expect(spec.effects()).toEqual(['stop POLICE_REVIEW_ADMIN', 'start REPORTER_FEEDBACK 2025-03-17']);
    expect(spec.events.at(-1)?.meta.enteredLate).toBe(true);
    const hours = (entered: string) =>
      reported().does(entered, 'psb', 'AcceptCase', {}, { occurredAt: '2025-03-14 09:00' }).events.at(-1)?.meta;
    expect([hours('2025-03-14 10:00')?.enteredLate, hours('2025-03-14 12:00')?.enteredLate]).toEqual([false, true]);
    expect(spec.events.some(({ type }) => type === 'ClockBreached')).toBe(true);
    expect(
      found()
        .tries('2025-03-18 09:00', 'psb', 'IssueAdmonition', { text: sealed('x') }, { occurredAt: '2025-03-19 09:00' })
        .refused(),
    ).toBe('OCCURRED_IN_FUTURE');
  });
});

describe('next steps', () => {
  it('names, with clause and clocks, what each desk may do now', () => {
    const spec = found();
    expect(
      spec.steps('2025-03-18 09:00', 'psb', allCommands).find(({ command }) => command === 'IssueAdmonition'),
    ).toMatchObject({
      standing: 'seed',
      starts: ['ORDER_DECIDE'],
      stops: ['ADMONISH'],
    });
    expect(spec.steps('2025-03-18 09:00', 'rvc', allCommands).map(({ command }) => command)).not.toContain(
      'IssueAdmonition',
    );
  });
});
