import { overseen } from '../clock/overseen.ts';
import { acceptedCase, flagged, reported, sealed } from '../given.fixture.ts';

const wanted = { wanted: sealed('请补充照片') };
const supplied = { supplied: sealed('照片') };
const message = { message: sealed('不属公安管辖') };

it('a report is not handed over before it was there, be it entered late', () => {
  const spec = reported().does('2025-03-03 11:00', 'psb', 'HandOverReport', { to: 'near-ps' });
  const late = { occurredAt: '2025-03-03 10:30' };
  expect(spec.tries('2025-03-03 12:00', 'near-ps', 'HandOverReport', { to: 'near-psb' }, late).refused()).toBe(
    'OCCURRED_BEFORE',
  );
});

describe('a supplement', () => {
  it('is asked for while the review clock runs on, and stays with the unit', () => {
    const spec = reported().does('2025-03-03 11:00', 'psb', 'RequestInfo', wanted);
    expect(spec.effects()).toEqual(['start RETURN_FOR_INFO_SUPPLY 2025-03-06']);
    expect(spec.running()).toContain('POLICE_REVIEW_ADMIN');
    expect(spec.record.reports).toMatchObject([{ to: 'psb', status: 'info-requested' }]);
  });

  it('is supplied by who reported, and by nobody else', () => {
    const spec = reported().does('2025-03-03 11:00', 'psb', 'RequestInfo', wanted);
    expect(spec.tries('2025-03-03 12:00', 'cd', 'SupplyInfo', supplied).refused()).toBe('NO_SUCH_ITEM');
    spec.does('2025-03-03 12:00', 'rvc', 'SupplyInfo', supplied);
    expect(spec.effects()).toEqual(['stop RETURN_FOR_INFO_SUPPLY']);
    expect(spec.record.reports).toMatchObject([{ status: 'pending' }]);
  });

  it('is not awaited: the police may decide without it, and its clock ends', () => {
    const spec = reported()
      .does('2025-03-03 11:00', 'psb', 'RequestInfo', wanted)
      .does('2025-03-03 12:00', 'psb', 'AcceptCase', {});
    expect(spec.effects()).toEqual([
      'stop POLICE_REVIEW_ADMIN',
      'stop RETURN_FOR_INFO_SUPPLY',
      'start REPORTER_FEEDBACK 2025-03-06',
    ]);
  });
});

describe('incomplete papers', () => {
  it('are asked for within 24 hours of receipt, and never end the report', () => {
    const spec = reported().does('2025-03-03 20:00', 'psb', 'FindPapersIncomplete', {});
    expect(spec.effects()).toEqual(['start RETURN_FOR_INFO_NOTICE 2025-03-04T10:00']);
    expect(spec.running()).toContain('POLICE_REVIEW_ADMIN');
    expect(spec.tries('2025-03-03 20:10', 'psb', 'FindPapersIncomplete', {}).refused()).toBe('NO_SUCH_ITEM');
    expect(spec.does('2025-03-03 21:00', 'psb', 'RequestInfo', wanted).effects()).toEqual([
      'stop RETURN_FOR_INFO_NOTICE',
      'start RETURN_FOR_INFO_SUPPLY 2025-03-06',
    ]);
  });

  it('are the new unit’s to find anew after a handover', () => {
    const spec = reported()
      .does('2025-03-03 20:00', 'psb', 'FindPapersIncomplete', {})
      .does('2025-03-03 21:00', 'psb', 'HandOverReport', { to: 'far-psb' });
    expect(spec.effects()).toContain('stop RETURN_FOR_INFO_NOTICE');
    expect(spec.does('2025-03-03 22:00', 'far-psb', 'FindPapersIncomplete', {}).effects()).toEqual([
      'start RETURN_FOR_INFO_NOTICE 2025-03-04T21:00',
    ]);
  });
});

