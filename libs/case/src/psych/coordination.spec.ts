import { SpecCase, sealed } from '../given.fixture.ts';

const child = { name: sealed('林小雨'), sex: 'FEMALE' as const };

/** A school sees a danger to self; the place is under the national rule: the office for women and children coordinates. */
const inDanger = () =>
  new SpecCase()
    .does('2025-03-03 09:00', 'school', 'RaiseFlag', {
      kind: 'PSYCH_ABNORMALITY',
      child,
      place: { division: '441502001001' },
      facts: sealed('facts'),
      screeningLevel: sealed('HIGH'),
    })
    .does('2025-03-03 09:10', 'school', 'ReportRisk', { risk: sealed('risk') });

const coordinated = () =>
  inDanger().does('2025-03-03 10:00', 'wccw', 'CoordinateCrisis', { to: 'edu', task: sealed('安排心理老师陪护') });

describe('a crisis that is coordinated', () => {
  it('is asked of a department, which answers once', () => {
    const spec = coordinated();
    expect(spec.types()).toEqual(['CrisisCoordinated']);
    expect(spec.may('2025-03-03 10:10', 'edu', 'AnswerCoordination')).toEqual(['AnswerCoordination']);
    spec.does('2025-03-03 11:00', 'edu', 'AnswerCoordination', { answer: sealed('已安排') });
    expect(spec.record.coordinations).toMatchObject([{ by: 'wccw', to: 'edu', answer: '已安排' }]);
    expect(spec.tries('2025-03-03 11:10', 'edu', 'AnswerCoordination', { answer: sealed('再答') }).refused()).toBe(
      'ALREADY_DONE',
    );
  });

  it('brings the case to a department that had no part in it', () => {
    expect(inDanger().may('2025-03-03 09:30', 'cyl', 'AnswerCoordination')).toEqual([]);
    const spec = inDanger().does('2025-03-03 10:00', 'wccw', 'CoordinateCrisis', { to: 'cyl', task: sealed('陪护') });
    expect(spec.may('2025-03-03 10:10', 'cyl', 'AnswerCoordination')).toEqual(['AnswerCoordination']);
  });

  it('is never asked of the committee, which is not told of what is psychological', () => {
    const spec = inDanger().tries('2025-03-03 10:00', 'wccw', 'CoordinateCrisis', { to: 'rvc', task: sealed('陪护') });
    expect(spec.refused()).toBe('NO_SUCH_AGENCY');
  });

  it('needs a crisis that the coordinator may know of', () => {
    const quiet = new SpecCase().does('2025-03-03 09:00', 'rvc', 'RaiseFlag', {
      kind: 'GUARDIANSHIP_FAILURE',
      child,
      place: { division: '441502001001' },
      facts: sealed('facts'),
    });
    expect(quiet.may('2025-03-03 10:00', 'wccw', 'CoordinateCrisis')).toEqual([]);
    expect(inDanger().may('2025-03-03 10:00', 'wccw', 'CoordinateCrisis')).toEqual(['CoordinateCrisis']);
  });

  it('is the office’s under the national rule; those who are shown counts find no case, those who do not oversee no crisis', () => {
    const task = { to: 'edu', task: sealed('陪护') };
    const spec = inDanger();
    expect(spec.tries('2025-03-03 10:00', 'plac', 'CoordinateCrisis', task).refused()).toBe('NOT_FOUND');
    expect(spec.tries('2025-03-03 10:00', 'school', 'CoordinateCrisis', task, { reason: '紧急' }).refused()).toBe(
      'NO_SUCH_ITEM',
    );
    expect(spec.tries('2025-03-03 10:10', 'plac', 'CoordinateCrisis', task, { reason: '紧急' }).refused()).toBe(
      'NOT_FOUND',
    );
  });
});
