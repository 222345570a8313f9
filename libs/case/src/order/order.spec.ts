import { farVillage } from '../directory.fixture.ts';
import { admonished, girl, ordered, SpecCase, sealed } from '../given.fixture.ts';
import { isCounted } from '../record.ts';

const note = { note: sealed('拒不到场') };
const breached = () => ordered().does('2025-04-01 09:00', 'psb', 'RecordBreach', note);

/** The guidance clocks that count, whoever is charged with them. */
const guidance = ({ record }: SpecCase) =>
  record.clocks.filter((clock) => clock.clock === 'ORDER_SESSION' && isCounted(clock));
const session = (spec: SpecCase) => guidance(spec).filter(({ state }) => state === 'running');

describe('an order', () => {
  it('is served and fulfilled once, and says so', () => {
    const spec = ordered();
    expect(spec.tries('2025-03-22 09:00', 'psb', 'ServeOrder', {}).refused()).toBe('ALREADY_DONE');
    spec.does('2025-06-19 09:00', 'psb', 'FulfilOrder', {});
    expect(spec.tries('2025-06-19 10:00', 'psb', 'FulfilOrder', {}).refused()).toBe('ALREADY_DONE');
    expect(admonished().tries('2025-03-22 09:00', 'psb', 'FulfilOrder', {}).refused()).toBe('NO_SUCH_ITEM');
  });

  it('is of a kind that the place knows', () => {
    expect(
      admonished().tries('2025-03-22 09:00', 'psb', 'IssueOrder', { orderType: 'SUPERVISORY_GUARDIANSHIP' }).refused(),
    ).toBe('NO_SUCH_ORDER');
  });
});

describe('a breach', () => {
  it('starts the time to deal with it, and by itself punishes nobody', () => {
    const spec = breached();
    expect([spec.types(), spec.effects()]).toEqual([['OrderBreached'], ['start BREACH_ESCALATE 2025-04-09']]);
    expect(spec.record.files).toEqual([]);
  });

  it('goes to another organ, which may order upon it', () => {
    const spec = breached();
    expect(spec.tries('2025-04-02 09:00', 'psb', 'EscalateBreach', { to: 'rvc' }).refused()).toBe('NO_SUCH_AGENCY');
    expect(spec.may('2025-04-02 09:00', 'court', 'IssueOrder')).toEqual([]);
    spec.does('2025-04-02 09:00', 'psb', 'EscalateBreach', { to: 'court' });
    expect(spec.effects()).toEqual(['stop BREACH_ESCALATE']);
    expect(spec.may('2025-04-03 09:00', 'court', 'IssueOrder', 'IssueAdmonition')).toEqual([]); // the guidance order stands
    spec.does('2025-04-03 09:00', 'psb', 'ReplaceOrder', {});
    expect(spec.running().filter((clock) => clock.startsWith('ORDER'))).toEqual([]);
    expect(spec.does('2025-04-04 09:00', 'court', 'IssueOrder', { orderType: 'GUIDANCE' }).types()).toContain(
      'OrderIssued',
    );
  });

  it('is dealt with by its issuer, and may be recorded again', () => {
    const spec = breached().does('2025-04-02 09:00', 'psb', 'DisposeBreach', { disposal: 'SECOND_ADMONITION' });
    expect(spec.effects()).toEqual(['stop BREACH_ESCALATE']);
    expect(spec.tries('2025-04-03 09:00', 'psb', 'DisposeBreach', { disposal: 'NO_FURTHER_ACTION' }).refused()).toBe(
      'NO_SUCH_ITEM',
    );
    expect(spec.does('2025-05-03 09:00', 'psb', 'RecordBreach', note).types()).toEqual(['OrderBreached']);
  });

  it('dealt with by a second admonition lets its issuer admonish once more, each time', () => {
    const spec = breached();
    expect(spec.may('2025-04-02 08:00', 'psb', 'IssueAdmonition')).toEqual([]);
    for (const day of ['02', '03']) {
      spec.does(`2025-04-${day} 09:00`, 'psb', 'DisposeBreach', { disposal: 'SECOND_ADMONITION' });
      spec.does(`2025-04-${day} 10:00`, 'psb', 'IssueAdmonition', { text: sealed('再次训诫') });
      expect(spec.may(`2025-04-${day} 11:00`, 'psb', 'IssueAdmonition')).toEqual([]);
      spec.does(`2025-04-${day} 12:00`, 'psb', 'RecordBreach', note);
    }
    expect(spec.record.admonitions).toHaveLength(3);
  });

  it('dealt with by a second admonition leaves it open again whether to order, and the organ may decide that the order that stands is enough', () => {
    const spec = breached();
    for (const day of ['02', '03']) {
      spec.does(`2025-04-${day} 09:00`, 'psb', 'DisposeBreach', { disposal: 'SECOND_ADMONITION' });
      spec.does(`2025-04-${day} 10:00`, 'psb', 'IssueAdmonition', { text: sealed('再次训诫') });
      expect(spec.running()).toContain('ORDER_DECIDE');
      expect(spec.does(`2025-04-${day} 11:00`, 'psb', 'DecideNoOrder', {}).effects()).toEqual(['stop ORDER_DECIDE']);
      expect(spec.may(`2025-04-${day} 11:30`, 'psb', 'DecideNoOrder')).toEqual([]);
      spec.does(`2025-04-${day} 12:00`, 'psb', 'RecordBreach', note);
    }
  });

  it('is of an order in force: of none that was fulfilled or replaced', () => {
    for (const command of ['FulfilOrder', 'ReplaceOrder'] as const) {
      const spec = ordered().does('2025-04-01 09:00', 'psb', command, {});
      expect(spec.tries('2025-04-02 09:00', 'psb', 'RecordBreach', note).refused()).toBe('NO_SUCH_ITEM');
      expect(spec.may('2025-04-02 09:00', 'psb', 'RecordBreach', 'DisposeBreach')).toEqual([]);
    }
  });

  it('dealt with by another order lets its issuer order once more, though the first still stands', () => {
    const spec = breached().does('2025-04-02 09:00', 'psb', 'DisposeBreach', { disposal: 'ANOTHER_ORDER' });
    spec.does('2025-04-02 10:00', 'psb', 'IssueOrder', { orderType: 'GUIDANCE', termMonths: 6 });
    expect(spec.types()).toEqual(['OrderIssued', 'OrderServed']);
    expect(spec.may('2025-04-02 11:00', 'psb', 'IssueOrder')).toEqual([]);
  });
});

