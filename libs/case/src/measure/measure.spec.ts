import { agencies } from '../directory.fixture.ts';
import { acceptedCase, girl, SpecCase, sealed } from '../given.fixture.ts';
import { relationsOf } from '../index.ts';

describe('measures on the child', () => {
  it('are taken and ended by the police that took them; whoever is invited learns of it', () => {
    const spec = acceptedCase().does('2025-03-04 09:00', 'psb', 'ApplyMeasure', {
      description: sealed('责令定期报告活动情况'),
      invited: ['school'],
    });
    expect(spec.effects()).toEqual([]);
    expect(spec.may('2025-03-04 10:00', 'school', 'EndMeasure', 'RecordChildHeard')).toEqual(['RecordChildHeard']);
    expect(spec.tries('2025-03-04 10:00', 'edu', 'RecordChildHeard', { said: sealed('好') }).refused()).toBe(
      'NOT_FOUND',
    );
    expect(spec.does('2025-04-04 09:00', 'psb', 'EndMeasure', {}).types()).toEqual(['MeasureEnded']);
    expect(spec.tries('2025-04-05 09:00', 'psb', 'EndMeasure', {}).refused()).toBe('ALREADY_DONE');
  });

  it('invite nobody who is not there', () => {
    const measure = { description: sealed('训导'), invited: ['nobody'] };
    expect(acceptedCase().tries('2025-03-04 09:00', 'psb', 'ApplyMeasure', measure).refused()).toBe('NO_SUCH_AGENCY');
  });

  it('invite no overseer and none at whose desk they would not show; one of another place for a reason', () => {
    const invite = (id: string, reason?: string) =>
      acceptedCase().tries(
        '2025-03-04 09:00',
        'psb',
        'ApplyMeasure',
        { description: sealed('训导'), invited: [id] },
        { reason },
      );
    for (const id of ['wccw', 'plac', 'ca', 'town', 'hosp', 'proc']) {
      expect([id, invite(id, '有需要').refused()]).toEqual([id, 'NO_SUCH_AGENCY']);
    }
    for (const id of ['rvc', 'school', 'wf']) expect(invite(id).types()).toEqual(['MeasureApplied']);
    expect(invite('far-rvc').last).toMatchObject({
      refused: 'CONFIGURED_RULE_NEEDS_REASON',
      standing: 'configured',
    });
    expect(invite('far-rvc', '孩子寄住在该村').types()).toEqual(['MeasureApplied']);
  });

  it('never send a child to a special school before the committee has assessed', () => {
    const decision = sealed('送专门学校');
    const spec = acceptedCase().does('2025-03-04 09:00', 'edu', 'OrderSchoolReturn', { days: 7 }, { joins: true });
    expect(
      spec.tries('2025-03-05 09:00', 'edu', 'DecideSpecialSchool', { assessed: false, decision }).last,
    ).toMatchObject({
      refused: 'NOT_YET',
      standing: 'statute',
      cite: { article: '43' },
    });
    expect(spec.does('2025-03-05 09:00', 'edu', 'DecideSpecialSchool', { assessed: true, decision }).types()).toEqual([
      'SpecialSchoolDecided',
    ]);
  });

  it('open a case where the school applied to education itself and the police had no part, known to education alone', () => {
    const { child, place, derived } = girl;
    const input = { assessed: true, decision: sealed('送专门学校'), child, place, derived };
    const spec = new SpecCase().does('2025-03-05 09:00', 'edu', 'DecideSpecialSchool', input);
    expect(spec.types()).toEqual(['SpecialSchoolDecided']);
    expect(spec.record).toMatchObject({ status: 'open', specialSchool: { by: 'edu' } });
    const knowing = Object.values(agencies).filter((one) => relationsOf(spec.record, one).size > 0);
    expect(knowing.map(({ id }) => id)).toEqual(['edu']);
    for (const [who, refused] of [
      ['edu', 'WHO_AND_WHERE'],
      ['psb', 'ACTOR_NOT_AUTHORISED'],
    ] as const) {
      const about = who === 'edu' ? {} : { child, place, derived };
      const tried = new SpecCase().tries('2025-03-05 09:00', who, 'DecideSpecialSchool', {
        assessed: true,
        decision: sealed('送专门学校'),
        ...about,
      });
      expect(tried.refused()).toBe(refused);
    }
  });

  it('in a special school are assessed by the committee in each term, until the child returns', () => {
    const assessment = sealed('继续专门教育');
    const spec = acceptedCase()
      .does('2025-03-04 09:00', 'edu', 'OrderSchoolReturn', { days: 7 }, { joins: true })
      .does('2025-03-05 09:00', 'edu', 'DecideSpecialSchool', { assessed: true, decision: sealed('送专门学校') });
    expect(spec.tries('2025-03-06 09:00', 'edu', 'RecordCommitteeReview', { assessment }).refused()).toBe(
      'NO_SUCH_ITEM',
    );
    const term = { termEnds: '2025-07-06' as never }; // a Sunday: the term ends on it and not the day after
    expect(spec.does('2025-03-06 09:00', 'edu', 'BeginSchoolTerm', term).effects()).toEqual([
      'start SPECIAL_SCHOOL_TERM 2025-07-06',
    ]);
    expect(spec.tries('2025-03-07 09:00', 'edu', 'BeginSchoolTerm', term).refused()).toBe('ALREADY_DONE');
    spec.does('2025-06-20 09:00', 'edu', 'RecordCommitteeReview', { assessment });
    expect(spec.effects()).toEqual(['stop SPECIAL_SCHOOL_TERM']);
    expect(spec.tries('2025-09-01 09:00', 'edu', 'BeginSchoolTerm', term).refused()).toBe('TERM_ENDS_BEFORE');
    spec
      .does('2025-09-01 09:00', 'edu', 'BeginSchoolTerm', { termEnds: '2026-01-20' as never })
      .does('2025-12-20 09:00', 'edu', 'RecordCommitteeReview', { assessment, returns: true });
    expect(spec.tries('2026-03-01 09:00', 'edu', 'BeginSchoolTerm', term).refused()).toBe('NO_SUCH_ITEM');
  });

  it('decided anew, a term that runs is assessed all the same; where another department decides, it ends', () => {
    const decision = { assessed: true, decision: sealed('专门教育') };
    const inTerm = () =>
      new SpecCase()
        .does('2025-02-01 09:00', 'edu', 'DecideSpecialSchool', { ...girl, ...decision })
        .does('2025-02-20 09:00', 'edu', 'BeginSchoolTerm', { termEnds: '2025-07-05' as never });
    const again = inTerm().does('2025-03-01 09:00', 'edu', 'DecideSpecialSchool', decision);
    expect(again.effects()).toEqual([]);
    const assessed = again.does('2025-06-20 09:00', 'edu', 'RecordCommitteeReview', { assessment: sealed('评估') });
    expect(assessed.effects()).toEqual(['stop SPECIAL_SCHOOL_TERM']);
    const moved = inTerm().does('2025-03-01 09:00', 'far-edu', 'DecideSpecialSchool', decision, { joins: true });
    expect(moved.effects()).toEqual(['stop SPECIAL_SCHOOL_TERM']);
  });

  it('taking a child out of danger opens the case to the place', () => {
    const spec = acceptedCase().does('2025-03-04 09:00', 'psb', 'RemoveFromDanger', { placement: sealed('救助站') });
    expect(spec.record.removal).toMatchObject({ by: 'psb' });
  });
});

