import { flagged, girl, type SpecCase, sealed } from '../given.fixture.ts';

const need = sealed('房屋到期');
const eligible = { hukouDivision: '441424', residenceSince: '2024-01-03' as never };

/** A migrant child, tested. */
const tested = () =>
  flagged()
    .does('2025-03-03 10:00', 'rvc', 'TriageFlag', { severity: 'NOT_SERIOUS' })
    .does('2025-03-03 11:00', 'ca', 'TestEligibility', eligible);
/** Sent to housing on a Monday. */
const sent = () => tested().does('2025-03-10 09:00', 'ca', 'SendWorkOrder', { service: 'HOUSING', to: 'hud', need });
const order = (spec: SpecCase) => spec.record.workOrders[0];
const back = { returnedBecause: 'NOT_OUR_MATTER' as const };

describe('a work order', () => {
  it('is signed within a working day, done within five from then', () => {
    const spec = sent();
    expect(spec.effects()).toEqual(['start WORKORDER_SIGN 2025-03-11', 'start WORKORDER_RETURN 2025-03-12']);
    spec.does('2025-03-11 10:00', 'hud', 'SignWorkOrder', {});
    expect(spec.effects()).toEqual(['stop WORKORDER_SIGN', 'start WORKORDER_DONE 2025-03-18']);
    spec.does('2025-03-12 10:00', 'hud', 'AcceptWorkOrder', {});
    expect(spec.effects()).toEqual(['stop WORKORDER_RETURN']);
    spec.does('2025-03-17 10:00', 'hud', 'CompleteWorkOrder', { result: 'PROVIDED' });
    expect(spec.effects()).toEqual(['stop WORKORDER_DONE']);
    expect([order(spec)?.status, spec.may('2025-03-17 10:00', 'ca', 'WithdrawWorkOrder')]).toEqual(['done', []]);
  });

  it('may say itself how long it takes', () => {
    const spec = tested().does('2025-03-10 09:00', 'ca', 'SendWorkOrder', {
      service: 'HOUSING',
      to: 'hud',
      need,
      days: 10,
    });
    spec.does('2025-03-10 10:00', 'hud', 'AcceptWorkOrder', {});
    expect(spec.types()).toEqual(['WorkOrderSigned', 'WorkOrderAccepted']);
    expect(spec.effects()).toContain('start WORKORDER_DONE 2025-03-24');
  });

  it('is given ten working days more by the organ above, before it is due', () => {
    const spec = sent().does('2025-03-11 10:00', 'hud', 'SignWorkOrder', {});
    spec.does('2025-03-14 10:00', 'hud', 'RequestExtension', { because: sealed('等待轮候') });
    expect(spec.record.extensions[0]?.to).toBe('city-hud');
    spec.does('2025-03-17 10:00', 'city-hud', 'DecideExtension', { granted: true });
    expect(spec.effects()).toContain('move WORKORDER_DONE 2025-04-01');
  });

  it('not done in time is urged the next working day, supervised, and told to the superior', () => {
    const spec = sent().does('2025-03-11 10:00', 'hud', 'SignWorkOrder', {}).until('2025-04-10 09:00');
    const about = spec.events.filter(({ data }) => 'clock' in data && data.clock === 'WORKORDER_DONE');
    const taken = about.map(({ type }) => type).filter((type) => type !== 'ClockBreached');
    expect(taken).toEqual(['HolderUrged', 'SupervisionOpened', 'SuperiorNotified']);
  });
});

