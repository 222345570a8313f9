import type { WorkCalendar } from '#calendar';
import type { Pack } from '#policy';
import { calendar2025 } from '../../../calendar/src/published.2025.fixture.ts';
import { flagged, instant, packs, type SpecCase, sealed } from '../given.fixture.ts';
import { type Clock, packOf } from '../index.ts';
import { rungsOf } from './ladder.ts';

const clockNamed = ({ record }: SpecCase, name: string) => {
  const clock = record.clocks.find((one) => one.clock === name);
  if (!clock) throw new Error(`there is no clock ${name}`);
  return clock;
};
/** What was done about one clock, by time or by an officer. */
const doneAbout = ({ events }: SpecCase, id: string) =>
  events.flatMap(({ type, data }) =>
    /^(HolderUrged|SupervisionOpened|SuperiorNotified)$/.test(type) && 'clockId' in data && data.clockId === id
      ? [type]
      : [],
  );

describe('the rungs of a ladder', () => {
  it('are climbed when their time has come, and none before', () => {
    const spec = flagged().until('2025-03-05 09:00');
    const { id: clockId } = clockNamed(spec, 'TRIAGE');
    expect(doneAbout(spec, clockId)).toEqual(['SuperiorNotified']);
    expect(spec.follows('2025-03-05 10:00', 'RunOutClock', { clockId }).types()).toEqual([]);
    expect(spec.follows('2025-03-06 00:00', 'RunOutClock', { clockId }).types()).toEqual(['HolderUrged']);
  });

  it('are none the fewer for what an officer does beside them', () => {
    const spec = flagged().until('2025-03-05 09:00');
    const { id: clockId } = clockNamed(spec, 'TRIAGE');
    spec.does('2025-03-05 09:10', 'wccw', 'UrgeHolder', { clockId, note: sealed('请办理') }).until('2025-03-20 09:00');
    expect(doneAbout(spec, clockId)).toEqual(['SuperiorNotified', 'HolderUrged', 'HolderUrged', 'SupervisionOpened']);
  });

  it('end with an answer: the superior is not told of what was answered', () => {
    const asked = flagged().does('2025-03-03 10:00', 'cd', 'RequestWithdrawal', { because: sealed('误报') });
    const { id: clockId, due } = clockNamed(asked, 'WITHDRAW_REVIEW');
    expect(due.slice(0, 10)).toBe('2025-03-05');
    expect(doneAbout(asked.until('2025-03-14 09:00'), clockId)).toEqual(['HolderUrged', 'SupervisionOpened']);
    const mine = asked.record.supervisions.find((one) => one.clockId === clockId)?.id;
    asked.does('2025-03-14 10:00', 'town', 'AnswerSupervision', { supervisionId: mine, answer: sealed('已安排') });
    expect(doneAbout(asked.until('2025-06-01 09:00'), clockId)).toEqual(['HolderUrged', 'SupervisionOpened']);
  });

  it('that fall on one moment come one after the other, so that none is passed over', () => {
    const clock = clockNamed(flagged(), 'TRIAGE');
    const shipped = packOf(packs)(clock);
    const after = { workingDays: 1 } as const;
    const rungs = [{ step: 'urge', after } as const, { step: 'supervise', after } as const];
    const own = shipped.ladders['to-superior'];
    if (!own) throw new Error('there is no such ladder');
    const pack: Pack = { ...shipped, ladders: { ...shipped.ladders, 'to-superior': { ...own, rungs } } };
    const [first, second] = rungsOf(clock, { packOf: () => pack, calendar: calendar2025 });
    expect(first?.due).toBe('2025-03-05T23:59:59.999+08:00');
    expect(second?.due).toBe('2025-03-06T00:00:00.000+08:00');
  });

  it('are reckoned from when each clock ran out, by the calendar that is asked', () => {
    const clock = clockNamed(flagged(), 'TRIAGE');
    const later = { ...clock, due: instant('2025-03-12 23:59') };
    const resting: WorkCalendar = { ...calendar2025, isRestDay: (day) => day.startsWith('2025-03') };
    const dues = (of: Clock, calendar: WorkCalendar) =>
      rungsOf(of, { packOf: packOf(packs), calendar }).map(({ due }) => due);
    const first = dues(clock, calendar2025);
    expect(first.at(-1)).toMatch(/^2025-03-/);
    expect(dues(later, calendar2025)).not.toEqual(first);
    expect(dues(clock, resting).at(-1)).toMatch(/^2025-04-/);
    expect(dues(clock, calendar2025)).toEqual(first);
  });
});