describe('a report that has been dealt with', () => {
  const told = { message: sealed('已依法处置'), result: true };

  it('leaves five working days to tell the reporter the result; progress is not the result', () => {
    const spec = acceptedCase().does('2025-03-10 09:00', 'psb', 'DisposeReport', {});
    expect(spec.effects()).toEqual(['start REPORTER_RESULT 2025-03-17']);
    spec.does('2025-03-11 09:00', 'psb', 'NotifyReporter', { message: sealed('正在办理') });
    expect(spec.running()).toContain('REPORTER_RESULT');
    expect(spec.does('2025-03-12 09:00', 'psb', 'NotifyReporter', told).effects()).toContain('stop REPORTER_RESULT');
  });

  it('starts nothing when the reporter knew before, and is dealt with once', () => {
    const spec = acceptedCase()
      .does('2025-03-09 09:00', 'psb', 'NotifyReporter', told)
      .does('2025-03-10 09:00', 'psb', 'DisposeReport', {});
    expect(spec.effects()).toEqual([]);
    expect(spec.tries('2025-03-11 09:00', 'psb', 'DisposeReport', {}).refused()).toBe('NO_SUCH_ITEM');
    expect(reported().may('2025-03-03 11:00', 'psb', 'DisposeReport')).toEqual([]);
  });
});

describe('a handover', () => {
  it('is due 24 hours after receipt, whenever it was found that another unit has jurisdiction', () => {
    const spec = reported().does('2025-03-03 20:00', 'psb', 'FindJurisdiction', {});
    expect(spec.effects()).toEqual(['start POLICE_TRANSFER_24H 2025-03-04T10:00']);
    expect(spec.running()).toContain('POLICE_REVIEW_ADMIN');
    expect(spec.may('2025-03-03 21:00', 'psb', 'FindJurisdiction', 'HandOverReport')).toEqual(['HandOverReport']);
  });

  it('restarts the review at the new unit; the old one keeps nothing to decide', () => {
    const spec = reported().does('2025-03-03 21:00', 'psb', 'HandOverReport', { to: 'far-psb' });
    expect(spec.types()).toEqual(['ReportHandedOver', 'ReporterNotified']);
    expect(spec.effects()).toEqual(['stop POLICE_REVIEW_ADMIN', 'start POLICE_REVIEW_ADMIN 2025-03-04T21:00']);
    expect(spec.tries('2025-03-03 22:00', 'psb', 'AcceptCase', {}).refused()).toBe('NOT_YOUR_ITEM');
    expect(spec.does('2025-03-03 22:00', 'far-psb', 'AcceptCase', {}).types()).toContain('CaseAccepted');
  });

  it('goes to another police unit and to nobody else', () => {
    for (const to of ['psb', 'ca', 'nobody']) {
      expect(reported().tries('2025-03-03 21:00', 'psb', 'HandOverReport', { to }).refused()).toBe('NO_SUCH_AGENCY');
    }
  });
});