describe('an emergency', () => {
  it('is handled first and registered within 24 hours, rest days or not', () => {
    const spec = acceptedCase().does('2025-03-08 22:00', 'psb', 'EndEmergency', {}); // a Saturday
    expect(spec.effects()).toEqual(['start POLICE_REGISTER_AFTER_EMERGENCY 2025-03-09T22:00']);
    expect(spec.does('2025-03-09 09:00', 'psb', 'RegisterEmergency', {}).effects()).toEqual([
      'stop POLICE_REGISTER_AFTER_EMERGENCY',
    ]);
    expect(spec.tries('2025-03-09 10:00', 'psb', 'RegisterEmergency', {}).refused()).toBe('NO_SUCH_ITEM');
  });

  it('is registered by the unit that handled it, also after the care file has closed', () => {
    const spec = acceptedCase().does('2025-03-08 22:00', 'psb', 'EndEmergency', {});
    spec.does('2025-03-08 23:00', 'ca', 'CloseCase', { closingReason: 'RESOLVED' });
    expect(spec.running()).toContain('POLICE_REGISTER_AFTER_EMERGENCY');
    spec.does('2025-03-09 23:00', 'psb', 'RegisterEmergency', {});
    expect(spec.record.clocks.find(({ scope }) => scope === 'emergency')).toMatchObject({ late: true });
  });
});
