import type { Agency, AgencyType } from '#policy';
import { worksAt } from '#runtime';
import { shippedFiles } from '../../policy/src/shipped.fixture.ts';
import { desks } from './registry.ts';

/** Of a county, and of a province: the superior organs of a system work at the oversight desk. */
const LEVELS: readonly Agency['division'][] = ['441502', '44'];

/** What agencies of a type are offered at whatever desk one of them works at. */
function offeredTo(type: AgencyType): ReadonlySet<string> {
  const own = desks.filter((desk) => LEVELS.some((division) => worksAt(desk, { type, division })));
  return new Set<string>(
    own.flatMap((desk) => [
      ...desk.commands,
      ...desk.recommendationCommands,
      ...desk.ledgerCommands,
      ...desk.keyMinorCommands,
      ...desk.surveyWorkCommands,
    ]),
  );
}

it.each(shippedFiles)('whoever $pack gives a power finds it at their desk', ({ powers }) => {
  const missing = Object.entries(powers).flatMap(([command, { agencies }]) =>
    (agencies === 'any' ? [] : agencies)
      .filter((type) => !offeredTo(type).has(command))
      .map((type) => `${type} ${command}`),
  );
  expect(missing).toEqual([]);
});

it('whoever oversees may flag a child too, like every other desk', () => {
  expect(desks.filter(({ commands }) => !commands.includes('RaiseFlag')).map(({ name }) => name)).toEqual([]);
});

it('whoever may flag may ask to take its own flag back', () => {
  const flagging = desks.filter(({ commands }) => commands.includes('RaiseFlag'));
  expect(flagging.filter(({ commands }) => !commands.includes('RequestWithdrawal')).map(({ name }) => name)).toEqual(
    [],
  );
});

it('whoever sees a danger to self or others can report it and bring the child to help, without consent', () => {
  const danger = ['ReportRisk', 'EmergencyEscort'] as const;
  expect(desks.filter(({ commands }) => !danger.every((one) => commands.includes(one)))).toEqual([]);
});

it.each(['police', 'procuratorate', 'court', 'oversight'])(
  'what the %s noticed it can tell the guardian and bring to help',
  (name) => {
    const channel = ['TellGuardian', 'RecordGuardianConsent', 'WithdrawConsent', 'ReportRisk', 'EmergencyEscort'];
    expect(desks.find((desk) => desk.name === name)?.commands).toEqual(expect.arrayContaining(channel));
  },
);