describe('an order', () => {
  it('counts from service, not from its date', () => {
    const spec = ordered().does('2025-03-07 09:00', 'psb', 'ReplaceOrder', {});
    spec.does('2025-03-07 10:00', 'psb', 'IssueOrder', { orderType: 'GUIDANCE', termMonths: 3, served: false });
    expect([spec.types(), spec.effects()]).toEqual([['OrderIssued'], []]);
    spec.does('2025-03-10 10:00', 'psb', 'ServeOrder', {});
    expect(spec.effects()).toContain('start ORDER_TERM 2025-06-10');
  });

  it('is given once upon a finding while it stands, and is no longer offered then', () => {
    const spec = ordered();
    expect(spec.may('2025-03-07 09:00', 'psb', 'IssueOrder')).toEqual([]);
    expect(spec.tries('2025-03-07 09:00', 'psb', 'IssueOrder', { orderType: 'GUIDANCE' }).refused()).toBe(
      'ALREADY_DONE',
    );
  });

  it('passes from a provider that declines to the one its issuer names', () => {
    const spec = ordered().does('2025-03-07 09:00', 'wf', 'DeclineProvision', { because: sealed('力量不足') });
    expect(spec.record.orders).toMatchObject([{ provider: null }]);
    expect(session(spec)).toMatchObject([{ holder: 'psb', due: '2025-04-07T23:59:59.999+08:00' }]);
    expect(spec.tries('2025-03-08 09:00', 'wf', 'RecordGuidanceSession', { attended: true }).refused()).toBe(
      'NOT_FOUND',
    );
    spec.does('2025-03-08 09:00', 'psb', 'NameProvider', { provider: 'edu' });
    expect(session(spec)).toMatchObject([{ holder: 'edu', due: '2025-04-07T23:59:59.999+08:00' }]);
    expect(spec.does('2025-03-20 09:00', 'edu', 'RecordGuidanceSession', { attended: true }).types()).toEqual([
      'GuidanceSessionRecorded',
    ]);
  });

  it('comes back overdue to a provider that had let the session lapse; the session after it is one of its own', () => {
    const declines = (spec: SpecCase, when: string) =>
      spec.does(when, 'wf', 'DeclineProvision', { because: sealed('力量不足') });
    const spec = declines(ordered().until('2025-04-10 09:00'), '2025-04-10 09:00');
    spec.does('2025-04-11 09:00', 'psb', 'NameProvider', { provider: 'wf' });
    expect(guidance(spec)).toMatchObject([{ holder: 'wf', state: 'overdue', due: '2025-04-07T23:59:59.999+08:00' }]);
    spec.does('2025-04-12 09:00', 'wf', 'RecordGuidanceSession', { attended: true });
    declines(spec, '2025-04-14 09:00').does('2025-04-15 09:00', 'psb', 'NameProvider', { provider: 'wf' });
    expect(guidance(spec)).toMatchObject([
      { holder: 'wf', state: 'running', due: expect.stringContaining('2025-05-12') },
    ]);
  });
});

