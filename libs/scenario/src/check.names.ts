import type { Agency } from '#policy';
import { agencyCode, agencyWords } from './agency.words.ts';
import type { DeskClient } from './desk.client.ts';
import { agenciesNamed } from './named.agencies.ts';
import { unknownName } from './nearest.ts';
import { atStep, ScenarioError } from './read.scenario.ts';
import { kindOf, type Scenario, type Step } from './scenario.schema.ts';
import type { Stage } from './stage.ts';

/**
 * Looks at every name in a scenario before anything is played: agencies, commands, events, clocks, refusal codes, and the
 * fields that agencies are to see.
 *
 * @throws ScenarioError naming the step, the name, and the known one that is nearest to it.
 */
export async function checkNames(scenario: Scenario, stage: Stage, client: DeskClient): Promise<void> {
  const agency = (who: string) => agencyNamed(who, scenario.place, stage);
  for (const [index, step] of scenario.steps.entries()) {
    if (step.pending) continue;
    try {
      checkStep(step, stage, agency);
      await checkFields(step, client, agency);
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      throw atStep(scenario, index, error);
    }
  }
}

const HOW_NAMED =
  '（写类型代码 RVC、中文名村委会，或者机构代码 psb-441502。Write a type such as RVC, its Chinese name, or an id such as psb-441502）';

/** @throws ScenarioError when there is no such agency, or its type has no desk. */
export function agencyNamed(who: string, place: string, stage: Stage): Agency {
  const code = agencyCode(who);
  const agency = stage.agency(code, place);
  if (!agency) {
    const known = stage.names.agencies.includes(code);
    if (known) throw new ScenarioError(`${place} 没有机构 ${who}。There is no agency ${who} for ${place}`);
    const hint = /^[a-z0-9]+-\d*$/.test(who)
      ? '（可在 agencies 下声明。It may be declared under agencies）'
      : HOW_NAMED;
    throw new ScenarioError(unknownName('机构', 'agency', who, [...stage.names.agencies, ...agencyWords]) + hint);
  }
  if (stage.deskPath(agency) === undefined) {
    throw new ScenarioError(`${agency.type} 没有工作台。Agencies of type ${agency.type} have no desk`);
  }
  return agency;
}

function checkStep(step: Step, { names }: Stage, agency: (who: string) => Agency): void {
  const known = (list: readonly string[], zh: string, en: string, written: readonly string[]) => {
    const wrong = written.find((name) => !list.includes(name));
    if (wrong !== undefined) throw new ScenarioError(unknownName(zh, en, wrong, list));
  };
  const { does, expect = {} } = step;
  const { inbox = {}, colours = {}, may = {}, mayNot = {} } = expect;
  const { starts = {}, stops = [], late = [], clocks = {}, dues = {}, events = [], refused } = expect;
  for (const name of agenciesNamed(step)) agency(name);
  known(names.commands, '命令', 'command', [
    ...(does === undefined ? [] : [does]),
    ...Object.values(may).flat(),
    ...Object.values(mayNot).flat(),
  ]);
  known(names.events, '事件', 'event', events);
  known(names.clocks, '时限', 'clock', [
    ...Object.keys(starts),
    ...stops,
    ...late,
    ...Object.keys(clocks),
    ...Object.keys(dues),
    ...Object.values(inbox).flat(),
    ...Object.values(colours).flatMap((items) => Object.keys(items)),
  ]);
  if (refused !== undefined) known(names.refusals, '拒绝代码', 'refusal code', [refused.replace(/\(.*/s, '')]);
}

async function checkFields(step: Step, client: DeskClient, agency: (who: string) => Agency): Promise<void> {
  const { sees = [] } = step.expect ?? {};
  if (Array.isArray(sees)) return;
  for (const [who, fields] of Object.entries(sees)) {
    if (fields === true) continue;
    const wrong = await client.unknownField(agency(who), kindOf(step), fields);
    if (wrong) {
      throw new ScenarioError(`sees.${who}: ${unknownName('字段', 'field', wrong.path, wrong.known)}`);
    }
  }
}
