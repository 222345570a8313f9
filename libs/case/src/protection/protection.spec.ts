import { agency, nextVillage } from '../directory.fixture.ts';
import { acceptedCase, flagged, girl, SpecCase, sealed } from '../given.fixture.ts';
import { inForce, relationsOf } from '../index.ts';

const facts = { to: 'court', facts: sealed('多次殴打') };
const applied = (spec = acceptedCase(), more: object = {}) =>
  spec.does('2025-06-12 15:00', 'rvc', 'ApplyProtectionOrder', { ...facts, ...more });
const accepted = (more: object = {}) =>
  applied(acceptedCase(), more).does('2025-06-12 15:00', 'court', 'AcceptProtectionApplication', {});
const terms = { terms: sealed('禁止接触'), months: 6 };
const made = () => accepted().does('2025-06-13 10:00', 'court', 'MakeProtectionOrder', terms);
const close = { closingReason: 'RESOLVED' as const };
const order = ({ record: { protections } }: SpecCase) => protections[0] ?? fail();
const fail = (): never => {
  throw new Error('there is no protection order');
};

describe('applying for a protection order', () => {
  it('is open to those whom the law names, and to no school', () => {
    for (const who of ['rvc', 'psb', 'ca']) {
      expect(flagged().tries('2025-06-12 15:00', who, 'ApplyProtectionOrder', facts, { joins: true }).types()).toEqual([
        'ProtectionOrderApplied',
      ]);
    }
    const school = flagged().tries('2025-06-12 15:00', 'school', 'ApplyProtectionOrder', facts, { joins: true });
    expect(school.last).toMatchObject({
      refused: 'ACTOR_NOT_AUTHORISED',
      standing: 'statute',
      cite: { article: '23' },
    });
    expect(
      applied(flagged())
        .tries('2025-06-12 15:00', 'rvc', 'ApplyProtectionOrder', { ...facts, to: 'psb' })
        .refused(),
    ).toBe('NO_SUCH_AGENCY');
  });

  it('opens a case where there is none; what a court records is a near relative’s', () => {
    const spec = new SpecCase().does('2025-06-12 15:00', 'wf', 'ApplyProtectionOrder', {
      ...facts,
      child: girl.child,
      place: girl.place,
      derived: girl.derived,
    });
    expect(spec.record).toMatchObject({ status: 'open', protections: [{ by: 'wf', forRelative: false }] });
    expect(new SpecCase().tries('2025-06-12 15:00', 'wf', 'ApplyProtectionOrder', facts).refused()).toBe(
      'WHO_AND_WHERE',
    );
    const recorded = flagged().does('2025-06-12 15:00', 'court', 'ApplyProtectionOrder', facts, { joins: true });
    expect(recorded.record.protections).toMatchObject([{ by: 'court', forRelative: true }]);
  });
});

