import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { unknownName } from './nearest.ts';
import { type Scenario, scenarioFile, scenarioKeys } from './scenario.schema.ts';

/** A scenario file that cannot be played as it stands: one line, with place. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

/** Where each step of a scenario that was read from a file stands in it. */
const places = new WeakMap<Scenario, readonly string[]>();

/** What is wrong with a step, with the line on which it stands. */
export function atStep(scenario: Scenario, index: number, { message }: Error): ScenarioError {
  const [place, at] = [places.get(scenario)?.[index], scenario.steps[index]?.at];
  return new ScenarioError(
    `${place === undefined ? '' : `${place}: `}第 ${index + 1} 步 step ${index + 1} (${at}): ${message}`,
  );
}

/** @throws ScenarioError naming file, line and what is wrong. */
export function readScenario(path: string, text: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const [broken] = document.errors;
  if (broken) throw new ScenarioError(`${place(broken.pos[0])}: ${broken.message.split('\n')[0]}`);
  const result = scenarioFile.safeParse(document.toJS());
  const placeOf = (keys: readonly (string | number)[]) => {
    let offset = 0;
    for (let depth = keys.length; depth > 0 && offset === 0; depth -= 1) {
      const node = document.getIn(keys.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
      offset = node?.range?.[0] ?? 0;
    }
    return place(offset);
  };
  const wrong = (keys: readonly (string | number)[], message: string) =>
    new ScenarioError(`${placeOf(keys)}: ${keys.join('.') || 'the file'}: ${message}`);
  if (result.success) {
    const back = firstBack(result.data);
    if (back === undefined) {
      const starts = result.data.steps.map((_, index) => placeOf(['steps', index]));
      places.set(result.data, starts);
      return result.data;
    }
    const at = result.data.steps[back]?.at;
    throw wrong(
      ['steps', back, 'at'],
      `第 ${back + 1} 步（${at}）早于前一步，步骤须按时间先后。Step ${back + 1} (${at}) is before the one above it; steps stand in the order of time`,
    );
  }
  const [issue] = result.error.issues;
  const keys = (issue?.path ?? []).map((key) => (typeof key === 'symbol' ? String(key) : key));
  throw wrong(keys, issue ? told(issue) : '');
}

/** The first step that is earlier than the one before it, by index. */
function firstBack({ steps }: Scenario): number | undefined {
  const moment = ({ at }: Scenario['steps'][number]) =>
    at.replace('T', ' ').padEnd('2025-03-03 09:20:00'.length, ':00');
  const back = steps.findIndex((step, index) => {
    const before = steps[index - 1];
    return before !== undefined && moment(step) < moment(before);
  });
  return back < 0 ? undefined : back;
}

/** What is wrong, for whoever writes the file in either language. */
function told(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return unknownName('字段', 'key', issue.keys[0] ?? '', scenarioKeys);
  if (issue.code !== 'invalid_type') return issue.message;
  if (issue.message.endsWith('received undefined')) return '必填。It is needed';
  if (issue.expected !== 'string') return `类型有误。${issue.message}`;
  return "须为文本，数字请加引号，如 '441502001001'。Text is expected: put a number in quotes, such as '441502001001'";
}
