import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import {
  agencyTypesNamed,
  describeDifference,
  playScenario,
  readScenario,
  ScenarioError,
  type StepResult,
  scenarioJsonSchema,
} from '#scenario';
import {
  directoryFor,
  type LogEngine,
  readConfig,
  shippedScenarioFiles,
  startThrowAway,
  type ThrowAway,
} from '#service';

/** `jieli scenario …`: cases as dated steps, played at the public endpoints. */
export function scenarioCommand(): Command {
  const scenario = new Command('scenario').description('场景：以日期步骤写成的个案。Scenarios: cases as dated steps.');
  scenario
    .command('run')
    .description('在一次性数据库上逐步运行场景并核对预期。Play scenarios on a throw-away database and compare.')
    .argument('[file...]', '场景文件；不填为随附的场景。Scenario files; the shipped ones unless told.')
    .option(
      '-p, --packs <folder>',
      '另加的政策包文件夹。Folders of policy packs beside the shipped ones.',
      (folder: string, all: readonly string[]) => [...all, folder],
      [],
    )
    .option('-q, --quiet', '不逐步显示。Show no steps')
    .action(run);
  scenario
    .command('schema')
    .description('输出场景格式的 JSON Schema。Print the JSON Schema of the format.')
    .action(() => console.log(JSON.stringify(scenarioJsonSchema(), null, 2)));
  return scenario;
}

interface RunOptions {
  readonly quiet?: boolean;
  readonly packs?: readonly string[];
}

async function run(files: string[], options: RunOptions): Promise<void> {
  const paths = files.length > 0 ? files : [...shippedScenarioFiles()];
  let passed = 0;
  let failed = 0;
  for (const path of paths) {
    const good = await runOne(path, options);
    if (good) passed += 1;
    else failed += 1;
  }
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

/** Each scenario has a service and a database of its own, so that none leans on another. */
async function runOne(path: string, { quiet = false, packs = [] }: RunOptions): Promise<boolean> {
  let stage: ThrowAway | undefined;
  try {
    const scenario = readScenario(path, read(path));
    console.log(`${scenario.scenario} ${scenario.title.zh} ${scenario.title.en}`);
    stage = await startThrowAway({
      databaseUrl: process.env.DATABASE_URL,
      log: throwAwayLog(),
      packFolders: packs,
      directory: directoryFor([scenario], [...agencyTypesNamed(scenario), 'WCCW']),
    });
    const results = await playScenario(scenario, stage.stage, { onStep: quiet ? undefined : (result) => show(result) });
    const wrong = results.find(({ outcome }) => outcome === 'failed');
    if (wrong && quiet) show(wrong);
    return wrong === undefined;
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    console.log(`  ✗ ${error.message}`);
    return false;
  } finally {
    await stage?.close();
  }
}

/** On EventStoreDB each scenario has streams of its own, under a prefix that nobody used before. */
function throwAwayLog(): LogEngine {
  const { log } = readConfig(process.env);
  return log.engine === 'postgres' ? log : { ...log, prefix: `scenario-${randomUUID()}-` };
}

function show({ index, step, outcome, difference }: StepResult): void {
  const mark = { passed: '✓', failed: '✗', pending: '…' }[outcome];
  const what = step.does ? `${step.who} ${step.does}` : '（时间经过 time passes）';
  const pending = outcome === 'pending' ? ` — pending: ${step.pending}` : '';
  console.log(`  ${mark} ${String(index + 1).padStart(2)} ${step.at} ${what}${pending}`);
  if (difference) console.log(`    ${describeDifference(difference)}`);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ScenarioError(`${path}：读不到该文件。The file cannot be read.`);
  }
}
