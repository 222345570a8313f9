import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flagged, type People, people } from '../case.steps.ts';
import { moment, type StandingService, standingService } from '../standing.service.ts';

/** The notice of a year that the package does not know, as an operator enters it on the day it comes out. */
const NOTICE = `version: spec-2027
years:
  2027:
    source: { title: 试验用通知, number: 试验第1号, published: 2026-12-31 }
    restDays: [{ from: 2027-01-01, through: 2027-01-04 }]
`;

interface Effect {
  readonly clock: string;
  readonly due: string;
  readonly calendar: string;
  readonly provisional: boolean;
}

let standing: StandingService;
let who: People;

beforeEach(async () => {
  standing = await standingService();
  who = people(standing);
  standing.host.moveTo(moment('2026-12-31 10:00'));
});
afterEach(() => standing.close());

const triage = async () =>
  (await standing.log())
    .flatMap(({ meta }) => (JSON.parse(meta) as { effects?: readonly Effect[] }).effects ?? [])
    .filter(({ clock }) => clock === 'TRIAGE')
    .map(({ due, calendar, provisional }) => [due.slice(0, 10), calendar.split('+')[1], provisional]);
const breached = async () => (await standing.log()).filter(({ type }) => type === 'ClockBreached').length;
const dueAtDesk = async (id: string) => {
  const query = 'query($id: ID!) { case(id: $id) { clocks { clock due } } }';
  const seen = await who.overseer.sees<{ case: { clocks: { clock: string; due: string }[] } }>(query, { id });
  return seen.case.clocks.map(({ clock, due }) => [clock, due.slice(0, 10)]);
};

it('a newer calendar reckons what starts later and leaves alone what runs', async () => {
  const earlier = await flagged(who);
  await standing.stage.settled();
  expect(await triage()).toEqual([['2027-01-04', undefined, true]]);

  const calendarFile = join(standing.dataDir, 'calendar.yaml');
  writeFileSync(calendarFile, NOTICE);
  await standing.stop();
  await standing.start({ calendarFile });
  const later = await flagged(who);
  await standing.stage.settled();
  expect(await triage()).toEqual([
    ['2027-01-04', undefined, true],
    ['2027-01-05', 'spec-2027', false],
  ]);
  expect(await dueAtDesk(earlier)).toEqual([['TRIAGE', '2027-01-04']]);
  expect(await dueAtDesk(later)).toEqual([['TRIAGE', '2027-01-05']]);

  standing.host.moveTo(moment('2027-01-05 00:00'));
  await standing.stage.settled();
  expect(await breached()).toBe(1);
  standing.host.moveTo(moment('2027-01-06 00:00'));
  await standing.stage.settled();
  expect(await breached()).toBe(2);
});

it('a calendar that is wrong starts nothing, and says where it is wrong', async () => {
  const calendarFile = join(standing.dataDir, 'calendar.yaml');
  writeFileSync(calendarFile, NOTICE.replace('2027-01-04', '2027-02-30'));
  await expect(standing.start({ calendarFile })).rejects.toThrow(
    /calendar\.yaml:5:45: years\.2027\.restDays\.0\.through/,
  );
});
