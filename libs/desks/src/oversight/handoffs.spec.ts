import { epochOf, type Instant, workingTime } from '#calendar';
import { clockOf } from '#case';
import { calendar2025 } from '../../../calendar/src/published.2025.fixture.ts';
import { always } from '../../../case/src/always.fixture.ts';
import { flagged, girl, instant, reported, SpecCase, sealed } from '../../../case/src/given.fixture.ts';
import { CASES } from '../../../case/src/random.history.fixture.ts';
import { sharedCase } from '../planted.fixture.ts';
import { type Handoff, handoffsIn, timeByAgency } from './handoffs.ts';
import type { OversightEntry } from './oversight.entry.ts';
import { begins } from './system.ts';
import { talliesOf } from './tallies.ts';
import { toldTo } from './told.fixture.ts';

const asOf = (spec: SpecCase, when: string) => handoffsIn(toldTo(spec.events), instant(when), calendar2025);
const named = (all: readonly Handoff[], clock: string) => all.filter((one) => one.held.some((h) => h.clock === clock));
const hours = (milliseconds: number) => milliseconds / 3_600_000;

describe('who held it when', () => {
  it('a report that is handed over is one handoff with two holders, whose times sum to the whole', () => {
    const spec = reported().does('2025-03-04 16:00', 'psb', 'HandOverReport', { to: 'far-psb' });
    const [handoff] = named(asOf(spec, '2025-03-05 10:00'), 'POLICE_REVIEW_ADMIN');
    expect(handoff?.held.map(({ holder, wall }) => [holder, hours(wall)])).toEqual([
      ['psb', 30],
      ['far-psb', 18],
    ]);
    expect([hours(handoff?.wall ?? 0), handoff?.state]).toEqual([48, 'running']);
    expect(handoff?.sent).toBe(instant('2025-03-03 10:00'));
    expect(handoff?.returned).toEqual([instant('2025-03-04 16:00')]);
    expect([handoff?.firstDue, handoff?.due]).toEqual([instant('2025-03-04 10:00'), instant('2025-03-05 16:00')]);
  });

  it('work that ran out before its case was merged and stands again is one handoff, overdue from its day on', () => {
    const spec = flagged('source').until('2025-03-05 09:00');
    spec.follows('2025-03-05 10:00', 'EndMergedCase', { targetCaseId: 'target' });
    spec.follows('2025-03-07 10:00', 'RestoreMergedCase', { targetCaseId: 'target' });
    const all = named(asOf(spec, '2025-03-07 12:00'), 'TRIAGE');
    expect(all).toMatchObject([{ state: 'overdue', due: instant('2025-03-04 23:59:59.999') }]);
    expect(all[0]?.held.map(({ holder, to }) => [holder, to])).toEqual([
      ['rvc', instant('2025-03-05 10:00')],
      ['rvc', null],
    ]);
    const breached = talliesOf(toldTo(spec.events)).filter(({ measure }) => measure === 'breached');
    expect(breached).toHaveLength(1);
  });

  it('what comes into sight with consent is held until it goes out of sight, and goes on with another consent', () => {
    const agree = { guardianAgrees: true, childAgrees: true };
    const spec = new SpecCase()
      .does('2025-03-03 09:00', 'school', 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' })
      .does('2025-03-03 12:00', 'school', 'RecordGuardianConsent', agree)
      .does('2025-03-03 14:00', 'school', 'WithdrawConsent', {});
    const told = () => named(asOf(spec, '2025-03-04 09:00'), 'PSYCH_TELL_GUARDIAN');
    expect(told()).toMatchObject([{ state: 'stopped', late: null, held: [{ to: instant('2025-03-03 14:00') }] }]);
    spec.does('2025-03-03 15:00', 'school', 'TellGuardian', { advice: sealed('面谈') });
    expect(told()[0]?.held).toHaveLength(1); // nobody who oversees is told when
    const again = new SpecCase()
      .does('2025-03-03 09:00', 'school', 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' })
      .does('2025-03-03 12:00', 'school', 'RecordGuardianConsent', agree)
      .does('2025-03-03 14:00', 'school', 'WithdrawConsent', {})
      .does('2025-03-03 16:00', 'school', 'RecordGuardianConsent', agree);
    const [handoff, ...others] = named(asOf(again, '2025-03-04 09:00'), 'PSYCH_TELL_GUARDIAN');
    expect([handoff?.state, others]).toEqual(['running', []]);
  });

  it('what a guardian who says no takes out of sight is held no longer either, nor what goes with a guardianship', () => {
    const refused = new SpecCase()
      .does('2025-03-03 09:00', 'school', 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' })
      .does('2025-03-03 12:00', 'school', 'RecordGuardianConsent', { guardianAgrees: true, childAgrees: true })
      .does('2025-03-03 14:00', 'school', 'RecordGuardianConsent', { guardianAgrees: false });
    const gone = flagged()
      .does('2025-03-03 10:00', 'school', 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' }, { joins: true })
      .does('2025-03-03 11:00', 'ca', 'TakeTemporaryGuardianship', { item: 1, placement: sealed('救助站') })
      .does('2025-03-03 12:00', 'ca', 'ConsentAsGuardian', { childAgrees: true })
      .does('2025-03-03 14:00', 'ca', 'ReturnToGuardian', { assessed: true, assessment: sealed('已评估') });
    for (const spec of [refused, gone])
      expect(named(asOf(spec, '2025-03-04 09:00'), 'PSYCH_TELL_GUARDIAN')).toMatchObject([
        { state: 'stopped', held: [{ to: instant('2025-03-03 14:00') }] },
      ]);
  });

  it('a referral that goes to and fro is one handoff, under the clocks of whoever holds it', () => {
    const spec = sharedCase()
      .does('2025-03-26 09:00', 'school', 'ReferPsych', { to: 'psyso', because: sealed('x') })
      .does('2025-03-27 09:00', 'psyso', 'DeclineReferral', { declinedBecause: 'NO_CAPACITY' })
      .does('2025-03-28 09:00', 'school', 'RerouteReferral', { to: 'hosp' })
      .does('2025-03-31 09:00', 'hosp', 'AcceptReferral', {});
    const all = named(asOf(spec, '2025-04-01 09:00'), 'PSYCH_REROUTE');
    expect(all).toHaveLength(1);
    const [handoff] = all;
    expect(handoff?.held.map(({ clock, wall, working }) => [clock, hours(wall), hours(working)])).toEqual([
      ['PSYCH_ACK', 24, 24],
      ['PSYCH_REROUTE', 24, 24],
      ['PSYCH_ACK', 72, 24],
    ]);
    expect(handoff).toMatchObject({ state: 'stopped', late: null, accepted: instant('2025-03-31 09:00') });
    expect(hours(handoff?.wall ?? 0)).toBe(120);
  });

  it('a work order that two agencies pass to and fro is one handoff from sending to done, and its parts sum to the whole', () => {
    const back = { returnedBecause: 'NOT_OUR_MATTER' as const };
    const spec = flagged()
      .does('2025-03-10 09:00', 'ca', 'SendWorkOrder', { service: 'OTHER', to: 'hud', need: sealed('x') })
      .does('2025-03-10 21:00', 'hud', 'SignWorkOrder', {})
      .does('2025-03-11 09:00', 'hud', 'ReturnWorkOrder', back)
      .does('2025-03-11 15:00', 'ca', 'RerouteWorkOrder', { to: 'dpf' })
      .does('2025-03-12 09:00', 'dpf', 'ReturnWorkOrder', back)
      .does('2025-03-13 09:00', 'wccw', 'RuleOnWorkOrder', { to: 'dpf' })
      .does('2025-03-13 12:00', 'dpf', 'AcceptWorkOrder', {})
      .does('2025-03-14 12:00', 'dpf', 'CompleteWorkOrder', { result: 'PROVIDED' });
    const [handoff, ...others] = named(asOf(spec, '2025-04-01 09:00'), 'WORKORDER_SIGN');
    expect(others).toEqual([]);
    expect(handoff?.held.map(({ holder, clock, wall }) => [holder, clock.slice(10), hours(wall)])).toEqual([
      ['hud', 'SIGN', 12],
      ['hud', 'DONE', 12],
      ['ca', 'REROUTE', 6],
      ['dpf', 'SIGN', 18],
      ['hud', 'DONE', 24], // the first receiver has it while the dispute is undecided
      ['dpf', 'SIGN', 3],
      ['dpf', 'DONE', 24],
    ]);
    expect([hours(handoff?.wall ?? 0), handoff?.state]).toEqual([99, 'stopped']);
    expect(handoff).toMatchObject({
      sent: instant('2025-03-10 09:00'),
      signed: instant('2025-03-10 21:00'),
      accepted: instant('2025-03-13 12:00'),
      returned: [instant('2025-03-11 09:00'), instant('2025-03-12 09:00')],
      done: instant('2025-03-14 12:00'),
    });
    const [ruling] = named(asOf(spec, '2025-04-01 09:00'), 'WORKORDER_RULING');
    expect(ruling?.held.map(({ holder, wall }) => [holder, hours(wall)])).toEqual([['wccw', 24]]);
  });

  it('each turn at a recurring duty of one agency is a handoff of its own', () => {
    const sessions = named(asOf(sharedCase(), '2025-04-01 09:00'), 'ORDER_SESSION');
    expect(sessions.map(({ held, state }) => [held.length, state])).toEqual([
      [1, 'stopped'],
      [1, 'running'],
    ]);
  });

  it('says by how much it is late, and was', () => {
    const spec = reported();
    const [before] = named(asOf(spec, '2025-03-04 09:00'), 'POLICE_REVIEW_ADMIN');
    expect(before).toMatchObject({ state: 'running', late: null });
    const late = reported().does('2025-03-04 15:00', 'psb', 'AcceptCase', {});
    const [after] = named(asOf(late, '2025-04-01 09:00'), 'POLICE_REVIEW_ADMIN');
    expect([after?.state, hours(after?.late ?? 0), after?.signed]).toEqual(['stopped', 5, instant('2025-03-04 15:00')]);
  });

  it('names no reporter', () => {
    const text = JSON.stringify(asOf(sharedCase(), '2025-04-01 09:00'));
    for (const reporter of ['cd', 'hosp', 'school']) expect(text).not.toContain(`"holder":"${reporter}"`);
  });
});

describe('effects that come later', () => {
  const [begun] = toldTo(reported().events).flatMap(({ clocks }) => clocks.filter(begins));
  const base = toldTo(reported().events).find(({ clocks }) => clocks.some(({ id }) => id === begun?.id));
  const later = (at: string, effect: string, more: object): OversightEntry => {
    const { id = '', clock = '', item = '' } = begun ?? {};
    const line = { effect, id, clock, item, ...more };
    return { ...(base as OversightEntry), event: 'FollowUpRecorded', at: instant(at), clocks: [line] };
  };
  const then = (...entries: OversightEntry[]) =>
    handoffsIn([base as OversightEntry, ...entries], instant('2025-03-10 09:20'), calendar2025)[0];

  it('a pause is a stretch of its own, and resuming moves the due time', () => {
    const due = instant('2025-03-09 09:20');
    const paused = later('2025-03-04 09:20', 'pause', { at: instant('2025-03-04 09:20') });
    const resumed = later('2025-03-06 09:20', 'resume', { at: instant('2025-03-06 09:20'), due });
    expect(then(paused)).toMatchObject({ paused: true, state: 'running' });
    const handoff = then(paused, resumed);
    expect(handoff?.held.map(({ paused, wall }) => [paused, hours(wall)])).toEqual([
      [false, 24],
      [true, 48],
      [false, 96],
    ]);
    expect(handoff).toMatchObject({ due, firstDue: begun?.due, paused: false });
  });

  it('one that is not known breaks nothing', () => {
    const moved = then(later('2025-03-04 09:20', 'move', { due: instant('2025-03-20 09:20') }));
    expect(moved).toMatchObject({ due: instant('2025-03-20 09:20'), state: 'running' });
    expect(then(later('2025-03-04 09:20', 'blessed', {}))).toMatchObject({ due: begun?.due, state: 'running' });
  });
});

describe('in any history, as of any moment', () => {
  it('the parts sum to the whole, and the agencies to the duties', () => {
    always((history) => {
      for (const id of CASES) {
        const told = toldTo(history.events(id), id);
        const cut = told[Math.floor(told.length / 2)]?.at ?? history.at;
        for (const moment of [cut, history.at]) {
          const entries = told.filter(({ at }) => at <= moment);
          const all = handoffsIn(entries, moment, calendar2025);
          for (const { from, endedAt, held, wall, working } of all) {
            const end = endedAt ?? moment;
            expect(wall).toBe(Math.max(0, epochOf(end) - epochOf(from)));
            expect(working).toBe(workingTime(from, end, calendar2025));
            for (const [n, part] of held.slice(1).entries()) expect(part.from).toBe(held[n]?.to);
          }
          const totals = timeByAgency(all);
          const sum = (list: readonly { wall: number; working: number }[]) =>
            list.reduce((so, { wall, working }) => [(so[0] ?? 0) + wall, (so[1] ?? 0) + working], [0, 0]);
          expect(sum(totals)).toEqual(sum(all.filter(({ kind }) => kind === 'duty')));
        }
      }
    }, 16);
  });

  it('each clock stands as the case says, with its due time and holder', () => {
    always((history) => {
      for (const id of CASES) {
        const record = history.record(id);
        const told = toldTo(history.events(id), id);
        const all = handoffsIn(told, record.at ?? history.at, calendar2025);
        const last = new Map(all.map((handoff) => [`${handoff.item} ${handoff.clock}`, handoff]));
        for (const line of told.flatMap(({ clocks }) => clocks.filter(begins))) {
          const clock = clockOf(record, line.id);
          const handoff = last.get(`${line.item} ${line.clock}`);
          if (!clock || (clock.state !== 'running' && clock.state !== 'overdue')) continue;
          if (handoff === undefined || handoff.endedAt !== null) continue; // went on under another clock
          expect([handoff.state, handoff.due]).toEqual([clock.state, clock.due]);
        }
      }
    }, 16);
  });

  it('is the same when asked later as of then', () => {
    always((history) => {
      const [id] = CASES;
      const events = history.events(id);
      const now = toldTo(events, id);
      const moments = new Map<Instant, number>(events.map(({ meta }, n) => [meta.at, n + 1]));
      for (const [at, length] of [...moments].slice(-12)) {
        const shown = handoffsIn(toldTo(events.slice(0, length), id), at, calendar2025);
        const asked = handoffsIn(
          now.filter((entry) => entry.at <= at),
          at,
          calendar2025,
        );
        expect(JSON.stringify(asked)).toBe(JSON.stringify(shown));
      }
    }, 10);
  });
});