describe('a report that is not accepted', () => {
  it('is told to who reported, and ends with its clocks', () => {
    const spec = reported()
      .does('2025-03-03 11:00', 'psb', 'RequestInfo', wanted)
      .does('2025-03-03 12:00', 'psb', 'NotAccept', { notAcceptedBecause: 'NOT_POLICE_MATTER', ...message });
    expect(spec.types()).toEqual(['ReportNotAccepted', 'ReporterNotified']);
    expect(spec.effects()).toEqual(['stop POLICE_REVIEW_ADMIN', 'stop RETURN_FOR_INFO_SUPPLY']);
    expect(spec.tries('2025-03-03 13:00', 'psb', 'AcceptCase', {}).refused()).toBe('ALREADY_DONE');
  });

  it('may be made again with new facts', () => {
    const spec = reported()
      .does('2025-03-03 12:00', 'psb', 'NotAccept', { notAcceptedBecause: 'NO_FACTS', ...message })
      .does('2025-03-05 12:00', 'rvc', 'ReportToPolice', { facts: sealed('新伤'), newFacts: true });
    expect(spec.types()).toEqual(['ReportedToPolice', 'DissuasionWaived']);
    expect(spec.running()).toContain('POLICE_REVIEW_ADMIN');
  });

  const crime = () =>
    flagged().does('2025-03-03 10:00', 'rvc', 'ReportToPolice', { facts: sealed('侵害'), suspectedCrime: true });

  it('of a suspected crime has three days', () => {
    const spec = crime();
    expect(spec.effects()).toContain('start POLICE_REVIEW_CRIM 2025-03-06');
    expect(spec.may('2025-03-04 09:00', 'psb', 'NotAccept', 'DecideNotToFile')).toEqual(['DecideNotToFile']);
    const away = { notAcceptedBecause: 'NO_FACTS' as const, ...message };
    expect(spec.tries('2025-03-04 09:00', 'psb', 'NotAccept', away).refused()).toBe('CRIME_NOT_TURNED_AWAY');
    spec.does('2025-03-04 10:00', 'psb', 'DecideNotToFile', { because: sealed('没有犯罪事实') });
    expect(spec.effects()).toEqual(
      expect.arrayContaining(['stop POLICE_REVIEW_CRIM', 'start NO_FILING_NOTICE 2025-03-07']),
    );
  });

  it('is filed on or not once it is accepted, in a time of its own that nobody sees who sees no file', () => {
    const spec = crime().does('2025-03-04 09:00', 'psb', 'AcceptCase', {});
    expect(spec.effects()).toEqual(expect.arrayContaining(['stop POLICE_REVIEW_CRIM', 'start CRIM_FILING 2025-03-07']));
    spec.until('2025-03-10 09:00');
    const [filing] = spec.record.clocks.filter(({ clock }) => clock === 'CRIM_FILING');
    expect(filing).toMatchObject({ holder: 'psb', state: 'overdue' });
    expect(spec.record.superiors.some(({ clockId, to }) => clockId === filing?.id && to === 'city-psb')).toBe(true);
    expect(filing && overseen(filing, spec.record)).toBe(false);
    const accepted = () => crime().does('2025-03-04 09:00', 'psb', 'AcceptCase', {});
    const filed = accepted().does('2025-03-05 09:00', 'psb', 'FileCriminalCase', {});
    const notFiled = accepted().does('2025-03-05 09:00', 'psb', 'DecideNotToFile', { because: sealed('没有犯罪事实') });
    for (const decided of [filed, notFiled]) expect(decided.effects()).toContain('stop CRIM_FILING');
  });

  it('waits for that decision when a public-security case is opened on it', () => {
    const spec = crime().does('2025-03-04 09:00', 'psb', 'OpenPublicSecurityCase', {});
    expect(spec.effects()).toContain('start CRIM_FILING 2025-03-07');
    expect(spec.may('2025-03-04 10:00', 'psb', 'FileCriminalCase', 'DecideNotToFile')).toEqual([
      'FileCriminalCase',
      'DecideNotToFile',
    ]);
  });
});

describe('what is entered after the eighteenth birthday', () => {
  it('counts when it happened', () => {
    const spec = acceptedCase();
    spec.record = { ...spec.record, child: { ...spec.record.child, turns18On: '2025-03-10' } as never };
    const found = (occurredAt: string) =>
      spec.tries(
        '2025-03-12 09:00',
        'psb',
        'RecordFinding',
        { ground: 'GUARDIAN_FAILS_DUTY', statement: sealed('x') },
        { occurredAt },
      );
    expect(found('2025-03-10 09:00').refused()).toBe('OVER_18');
    expect(found('2025-03-09 09:00').types()).toContain('FindingMade');
  });
});

describe('a report that is entered late', () => {
  const facts = { to: 'psb', facts: sealed('口头报过') };
  const entered = () =>
    flagged().does('2025-03-26 09:00', 'rvc', 'ReportToPolice', facts, { occurredAt: '2025-03-04 09:00' });

  it('counts where it occurred, and is marked as late', () => {
    const spec = entered();
    expect(spec.effects()).toContain('start POLICE_REVIEW_ADMIN 2025-03-05T09:00');
    expect(spec.events.at(-1)?.meta).toMatchObject({ enteredLate: true });
  });

  it('may have been accepted when it was made, and that is entered late, too; not before it was made', () => {
    const accept = (occurredAt: string) => entered().tries('2025-03-26 10:00', 'psb', 'AcceptCase', {}, { occurredAt });
    expect(accept('2025-03-04 10:00').effects()).toContain('stop POLICE_REVIEW_ADMIN');
    expect(accept('2025-03-04 08:00').refused()).toBe('OCCURRED_BEFORE');
  });
});