describe('the court', () => {
  it('has 72 hours from acceptance, 24 where it is urgent, rest days included', () => {
    expect(applied().effects()).toEqual([]);
    expect(accepted().effects()).toEqual(['start PROTECTION_ORDER 2025-06-15T15:00']);
    expect(accepted({ urgent: true }).effects()).toEqual(['start PROTECTION_ORDER 2025-06-13T15:00']);
    const seen = applied().does('2025-06-12 15:00', 'court', 'AcceptProtectionApplication', { urgent: true });
    expect(seen.effects()).toEqual(['start PROTECTION_ORDER 2025-06-13T15:00']);
    expect(seen.record.clocks.at(-1)?.holder).toBe('court');
  });

  it('makes it for six months at most, to the exact date; five days for a review', () => {
    const spec = accepted();
    expect(spec.tries('2025-06-13 10:00', 'court', 'MakeProtectionOrder', { ...terms, months: 7 }).last).toMatchObject({
      refused: 'PROTECTION_TERM_TOO_LONG',
      cite: { article: '30' },
    });
    spec.does('2025-06-13 10:00', 'court', 'MakeProtectionOrder', terms);
    // 13 December 2025 is a Saturday: a term does not roll
    expect(spec.effects().toSorted()).toEqual([
      'start PROTECTION_ORDER_LIFE 2025-12-13',
      'start PROTECTION_ORDER_REVIEW 2025-06-18',
      'stop PROTECTION_ORDER',
    ]);
    expect(order(spec)).toMatchObject({ servedOn: ['psb', 'rvc'], status: 'made' });
    expect(spec.tries('2025-06-13 11:00', 'far-court', 'ExtendProtectionOrder', { months: 1 }).refused()).toBe(
      'NOT_FOUND',
    );
  });

  it('rejects it, and takes it up again when a review does not uphold that', () => {
    const spec = accepted().does('2025-06-13 10:00', 'court', 'RejectProtectionOrder', { because: sealed('证据不足') });
    expect(spec.effects().toSorted()).toEqual(['start PROTECTION_ORDER_REVIEW 2025-06-18', 'stop PROTECTION_ORDER']);
    const because = { grounds: sealed('有新证据') };
    expect(spec.does('2025-06-16 10:00', 'court', 'RequestProtectionReview', because).effects()).toEqual([
      'stop PROTECTION_ORDER_REVIEW',
    ]);
    spec.does('2025-06-20 10:00', 'court', 'DecideProtectionReview', { upheld: false });
    expect(spec.does('2025-06-20 11:00', 'court', 'MakeProtectionOrder', terms).types()).toEqual([
      'ProtectionOrderMade',
    ]);
    expect(spec.may('2025-06-21 10:00', 'court', 'RequestProtectionReview')).toEqual([]); // once
    expect(spec.tries('2025-06-21 10:00', 'court', 'RequestProtectionReview', because).last).toMatchObject({
      refused: 'ALREADY_DONE',
      standing: 'statute',
      cite: { article: '31' },
    });
  });

  it('reviews it once, within the window, and it stays in force meanwhile', () => {
    const late = made().until('2025-06-19 00:01');
    expect(
      late.tries('2025-06-19 09:00', 'court', 'RequestProtectionReview', { grounds: sealed('不服') }).refused(),
    ).toBe('WINDOW_CLOSED');
    expect(late.may('2025-06-19 09:00', 'court', 'RequestProtectionReview')).toEqual([]);
    const inTime = { occurredAt: '2025-06-18 16:00' };
    expect(
      late.does('2025-06-19 10:00', 'court', 'RequestProtectionReview', { grounds: sealed('不服') }, inTime).types(),
    ).toEqual(['ProtectionOrderReviewRequested']);
    const spec = made().does('2025-06-16 10:00', 'court', 'RequestProtectionReview', { grounds: sealed('不服') });
    expect(inForce(spec.record, order(spec))).toBe(true);
    spec.does('2025-06-20 10:00', 'court', 'DecideProtectionReview', { upheld: false });
    expect([spec.types(), spec.effects()]).toEqual([
      ['ProtectionOrderReviewDecided', 'ProtectionOrderRevoked'],
      ['stop PROTECTION_ORDER_LIFE'],
    ]);
  });

  it('is reminded fourteen days before it ends, as the pack says, also once it was extended', () => {
    const near = (spec: SpecCase) =>
      spec.record.clocks.find(({ clock }) => clock === 'PROTECTION_ORDER_LIFE')?.yellowAt;
    expect(near(made())).toBe('2025-11-29T23:59:59.999+08:00');
    const extended = made().does('2025-12-01 10:00', 'court', 'ExtendProtectionOrder', { months: 3 });
    expect(near(extended)).toBe('2026-02-27T23:59:59.999+08:00');
  });

  it('extends it before it runs out, on from its end, and not after', () => {
    const spec = made().does('2025-12-01 10:00', 'court', 'ExtendProtectionOrder', { months: 3 });
    expect(spec.effects()).toEqual(['move PROTECTION_ORDER_LIFE 2026-03-13']);
    spec.until('2026-03-13 23:00');
    expect(inForce(spec.record, order(spec))).toBe(true);
    spec.until('2026-03-14 00:01');
    expect(inForce(spec.record, order(spec))).toBe(false);
    expect(spec.may('2026-03-14 09:00', 'court', 'ExtendProtectionOrder', 'RevokeProtectionOrder')).toEqual([]);
  });
});

it('is never cut short by an extension, however early and however brief', () => {
  const early = made().does('2025-06-20 10:00', 'court', 'ExtendProtectionOrder', { months: 1 });
  expect(early.effects()).toEqual(['move PROTECTION_ORDER_LIFE 2026-01-13']);
  const again = early.does('2025-06-21 10:00', 'court', 'ExtendProtectionOrder', { months: 2 });
  expect(again.effects()).toEqual(['move PROTECTION_ORDER_LIFE 2026-03-13']);
  expect(order(again).months).toBe(9);
});

describe('a protection order in force', () => {
  it('does not keep the care file open, which its closer closes on what it sees; the order runs on', () => {
    const spec = made().does('2025-06-20 09:00', 'ca', 'CloseCase', close);
    expect(spec.running()).toContain('PROTECTION_ORDER_LIFE');
    expect(
      spec.does('2025-07-01 09:00', 'court', 'RevokeProtectionOrder', { because: sealed('申请') }).types(),
    ).toEqual(['ProtectionOrderRevoked']);
  });

  it('is known to court, applicant, police and committee, and to nobody by its place', () => {
    const spec = new SpecCase()
      .does('2025-06-12 15:00', 'wf', 'ApplyProtectionOrder', {
        ...facts,
        child: girl.child,
        place: { division: nextVillage },
      })
      .does('2025-06-12 16:00', 'court', 'AcceptProtectionApplication', {});
    const knows = () =>
      ['wf', 'court', 'psb', 'next-rvc', 'rvc', 'town', 'ca', 'edu', 'school', 'proc', 'wccw'].filter(
        (who) => relationsOf(spec.record, agency(who)).size > 0,
      );
    expect(knows()).toEqual(['wf', 'court']);
    spec.does('2025-06-13 10:00', 'court', 'MakeProtectionOrder', terms);
    expect(knows()).toEqual(['wf', 'court', 'psb', 'next-rvc']);
  });
});
