import { checkNames } from './check.names.ts';
import { compareStep } from './compare.step.ts';
import type { Difference } from './compare.ts';
import { Player } from './player.ts';
import { atStep, ScenarioError } from './read.scenario.ts';
import type { Scenario, Step } from './scenario.schema.ts';
import type { Stage } from './stage.ts';

/** How a step went. */
export interface StepResult {
  readonly index: number;
  readonly step: Step;
  readonly outcome: 'passed' | 'failed' | 'pending';
  readonly difference?: Difference;
}

export interface PlayOptions {
  /** Moves the whole scenario in time, by milliseconds: the demo ends it about now. */
  readonly shift?: number;
  /**
   * Whether what is expected is looked at; the demo only plays, and leaves out what is meant to be refused: begun again
   * after it was broken off, it might no longer be.
   */
  readonly check?: boolean;
  readonly onStep?: (result: StepResult) => void;
}

/**
 * Plays a scenario at the public endpoints and compares what came of each step; stops at the first difference.
 *
 * @throws ScenarioError when it cannot be played as it stands, with the step.
 */
export async function playScenario(
  scenario: Scenario,
  stage: Stage,
  options: PlayOptions = {},
): Promise<readonly StepResult[]> {
  const { shift = 0, check = true, onStep = () => undefined } = options;
  const player = new Player(scenario, stage, shift);
  if (check) await checkNames(scenario, stage, player.client);
  const results: StepResult[] = [];
  for (const [index, step] of scenario.steps.entries()) {
    const result =
      step.pending || (!check && step.expect?.refused)
        ? ({ index, step, outcome: 'pending' } as const)
        : await played(step, index, scenario, player, check);
    results.push(result);
    onStep(result);
    if (result.outcome === 'failed') break;
  }
  return results;
}

async function played(
  step: Step,
  index: number,
  scenario: Scenario,
  player: Player,
  check: boolean,
): Promise<StepResult> {
  try {
    const outcome = await player.take(step, index);
    if (!check) return { index, step, outcome: 'passed' };
    const exactly = step.exactly ?? scenario.exactly;
    const difference = await compareStep(step, await player.expected(step), outcome, exactly, player);
    return { index, step, outcome: difference ? 'failed' : 'passed', difference };
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    if (!check) return { index, step, outcome: 'pending' };
    throw atStep(scenario, index, error);
  }
}
