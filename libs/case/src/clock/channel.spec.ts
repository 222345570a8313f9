import { agency } from '../directory.fixture.ts';
import { girl, SpecCase, sealed } from '../given.fixture.ts';
import { type Clock, clockKnownTo, inChannel, overseen } from '../index.ts';

const noticed = () =>
  new SpecCase().does('2025-09-15 08:50', 'school', 'RaiseFlag', { ...girl, kind: 'PSYCH_ABNORMALITY' }, {});
const danger = () => noticed().does('2025-09-15 09:00', 'school', 'ReportRisk', { risk: sealed('自伤') });
const emergency = ({ record }: SpecCase) => {
  const clock = record.clocks.find((one) => one.clock === 'PSYCH_EMERGENCY');
  if (!clock) throw new Error('no such clock');
  return clock;
};

it('carries the mark of its pack from the day it starts, and every other start says that it has none', () => {
  const starts = danger().record.clocks.map(({ clock, channel }) => [clock, channel]);
  expect(new Map(starts as [string, unknown][])).toEqual(
    new Map<string, unknown>([
      ['TRIAGE', null],
      ['PSYCH_TELL_GUARDIAN', 'psychological'],
      ['PSYCH_EMERGENCY', 'psychological'],
    ]),
  );
});

it('is hidden by its mark, whatever its name; and by its name where it was written before there were marks', () => {
  const spec = noticed();
  const other: Clock = { ...emergency(danger()), id: 'k', clock: 'ESCORT', holder: 'hosp' };
  const { channel: _, ...older } = { ...other, clock: 'PSYCH_ESCORT' };
  const plain: Clock = { ...other, channel: null, clock: 'PSYCH_ESCORT' };
  expect([other, older, plain].map(inChannel)).toEqual([true, true, false]);
  expect([other, older, plain].map((clock) => overseen(clock, spec.record))).toEqual([false, false, true]);
  expect([other, older, plain].map((clock) => clockKnownTo(clock, spec.record, agency('town')))).toEqual([
    false,
    false,
    true,
  ]);
});
