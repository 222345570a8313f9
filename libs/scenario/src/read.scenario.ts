import { LineCounter, parseDocument } from 'yaml';
import { type Scenario, scenarioFile } from './scenario.schema.ts';

/** A scenario file that cannot be played as it stands: one line, with place. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
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
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const keys = (issue?.path ?? []).map((key) => (typeof key === 'symbol' ? String(key) : key));
  let offset = 0;
  for (let depth = keys.length; depth > 0 && offset === 0; depth -= 1) {
    const node = document.getIn(keys.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
    offset = node?.range?.[0] ?? 0;
  }
  throw new ScenarioError(`${place(offset)}: ${keys.join('.') || 'the file'}: ${issue?.message}`);
}
