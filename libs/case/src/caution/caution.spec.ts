import { acceptedCase, sealed } from '../given.fixture.ts';

const cautioned = () => acceptedCase().does('2025-03-04 09:00', 'psb', 'IssueCaution', { text: sealed('告诫') });

describe('a domestic-violence caution', () => {
  it('is given by the police alone, with the clause', () => {
    expect(
      acceptedCase().tries('2025-03-04 09:00', 'rvc', 'IssueCaution', { text: sealed('告诫') }).last,
    ).toMatchObject({
      refused: 'ACTOR_NOT_AUTHORISED',
      standing: 'statute',
      cite: { article: '16' },
    });
  });

  it('once served is visited by committee or police, in its time', () => {
    const spec = cautioned();
    expect(spec.tries('2025-03-05 09:00', 'rvc', 'RecordCautionVisit', { note: sealed('平静') }).refused()).toBe(
      'NO_SUCH_ITEM',
    );
    spec.does('2025-03-05 09:00', 'psb', 'ServeCaution', {});
    expect(spec.effects()).toEqual(['start WARNING_VISIT 2025-04-07']); // 30 days end in the Qingming holiday
    spec.does('2025-03-20 09:00', 'rvc', 'RecordCautionVisit', { note: sealed('平静') });
    expect(spec.effects()).toEqual(['stop WARNING_VISIT']);
    expect(spec.record.cautions).toMatchObject([{ served: true, visits: 1 }]);
  });

  it('is neither admonition nor penalty: both stay open to the police', () => {
    const spec = cautioned().does('2025-03-05 09:00', 'psb', 'RecordFinding', {
      ground: 'GUARDIAN_FAILS_DUTY',
      statement: sealed('失职'),
    });
    expect(spec.may('2025-03-05 10:00', 'psb', 'IssueAdmonition', 'OpenPublicSecurityCase')).toHaveLength(2);
  });
});
