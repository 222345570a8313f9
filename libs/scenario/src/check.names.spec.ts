import { agencyNamed, checkNames } from './check.names.ts';
import type { DeskClient } from './desk.client.ts';
import { agencyTypesNamed } from './named.agencies.ts';
import { unknownName } from './nearest.ts';
import { readScenario } from './read.scenario.ts';
import type { Stage } from './stage.ts';

const HERE = '441502001001';
const PSB = { id: 'psb-441502', type: 'PSB', division: '441502' } as const;

/** A place with police alone. */
const stage = {
  names: { agencies: ['RVC', 'PSB'], commands: ['RaiseFlag'], events: [], clocks: [], refusals: [] },
  agency: (who: string) => (who === 'PSB' || who === PSB.id ? PSB : undefined),
  deskPath: () => '/desks/police/graphql',
} as unknown as Stage;

it.each(['PSB', 'psb-441502', '公安机关', '公安', '公安局'])(
  'an agency is named by type, id or Chinese name: %s',
  (who) => {
    expect(agencyNamed(who, HERE, stage)).toBe(PSB);
  },
);

it('one that is not there is told with the nearest name and how to write it', () => {
  expect(() => agencyNamed('公安机', HERE, stage)).toThrow(/没有机构 公安机.*is 公安机关 meant\?.*机构代码 psb-441502/);
  expect(() => agencyNamed('村委会', HERE, stage)).toThrow('441502001001 没有机构 村委会');
});

it('a name of the policy tables is told with the one it has here, though another looks more like it', () => {
  const commands = ['HandOverReport', 'TransferCaseJurisdiction'];
  expect(unknownName('命令', 'command', 'TransferJurisdiction', commands)).toContain('is HandOverReport meant?');
  expect(unknownName('命令', 'command', 'TransferCaseJurisdicton', commands)).toContain(
    'is TransferCaseJurisdiction meant?',
  );
});

const file = (expect: string) => `scenario: S
title: 甲
place: '${HERE}'
steps:
  - at: 2025-03-03 09:20
    who: 公安
    does: RaiseFlag
  - at: 2025-03-03 09:30
    expect: ${expect}
`;

it('agencies are made for Chinese names and for those whose sight is read off', () => {
  const scenario = readScenario(
    's.yaml',
    file('{ sees: { 民政部门: { id: $学校.id } }, never: { 妇联: [$检察院.id] } }'),
  );
  expect([...agencyTypesNamed(scenario)].sort()).toEqual(['CA', 'PROC', 'PSB', 'SCHOOL', 'WF']);
});

it('what is wrong in a step is told with its line, also an agency that a pointer in an expectation names', async () => {
  const scenario = readScenario('s.yaml', file('{ never: { 公安: [$公按.id] } }'));
  const checked = checkNames(scenario, stage, {} as DeskClient);
  await expect(checked).rejects.toThrow(/^s\.yaml:8:5: 第 2 步 step 2 \(2025-03-03 09:30\): 没有机构 公按/);
});
