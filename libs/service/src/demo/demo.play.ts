import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { AgencyDirectory } from '#access';
import { DAY, epochOf, type Instant, instantAt, parseInstant } from '#calendar';
import { type OwnedHost, ownedHost, projectRoot, systemHost } from '#runtime';
import { playScenario, readScenario, type Scenario } from '#scenario';
import type { Service } from '../service.ts';
import { serviceStage } from './stage.ts';

/** The folder of the shipped scenarios. */
const shippedScenarios = join(projectRoot, 'libs/scenario/shipped');

export function shippedScenarioFiles(): readonly string[] {
  return readdirSync(shippedScenarios)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(shippedScenarios, name));
}

interface Played {
  readonly until: Instant;
  readonly finished: boolean;
  /** The scenarios that were played to their end. */
  readonly done: readonly string[];
}

const LONG_AGO = parseInstant('2000-01-01T00:00+08:00') as Instant;

/**
 * The clock to start a service with a demo on: the present, or, where a demo was broken off, a time before all of it, so that
 * no case sees the present before its own past.
 */
export function demoHost(dataDir: string): OwnedHost {
  const earlier = playedIn(dataDir);
  return ownedHost(earlier && !earlier.finished ? LONG_AGO : systemHost().now());
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
  const earlier = playedIn(dataDir);
  if (earlier?.finished) return host.release();
  const until = earlier?.until ?? host.now();
  const done = [...(earlier?.done ?? [])];
  remember(dataDir, { until, finished: false, done });
  const stage = serviceStage(service, host, directory);
  for (const path of shippedScenarioFiles()) {
    const scenario = readScenario(basename(path), readFileSync(path, 'utf8'));
    if (!scenario.demo || done.includes(scenario.scenario)) continue;
    const steps = scenario.steps.length;
    progress(`${scenario.scenario} ${scenario.title.zh} ${scenario.title.en} (${steps})`);
    const shift = shiftOf(scenario, until);
    host.moveTo(instantAt(epochOf(momentOf(scenario.steps[0])) + shift));
    await playScenario(scenario, stage, { shift, check: false });
    done.push(scenario.scenario);
    remember(dataDir, { until, finished: false, done });
  }
  await stage.passTo(until);
  remember(dataDir, { until, finished: true, done });
  host.release();
}

const A_WEEK = 7 * DAY;

/** Whole weeks keep the days of the week. */
function shiftOf({ steps }: Scenario, until: Instant): number {
  return Math.floor((epochOf(until) - epochOf(momentOf(steps.at(-1)))) / A_WEEK) * A_WEEK;
}

function momentOf(step: Scenario['steps'][number] | undefined): Instant {
  const moment = parseInstant(`${(step?.at ?? '').replace(' ', 'T')}+08:00`);
  if (!moment) throw new Error(`a shipped scenario has a step at no moment: ${step?.at}`);
  return moment;
}

function playedIn(dataDir: string): Played | undefined {
  const file = join(dataDir, 'demo.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Played) : undefined;
}

function remember(dataDir: string, played: Played): void {
  const file = join(dataDir, 'demo.json');
  writeFileSync(`${file}.new`, JSON.stringify(played));
  renameSync(`${file}.new`, file);
}