describe('the service list', () => {
  it('has what the pack of the place lists, provided by whom it says', () => {
    const spec = tested();
    const at = '2025-03-10 09:00';
    const tries = (service: string, to: string) => spec.tries(at, 'ca', 'SendWorkOrder', { service, to, need });
    expect(tries('TOOTHACHE', 'hud').refused()).toBe('NO_SUCH_SERVICE');
    expect(tries('HOUSING', 'edu').refused()).toBe('SERVICE_OF_OTHERS');
    expect(tries('MENTAL_HEALTH', 'edu').refused()).toBe('SERVICE_BY_PSYCH_CHANNEL');
    expect(tries('FAMILY_GUIDANCE', 'psb').refused()).toBe('NO_SUCH_AGENCY');
    expect(tries('HOUSING', 'ca').refused()).toBe('NO_SUCH_AGENCY');
    expect(tries('HOUSING', 'hud').refused()).toBeUndefined();
    expect(spec.tries(at, 'rvc', 'SendWorkOrder', { service: 'HOUSING', to: 'hud', need }).refused()).toBe(
      'CONFIGURED_RULE_NEEDS_REASON',
    );
  });

  it('is for migrant children; before the test it takes a reason, and other help is for any minor', () => {
    const untested = flagged();
    const send = { service: 'HOUSING', to: 'hud', need };
    const at = '2025-03-10 09:00';
    expect(untested.tries(at, 'ca', 'SendWorkOrder', send).refused()).toBe('CONFIGURED_RULE_NEEDS_REASON');
    untested.does(at, 'ca', 'SendWorkOrder', send, { reason: '租约本周到期' });
    expect(untested.events.at(-1)?.meta.overrides).toMatchObject([{ rule: 'workOrders.untested' }]);

    const local = flagged().does('2025-03-03 11:00', 'ca', 'TestEligibility', { ...eligible, hukouDivision: '441502' });
    expect(local.tries(at, 'ca', 'SendWorkOrder', send, { reason: '急' }).refused()).toBe(
      'SERVICE_FOR_MIGRANT_CHILDREN',
    );
    local.does(at, 'ca', 'SendWorkOrder', { ...send, service: 'OTHER' });
    expect(order(local)).toMatchObject({ service: 'OTHER', to: 'hud' });
  });

  it('gates no protection: flag, report, finding and order ask for no eligibility', () => {
    const local = flagged().does('2025-03-03 11:00', 'ca', 'TestEligibility', { ...eligible, hukouDivision: '441502' });
    local
      .does('2025-03-04 09:00', 'rvc', 'ReportToPolice', { to: 'psb', facts: sealed('x') })
      .does('2025-03-04 09:30', 'psb', 'AcceptCase', {})
      .does('2025-03-04 10:00', 'psb', 'RecordFinding', { ground: 'GUARDIAN_FAILS_DUTY', statement: sealed('x') })
      .does('2025-03-04 11:00', 'psb', 'IssueAdmonition', { text: sealed('x') })
      .does('2025-03-04 12:00', 'psb', 'IssueOrder', { orderType: 'GUIDANCE', provider: 'wf' });
    expect(local.record.orders).toHaveLength(1);
  });
});

describe('a return', () => {
  it('brings it back to the sender, who sends it on; the time meanwhile is the sender’s', () => {
    const spec = sent().does('2025-03-11 10:00', 'hud', 'ReturnWorkOrder', { ...back, suggests: 'edu' });
    expect(spec.effects()).toEqual([
      'stop WORKORDER_SIGN',
      'stop WORKORDER_RETURN',
      'start WORKORDER_REROUTE 2025-03-12',
    ]);
    expect(order(spec)).toMatchObject({ status: 'returned', to: 'ca', returns: [{ by: 'hud', suggests: 'edu' }] });
    expect(spec.record.clocks.at(-1)).toMatchObject({ clock: 'WORKORDER_REROUTE', holder: 'ca' });
    expect(spec.tries('2025-03-11 11:00', 'hud', 'SignWorkOrder', {}).refused()).toBe('NOT_FOUND');
    expect(spec.tries('2025-03-11 11:00', 'ca', 'RerouteWorkOrder', { to: 'edu' }).refused()).toBe('SERVICE_OF_OTHERS');
    spec.does('2025-03-12 09:00', 'ca', 'RerouteWorkOrder', { to: 'near-hud' });
    expect(spec.effects()).toContain('start WORKORDER_SIGN 2025-03-13');
    expect(order(spec)).toMatchObject({ status: 'sent', to: 'near-hud', first: 'hud' });
  });

  it('after the window takes a reason, which is recorded; after acceptance there is none', () => {
    const spec = sent().does('2025-03-11 10:00', 'hud', 'SignWorkOrder', {}).until('2025-03-13 09:00');
    expect(spec.tries('2025-03-13 09:00', 'hud', 'ReturnWorkOrder', back).refused()).toBe(
      'CONFIGURED_RULE_NEEDS_REASON',
    );
    spec.does('2025-03-13 09:00', 'hud', 'ReturnWorkOrder', back, { reason: '核实用了三天' });
    expect(spec.events.at(-1)?.meta.overrides).toMatchObject([{ rule: 'clocks.WORKORDER_RETURN' }]);
    const accepted = sent().does('2025-03-11 10:00', 'hud', 'AcceptWorkOrder', {});
    expect(accepted.may('2025-03-11 11:00', 'hud', 'ReturnWorkOrder')).toEqual([]);
  });

  it('as often as the pack allows goes to the arbiter; the first receiver has it until the ruling, which binds', () => {
    const spec = sent()
      .does('2025-03-11 10:00', 'hud', 'ReturnWorkOrder', back)
      .does('2025-03-12 09:00', 'ca', 'RerouteWorkOrder', { to: 'near-hud' })
      .does('2025-03-13 09:00', 'near-hud', 'SignWorkOrder', {})
      .does('2025-03-13 10:00', 'near-hud', 'ReturnWorkOrder', { ...back, suggests: 'hud' });
    expect(spec.effects()).toEqual([
      'stop WORKORDER_RETURN',
      'stop WORKORDER_DONE',
      'start WORKORDER_DONE 2025-03-20',
      'start WORKORDER_RULING 2025-03-18',
    ]);
    expect(order(spec)).toMatchObject({ status: 'disputed', to: 'hud', arbiter: 'wccw' });
    expect(spec.may('2025-03-13 11:00', 'wccw', 'RuleOnWorkOrder')).toEqual(['RuleOnWorkOrder']);
    expect(spec.may('2025-03-13 11:00', 'city-wccw', 'RuleOnWorkOrder')).toEqual([]);
    expect(spec.may('2025-03-13 11:00', 'hud', 'CompleteWorkOrder', 'ReturnWorkOrder')).toEqual(['CompleteWorkOrder']);
    // a ruling binds nobody to what the list gives to others (粤民发〔2024〕70号: housing)
    expect(spec.tries('2025-03-14 08:00', 'wccw', 'RuleOnWorkOrder', { to: 'edu' }).last).toMatchObject({
      refused: 'SERVICE_OF_OTHERS',
      standing: 'seed',
    });
    spec.does('2025-03-14 09:00', 'wccw', 'RuleOnWorkOrder', { to: 'hud' });
    expect(spec.effects()).toEqual(['stop WORKORDER_DONE', 'stop WORKORDER_RULING', 'start WORKORDER_SIGN 2025-03-17']);
    expect(spec.tries('2025-03-14 10:00', 'hud', 'ReturnWorkOrder', back).refused()).toBe('RULING_BINDS');
    expect(spec.may('2025-03-14 10:00', 'hud', 'SignWorkOrder', 'ReturnWorkOrder')).toEqual(['SignWorkOrder']);
  });
});

