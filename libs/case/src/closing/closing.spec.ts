import { agency, farVillage, village } from '../directory.fixture.ts';
import { acceptedCase, flagged, girl, ordered, reported, SpecCase, sealed } from '../given.fixture.ts';
import { isCounted, relationsOf } from '../index.ts';

const close = { closingReason: 'RESOLVED' as const };
const closed = () => flagged().does('2025-03-04 09:00', 'ca', 'CloseCase', close);
const note = { note: sealed('情况稳定') };

it('civil affairs closes a case that is the psychological channel’s alone, once that is opened, and before that nobody', () => {
  const noticed = () =>
    new SpecCase().does('2025-03-03 09:00', 'school', 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' });
  const done = noticed()
    .does('2025-03-03 09:30', 'school', 'RecordGuardianConsent', { guardianAgrees: true })
    .does('2025-03-03 10:00', 'school', 'ReferPsych', { to: 'psyso', because: sealed('睡眠障碍') })
    .does('2025-03-03 11:00', 'psyso', 'AcceptReferral', {})
    .does('2025-03-10 11:00', 'psyso', 'CompleteReferral', {});
  const mayClose = (spec: SpecCase) =>
    ['ca', 'town', 'school', 'edu', 'mpra'].filter((who) => spec.may('2025-03-11 09:00', who, 'CloseCase').length > 0);
  expect([mayClose(noticed()), mayClose(done)]).toEqual([[], ['ca']]);
  // a report upon what it does not see neither hinders it nor shows
  done.does('2025-03-10 12:00', 'school', 'ReportToPolice', { to: 'psb', facts: sealed('有伤') });
  done.does('2025-03-11 09:00', 'ca', 'CloseCase', { closingReason: 'RESOLVED' });
  expect([done.record.status, done.running().filter((clock) => clock.startsWith('AFTER_CLOSING'))]).toEqual([
    'closed',
    [],
  ]);
});

it('civil affairs closes a case in which it was found, and decided that no admonition is needed', () => {
  const spec = new SpecCase()
    .does('2025-03-04 09:00', 'far-court', 'DiscoverInCase', {
      child: girl.child,
      place: { division: farVillage },
      ground: 'IMPROPER_FAMILY_EDUCATION',
      caseReference: sealed('案号'),
      statement: sealed('笔录'),
    })
    .does('2025-03-05 09:00', 'far-court', 'DecideNoAdmonition', {});
  spec.does('2025-03-06 09:00', 'far-ca', 'CloseCase', { closingReason: 'NO_FINDING' });
  expect(spec.record.status).toBe('closed');
});

describe('hearing the child', () => {
  it('takes what the child said or why the child could not be heard: one of the two', () => {
    const spec = flagged();
    expect(spec.tries('2025-03-04 09:00', 'ca', 'RecordChildHeard', {}).refused()).toBe('SAID_OR_REASON');
    const both = { said: sealed('想回家'), reasonNot: sealed('无') };
    expect(spec.tries('2025-03-04 09:00', 'ca', 'RecordChildHeard', both).refused()).toBe('SAID_OR_REASON');
    spec.does('2025-03-04 09:00', 'ca', 'RecordChildHeard', { said: sealed('想回家') });
    spec.does('2025-03-05 09:00', 'ca', 'CloseCase', close);
    expect(spec.last).toMatchObject([{ data: { childHeard: 'HEARD' } }]);
    expect(closed().last).toMatchObject([{ data: { childHeard: 'NOT_RECORDED' } }]);
  });
});

describe('closing', () => {
  it('ends the flags’ clocks and starts the visits after closing', () => {
    expect(closed().effects()).toEqual([
      'stop TRIAGE',
      'start AFTER_CLOSING_30 2025-04-03',
      'start AFTER_CLOSING_90 2025-06-03',
    ]);
    expect(closed().does('2025-04-01 09:00', 'town', 'RecordAfterClosingVisit', note).types()).toEqual([
      'AfterClosingVisitRecorded',
    ]);
    expect(flagged().tries('2025-04-01 09:00', 'town', 'RecordAfterClosingVisit', note).refused()).toBe('NOT_YET');
  });

  it('is the township’s only while the matter is not serious', () => {
    expect(flagged().does('2025-03-05 09:00', 'town', 'CloseCase', close).record.status).toBe('closed');
    const serious = flagged().does('2025-03-04 09:00', 'rvc', 'AssessSeverity', { severity: 'SERIOUS' });
    expect(serious.tries('2025-03-05 09:00', 'town', 'CloseCase', close).refused()).toBe('ACTOR_NOT_AUTHORISED');
    expect(flagged().tries('2025-03-05 09:00', 'rvc', 'CloseCase', close).last).toMatchObject({ standing: 'statute' });
  });

  it('is the place’s: who reported from elsewhere neither closes nor transfers', () => {
    const spec = flagged().does('2025-03-03 10:00', 'far-ca', 'RaiseFlag', girl, { joins: true });
    expect(spec.tries('2025-03-05 09:00', 'far-ca', 'CloseCase', close).refused()).toBe('NOT_YOUR_ITEM');
    expect(spec.may('2025-03-05 09:00', 'far-ca', 'CloseCase', 'TransferCaseJurisdiction')).toEqual([]);
  });

  it('is no township’s where a flag that it sees tells of danger, triaged or not', () => {
    const spec = new SpecCase().does('2025-03-03 09:20', 'rvc', 'RaiseFlag', { ...girl, signs: ['INJURED'] });
    expect(spec.may('2025-03-03 09:30', 'town', 'CloseCase')).toEqual([]);
    expect(spec.tries('2025-03-03 09:30', 'town', 'CloseCase', close).refused()).toBe('ACTOR_NOT_AUTHORISED');
  });

  it('with danger unreported takes a reason, and none when there was no danger', () => {
    const spec = () => new SpecCase().does('2025-03-03 09:20', 'rvc', 'RaiseFlag', { ...girl, signs: ['INJURED'] });
    expect(spec().tries('2025-03-04 09:30', 'ca', 'CloseCase', close).refused()).toBe('CONFIGURED_RULE_NEEDS_REASON');
    expect(spec().does('2025-03-04 09:30', 'ca', 'CloseCase', close, { reason: '误报' }).types()).toEqual([
      'CaseClosed',
    ]);
    const none = { closingReason: 'UNSUBSTANTIATED' as const };
    expect(spec().does('2025-03-04 09:30', 'ca', 'CloseCase', none).types()).toEqual(['CaseClosed']);
  });

  it('with what was judged serious unreported takes a reason too, until it is judged otherwise', () => {
    const serious = () => flagged().does('2025-03-03 10:00', 'rvc', 'TriageFlag', { severity: 'SERIOUS' });
    expect(serious().tries('2025-03-04 09:30', 'ca', 'CloseCase', close).last).toMatchObject({
      refused: 'CONFIGURED_RULE_NEEDS_REASON',
      standing: 'configured',
    });
    const closed = serious().does('2025-03-04 09:30', 'ca', 'CloseCase', close, { reason: '已另案处理' });
    expect(closed.types()).toEqual(['CaseClosed']);
    const milder = serious().does('2025-03-04 09:00', 'rvc', 'AssessSeverity', { severity: 'NOT_SERIOUS' });
    expect(milder.does('2025-03-04 09:30', 'ca', 'CloseCase', close).types()).toEqual(['CaseClosed']);
  });

  it('does not wait for files or measures', () => {
    const spec = acceptedCase()
      .does('2025-03-04 09:00', 'psb', 'FileCriminalCase', {})
      .does('2025-03-04 10:00', 'psb', 'ApplyMeasure', { description: sealed('训导') });
    expect(spec.does('2025-03-05 09:00', 'ca', 'CloseCase', close).types()).toEqual(['CaseClosed']);
  });

  it('waits for the police to decide on a report, be it that they wait for papers', () => {
    const wanted = reported().does('2025-03-03 12:00', 'psb', 'RequestInfo', { wanted: sealed('病历') });
    for (const spec of [reported(), wanted]) {
      expect(spec.tries('2025-03-04 09:00', 'ca', 'CloseCase', close).refused()).toBe('OPEN_REPORT');
    }
  });

  it('waits for an order; closed is closed', () => {
    expect(ordered().tries('2025-04-01 09:00', 'ca', 'CloseCase', close).last).toMatchObject({ refused: 'OPEN_ORDER' });
    expect(closed().tries('2025-03-06 09:00', 'ca', 'CloseCase', close).refused()).toBe('CASE_CLOSED');
    expect(closed().tries('2025-03-06 09:00', 'rvc', 'TriageFlag', { severity: 'SERIOUS' }).refused()).toBe(
      'CASE_CLOSED',
    );
  });
});

describe('reopening', () => {
  it('comes with a new flag on the same case, and ends the visits after closing', () => {
    const spec = closed().does('2025-03-20 09:00', 'cd', 'RaiseFlag', girl);
    expect(spec.types()).toEqual(['FlagRaised', 'CaseReopened']);
    expect(spec.running()).toEqual(['TRIAGE']);
    expect(spec.record).toMatchObject({ status: 'open', timesReopened: 1, closing: null });
  });

  it('comes with a new report too', () => {
    const spec = closed().does(
      '2025-03-20 09:00',
      'school',
      'ReportToPolice',
      { facts: sealed('有伤') },
      { joins: true },
    );
    expect(spec.types()).toEqual(['CaseReopened', 'ReportedToPolice']); // the school knows of no flag to dissuade upon
    expect(spec.tries('2025-03-21 09:00', 'ca', 'CloseCase', close).refused()).toBe('OPEN_REPORT');
  });
});

describe('a transfer', () => {
  it('passes the care file to the new place; orders stay with their issuer', () => {
    const spec = ordered().does('2025-04-01 09:00', 'ca', 'TransferCaseJurisdiction', { to: farVillage });
    expect(spec.record).toMatchObject({ division: farVillage, formerDivisions: ['441502001001'] });
    expect(spec.tries('2025-04-02 09:00', 'ca', 'RecordChildHeard', { said: sealed('好') }).refused()).toBe(
      'NOT_FOUND',
    );
    expect(spec.does('2025-04-02 09:00', 'psb', 'FulfilOrder', {}).types()).toEqual(['OrderFulfilled']);
    expect(spec.does('2025-04-03 09:00', 'far-ca', 'CloseCase', close).types()).toEqual(['CaseClosed']);
  });

  const waiting = ({ record }: SpecCase) =>
    record.clocks.filter(isCounted).map(({ clock, holder, due }) => [clock, holder, due.slice(0, 10)]);

  it('takes along the time that runs for the place, with the due it had; police and reporter keep theirs', () => {
    const spec = reported();
    expect(waiting(spec)).toEqual([
      ['TRIAGE', 'rvc', '2025-03-04'],
      ['POLICE_REVIEW_ADMIN', 'psb', '2025-03-04'],
    ]);
    spec.does('2025-03-04 09:00', 'ca', 'TransferCaseJurisdiction', { to: farVillage });
    expect(waiting(spec)).toEqual([
      ['POLICE_REVIEW_ADMIN', 'psb', '2025-03-04'],
      ['TRIAGE', 'far-rvc', '2025-03-04'],
    ]);
    expect(spec.does('2025-03-04 10:00', 'far-rvc', 'TriageFlag', { severity: 'NOT_SERIOUS' }).effects()).toContain(
      'stop TRIAGE',
    );
  });

  it('leaves an agency of the former place what it is supervised for and owes, and no other work on the case', () => {
    const spec = flagged().does('2025-03-03 12:00', 'station', 'TriageFlag', { severity: 'SERIOUS' });
    spec.until('2025-03-20 09:00').does('2025-03-21 10:00', 'ca', 'TransferCaseJurisdiction', { to: farVillage });
    const steps = ['AssessSeverity', 'TestEligibility', 'ReportRisk', 'ReportToPolice', 'AnswerSupervision'] as const;
    expect(spec.may('2025-03-22 10:00', 'station', ...steps)).toEqual(['ReportToPolice', 'AnswerSupervision']);
    spec.tries('2025-03-22 10:00', 'station', 'AssessSeverity', { severity: 'NOT_SERIOUS' });
    expect(spec.refused()).toBe('NOT_YOUR_ITEM');
  });

  describe('leaves the old committee to read for the days that the pack says', () => {
    const left = () =>
      flagged()
        .does('2025-03-03 10:00', 'rvc', 'TriageFlag', { severity: 'NOT_SERIOUS' })
        .does('2025-03-10 09:00', 'ca', 'TransferCaseJurisdiction', { to: farVillage });
    const knows = ({ record }: SpecCase, id: string) => [...relationsOf(record, agency(id))];
    const heard = (spec: SpecCase, when: string) =>
      spec.does(when, 'far-ca', 'RecordChildHeard', { said: sealed('好') });

    it('and no longer, whether a flag went to it or it answers for the place', () => {
      const spec = left();
      expect(spec.record.readOn).toEqual([{ agency: 'rvc', until: '2025-04-09T23:59:59.999+08:00' }]);
      expect(knows(heard(spec, '2025-04-09 23:00'), 'rvc')).toEqual(['committee', 'former-place']);
      expect(knows(heard(spec, '2025-04-10 09:00'), 'rvc')).toEqual([]);
      const placed = ordered().does('2025-04-01 09:00', 'ca', 'TransferCaseJurisdiction', { to: farVillage });
      expect(knows(placed, 'next-rvc')).toEqual([]); // of the same township, and never of the case
    });

    it('to a command it is gone on the day after, though nothing has happened since', () => {
      const tells = (when: string) =>
        left()
          .tries(when, 'rvc', 'ReportToPolice', { facts: sealed('夜间独处') })
          .refused();
      expect(tells('2025-04-09 23:00')).not.toBe('NOT_FOUND');
      expect(tells('2025-04-10 09:00')).toBe('NOT_FOUND');
    });

    it('is there again for it when the family comes back', () => {
      const back = left().does('2025-04-20 09:00', 'far-ca', 'TransferCaseJurisdiction', { to: village });
      expect(knows(back, 'rvc')).toContain('committee');
      expect(back.record.readOn.map((one) => one.agency)).toEqual(['rvc', 'far-rvc']);
    });

    it('of a transfer that was recorded before there was an end, it has none', () => {
      const spec = left();
      const older = { ...spec.record, readOn: [] };
      expect([...relationsOf({ ...older, at: '2026-03-03T09:00:00.000+08:00' as never }, agency('rvc'))]).toEqual([
        'committee',
      ]);
    });
  });

  it('charges the new place with no delay of the old', () => {
    const spec = flagged().until('2025-03-06 00:00');
    expect(spec.record.clocks).toMatchObject([{ clock: 'TRIAGE', state: 'overdue' }]);
    spec.does('2025-03-06 09:00', 'ca', 'TransferCaseJurisdiction', { to: farVillage });
    expect(spec.record.clocks).toMatchObject([
      { holder: 'rvc', state: 'stopped', late: true },
      { holder: 'far-rvc', state: 'running', due: expect.stringContaining('2025-03-07') },
    ]);
  });

  it('leaves a hidden flag with who raised it', () => {
    const spec = new SpecCase()
      .does('2025-03-03 08:00', 'school', 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' })
      .does('2025-03-03 09:00', 'cd', 'RaiseFlag', girl, { joins: true })
      .does('2025-03-03 10:00', 'ca', 'TransferCaseJurisdiction', { to: farVillage });
    expect(waiting(spec).filter(([clock]) => clock === 'TRIAGE')).toEqual([
      ['TRIAGE', 'school', '2025-03-04'],
      ['TRIAGE', 'far-rvc', '2025-03-04'],
    ]);
    expect(spec.record.flags.map(({ committee }) => committee)).toEqual([null, 'far-rvc']);
  });

  it('leaves the old committee its own papers; of all else it is told, while it reads, that it is another’s', () => {
    const moved = reported().does('2025-03-04 09:00', 'ca', 'TransferCaseJurisdiction', { to: farVillage });
    const refused = [
      moved.tries('2025-03-04 10:00', 'rvc', 'TriageFlag', { severity: 'NOT_SERIOUS' }).refused(),
      moved.tries('2025-03-04 10:00', 'rvc', 'RecordDissuasion', { told: sealed('请照看孩子') }).refused(),
      moved.tries('2025-03-04 10:00', 'rvc', 'AssessSeverity', { severity: 'SERIOUS' }).refused(),
      moved.tries('2025-03-04 10:00', 'rvc', 'RecordChildHeard', { said: sealed('想回家') }).refused(),
    ];
    expect(refused).toEqual(['NOT_YOUR_ITEM', 'NOT_YOUR_ITEM', 'NOT_YOUR_ITEM', 'NOT_YOUR_ITEM']);
    expect(moved.tries('2025-04-04 00:00', 'rvc', 'TriageFlag', { severity: 'NOT_SERIOUS' }).refused()).toBe(
      'NOT_FOUND',
    );
    moved.does('2025-03-04 12:00', 'psb', 'RequestInfo', { wanted: sealed('出生证明') });
    const offered = ['TriageFlag', 'RecordDissuasion', 'RequestWithdrawal', 'ReportToPolice', 'SupplyInfo'] as const;
    expect(moved.may('2025-03-04 13:00', 'rvc', ...offered)).toEqual(['ReportToPolice', 'SupplyInfo']);
    const back = moved.does('2025-03-05 09:00', 'far-ca', 'TransferCaseJurisdiction', { to: '441502001001' });
    expect(back.may('2025-03-05 10:00', 'rvc', 'TriageFlag')).toEqual(['TriageFlag']);
  });

  it('goes where there is somebody to take it', () => {
    const transfer = (to: string) =>
      flagged().tries('2025-03-04 09:00', 'ca', 'TransferCaseJurisdiction', { to }).refused();
    expect([transfer('999999'), transfer('441502001001')]).toEqual(['NO_SUCH_AGENCY', 'ALREADY_DONE']);
  });
});
