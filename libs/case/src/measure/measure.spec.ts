import { acceptedCase, sealed } from '../given.fixture.ts';

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
    expect(spec.tries('2025-04-05 09:00', 'psb', 'EndMeasure', {}).refused()).toBe('NO_SUCH_ITEM');
  });

  it('invite nobody who is not there', () => {
    const measure = { description: sealed('训导'), invited: ['nobody'] };
    expect(acceptedCase().tries('2025-03-04 09:00', 'psb', 'ApplyMeasure', measure).refused()).toBe('NO_SUCH_AGENCY');
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

  it('taking a child out of danger opens the case to the place', () => {
    const spec = acceptedCase().does('2025-03-04 09:00', 'psb', 'RemoveFromDanger', { placement: sealed('救助站') });
    expect(spec.record.removal).toMatchObject({ by: 'psb' });
  });
});