describe('a superior', () => {
  it('reassigns within its system and area, and that binds; the sender’s superior has no say', () => {
    const spec = sent().does('2025-03-11 10:00', 'hud', 'SignWorkOrder', {});
    const move = (who: string, to: string) => spec.tries('2025-03-12 09:00', who, 'ReassignWorkOrder', { to });
    expect(move('city-psb', 'near-hud').refused()).toBe('NOT_FOUND');
    expect(move('city-hud', 'no-such-agency').refused()).toBe('NO_SUCH_AGENCY');
    expect(move('city-hud', 'edu').refused()).toBe('OUTSIDE_YOUR_SYSTEM');
    expect(move('city-hud', 'far-edu').last).toMatchObject({
      refused: 'OUTSIDE_YOUR_SYSTEM',
      message: { zh: expect.stringContaining('far-edu') },
    });
    expect(move('city-hud', 'hud').refused()).toBe('ALREADY_DONE');
    spec.does('2025-03-12 09:00', 'city-hud', 'ReassignWorkOrder', { to: 'near-hud' });
    expect(spec.effects()).toEqual(['stop WORKORDER_RETURN', 'stop WORKORDER_DONE', 'start WORKORDER_SIGN 2025-03-13']);
    expect(spec.tries('2025-03-12 10:00', 'near-hud', 'ReturnWorkOrder', back).refused()).toBe('RULING_BINDS');
  });
});

describe('the sender', () => {
  it('follows up: sends on, withdraws; whoever it was with has nothing left to do', () => {
    const spec = sent().does('2025-03-11 10:00', 'ca', 'WithdrawWorkOrder', {});
    expect(spec.effects()).toEqual(['stop WORKORDER_SIGN', 'stop WORKORDER_RETURN']);
    expect(spec.may('2025-03-11 11:00', 'hud', 'SignWorkOrder', 'CompleteWorkOrder')).toEqual([]);
  });

  it('closes the care file over an open work order with a reason alone, and the work order ends with it', () => {
    const close = { closingReason: 'RESOLVED' as const };
    const spec = sent();
    expect(spec.may('2025-03-11 10:00', 'ca', 'CloseCase')).toEqual(['CloseCase']);
    expect(spec.tries('2025-03-11 10:00', 'ca', 'CloseCase', close).refused()).toBe('CONFIGURED_RULE_NEEDS_REASON');
    spec.does('2025-03-11 10:00', 'ca', 'CloseCase', close, { reason: '家庭已自行解决' });
    expect(order(spec)?.status).toBe('ended');
    expect(spec.running().filter((clock) => clock.startsWith('WORKORDER'))).toEqual([]);
    spec.does('2025-03-20 09:00', 'cd', 'RaiseFlag', girl);
    expect(spec.may('2025-03-20 10:00', 'hud', 'SignWorkOrder')).toEqual([]);
  });
});
