import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agencyTypes } from '#policy';
import { playScenario, readScenario } from '#scenario';
import { directoryFor, SetupError, startThrowAway } from '#service';

const PACK = `
pack: wenzhou
name: { zh: 温州市, en: Wenzhou }
extends: national
division: '3303'
effective: '2025-01-01'
clocks:
  TRIAGE:
    name: { zh: 线索研判, en: Triage of a flag }
    scope: flag
    kind: duty
    starts: [FlagRaised]
    stops: [FlagTriaged]
    within: { workingDays: 2 }
    holder: committee
    standing: configured
    cite: { none: two working days is configured for this test }
`;

const CASE = `
scenario: seventh
title: { zh: 第七个政策包, en: A seventh pack }
place: '330302001001'
exactly: true
steps:
  - at: 2025-03-03 09:00
    who: RVC
    does: RaiseFlag
    with: { kind: GUARDIANSHIP_FAILURE, child: { name: 甲 }, facts: 独自在家。 }
    expect: { events: [FlagRaised], starts: { TRIAGE: 2025-03-05 } }
  - at: 2025-03-04 09:00
    who: RVC
    does: IssueAdmonition
    with: { text: 训诫 }
    expect: { refused: ACTOR_NOT_AUTHORISED, standing: statute }
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jieli-packs-'));
  await mkdir(join(folder, 'wenzhou'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function serviceUnder(pack: string) {
  await writeFile(join(folder, 'wenzhou', 'pack.yaml'), pack);
  const scenario = readScenario('seventh.yaml', CASE);
  const stage = await startThrowAway({
    databaseUrl: process.env.JIELI_TEST_DATABASE_URL,
    directory: directoryFor([scenario], agencyTypes),
    packFolders: [folder],
  });
  return { scenario, stage };
}

it('is YAML alone: a case under it runs by its clock, and by the statutes for the rest', async () => {
  const { scenario, stage } = await serviceUnder(PACK);
  try {
    const results = await playScenario(scenario, stage.stage);
    expect(results.map(({ outcome, difference }) => difference ?? outcome)).toEqual(['passed', 'passed']);
  } finally {
    await stage.close();
  }
});

it('stops the start with file and line when it is wrong', async () => {
  const wrong = PACK.replace('FlagTriaged', 'FlagTriagged');
  await expect(serviceUnder(wrong)).rejects.toThrow(SetupError);
  await expect(serviceUnder(wrong)).rejects.toThrow(
    /pack\.yaml:13:13: 没有事件“FlagTriagged”。是否应为“FlagTriaged”？/,
  );
});