describe('who is named to give the guidance', () => {
  const issue = (provider: string, reason?: string) =>
    admonished().tries('2025-03-06 09:00', 'psb', 'IssueOrder', { orderType: 'GUIDANCE', provider }, { reason });

  it('has a desk to record it at: no overseer, committee, hospital or civil affairs, whatever the reason', () => {
    for (const provider of ['wccw', 'plac', 'rvc', 'hosp', 'ca', 'city-psb', 'nobody']) {
      expect([provider, issue(provider, '另有安排').refused()]).toEqual([provider, 'NO_SUCH_AGENCY']);
    }
    const later = ordered().tries('2025-03-07 09:00', 'psb', 'NameProvider', { provider: 'wccw' });
    expect(later.refused()).toBe('NO_SUCH_AGENCY');
  });

  it('is a women’s federation, education or a guidance centre of the place, or another for a reason that is recorded', () => {
    for (const provider of ['wf', 'edu']) expect(issue(provider).types()).toContain('OrderIssued');
    for (const [provider, rule] of [
      ['school', 'parties.guidance'],
      ['court', 'parties.guidance'],
      ['far-wf', 'parties.elsewhere'],
    ] as const) {
      expect(issue(provider).last).toMatchObject({ refused: 'CONFIGURED_RULE_NEEDS_REASON', standing: 'configured' });
      const [issued] = issue(provider, '孩子在该处就学').events.slice(-2);
      expect(issued?.meta.overrides).toMatchObject([{ rule }]);
    }
  });
});

describe('a review of the court’s order (Beijing)', () => {
  const there = { ...girl, place: { division: farVillage } };
  const issued = (reason?: string) =>
    new SpecCase()
      .does('2025-10-20 09:00', 'far-court', 'DiscoverInCase', {
        ...there,
        ground: 'GUARDIAN_FAILS_DUTY',
        caseReference: sealed('案号'),
        statement: sealed('失职'),
      })
      .does('2025-10-20 10:00', 'far-court', 'IssueAdmonition', { text: sealed('训诫') })
      .tries('2025-10-20 11:00', 'far-court', 'IssueOrder', { orderType: 'FAMILY_EDUCATION_GUIDANCE' }, { reason });

  it('a lesser rule on what must have come before is set aside with a reason, and both are recorded', () => {
    expect(issued().last).toMatchObject({
      refused: 'CONFIGURED_RULE_NEEDS_REASON',
      standing: 'secondary',
      message: { zh: expect.not.stringContaining('本地配置') },
    });
    expect(issued('情况紧急').events.at(-1)?.meta.overrides).toEqual([
      { rule: 'orders.FAMILY_EDUCATION_GUIDANCE.requires', reason: '情况紧急' },
    ]);
  });

  it('is asked for while its window runs; the order stays in force until it is revoked', () => {
    const spec = issued('情况紧急');
    expect(spec.running()).toContain('ORDER_REVIEW');
    spec.does('2025-10-23 09:00', 'far-court', 'RequestReview', { grounds: sealed('不服') });
    expect([spec.effects(), spec.record.orders[0]?.status]).toEqual([['stop ORDER_REVIEW'], 'served']);
    spec.does('2025-10-25 09:00', 'far-court', 'DecideReview', { upheld: false });
    expect(spec.running().filter((clock) => clock.startsWith('ORDER'))).toEqual([]);
  });

  it('that upholds the order leaves it in force, with all the time that runs on it', () => {
    const asked = issued('情况紧急').does('2025-10-23 09:00', 'far-court', 'RequestReview', {
      grounds: sealed('不服'),
    });
    const before = asked.running();
    expect(before.some((clock) => clock.startsWith('ORDER'))).toBe(true);
    const upheld = asked.does('2025-10-25 09:00', 'far-court', 'DecideReview', { upheld: true });
    expect([upheld.running(), upheld.record.orders[0]?.status]).toEqual([before, 'served']);
    expect(upheld.tries('2025-10-26 09:00', 'far-ca', 'CloseCase', { closingReason: 'RESOLVED' }).refused()).toBe(
      'OPEN_ORDER',
    );
  });

  it('is out of time once the window has lapsed, which is no law’s: with a reason, or when it was asked for in time', () => {
    const lapsed = () => issued('情况紧急').until('2025-10-28 09:00');
    const grounds = { grounds: sealed('不服') };
    expect(lapsed().may('2025-10-28 09:00', 'far-court', 'RequestReview')).toEqual([]);
    expect(lapsed().tries('2025-10-28 09:00', 'far-court', 'RequestReview', grounds).last).toMatchObject({
      refused: 'CONFIGURED_RULE_NEEDS_REASON',
      standing: 'secondary',
    });
    const reasoned = lapsed().does('2025-10-28 09:00', 'far-court', 'RequestReview', grounds, { reason: '因住院耽误' });
    expect(reasoned.events.at(-1)?.meta.overrides).toEqual([{ rule: 'clocks.ORDER_REVIEW', reason: '因住院耽误' }]);
    const inTime = { occurredAt: '2025-10-24 09:00' };
    expect(lapsed().does('2025-10-28 09:00', 'far-court', 'RequestReview', grounds, inTime).types()).toEqual([
      'ReviewRequested',
    ]);
  });
});
