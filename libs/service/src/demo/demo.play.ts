import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { AgencyDirectory } from '#access';
import { DAY, epochOf, type Instant, parseInstant } from '#calendar';
import { type OwnedHost, projectRoot } from '#runtime';
import { playScenario, readScenario, type Scenario } from '#scenario';
import type { Service } from '../service.ts';
import { serviceStage } from './stage.ts';

/** The folder of the shipped scenarios. */
export const shippedScenarios = join(projectRoot, 'libs/scenario/shipped');

export function shippedScenarioFiles(): readonly string[] {
  return readdirSync(shippedScenarios)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(shippedScenarios, name));
}

interface Played {
  readonly until: Instant;
  readonly finished: boolean;
}

/**
 * Plays the shipped scenarios once, moved by whole weeks so that they end about now. What it has begun it finishes at the
 * next start: the steps carry the same idempotency keys, so nothing is done twice.
 */
export async function playDemo(
  service: Service,
  host: OwnedHost,
  directory: AgencyDirectory,
  dataDir: string,
  progress: (line: string) => void,
): Promise<void> {
  const file = join(dataDir, 'demo.json');
  const earlier = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Played) : undefined;
  if (earlier?.finished) return host.release();
  const until = earlier?.until ?? host.now();
  remember(file, { until, finished: false });
  const stage = serviceStage(service, host, directory);
  for (const path of shippedScenarioFiles()) {
    const scenario = readScenario(basename(path), readFileSync(path, 'utf8'));
    if (!scenario.demo) continue;
    const steps = scenario.steps.length;
    progress(`${scenario.scenario} ${scenario.title.zh} ${scenario.title.en} (${steps})`);
    await playScenario(scenario, stage, { shift: shiftOf(scenario, until), check: false });
  }
  await stage.passTo(until);
  remember(file, { until, finished: true });
  host.release();
}

const A_WEEK = 7 * DAY;

/** Whole weeks keep the days of the week. */
function shiftOf({ steps }: Scenario, until: Instant): number {
  const last = parseInstant(`${(steps.at(-1)?.at ?? '').replace(' ', 'T')}+08:00`);
  return last ? Math.floor((epochOf(until) - epochOf(last)) / A_WEEK) * A_WEEK : 0;
}

function remember(file: string, played: Played): void {
  writeFileSync(`${file}.new`, JSON.stringify(played));
  renameSync(`${file}.new`, file);
}
