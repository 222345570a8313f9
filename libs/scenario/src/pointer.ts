import { unknownName } from './nearest.ts';
import { ScenarioError } from './read.scenario.ts';

/** Whether a value is read off what an agency sees: a text that begins with `$`, as in `$WHO.path`. */
export function isPointer(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('$');
}

/** `$WHO.path` in its parts. */
export function pointerOf(pointer: string): { readonly who: string; readonly path: readonly string[] } {
  const [who = '', ...path] = pointer.slice(1).split('.');
  return { who, path };
}

/** Reads `$WHO.path` off what an agency sees. @throws ScenarioError saying how far the path led, and what is there. */
export function followPointer(pointer: string, who: string, path: readonly string[], seen: object | null): unknown {
  if (seen === null) throw new ScenarioError(`${pointer}: ${who} 看不见本案。${who} does not see the case`);
  let at: unknown = seen;
  let so = who;
  for (const key of path) {
    if (Array.isArray(at) && !(key in at)) {
      throw new ScenarioError(
        `${pointer}: ${so} 只有 ${at.length} 项。${so} has ${at.length} items, so there is no ${key}`,
      );
    }
    const known = typeof at === 'object' && at !== null ? Object.keys(at) : [];
    if (!known.includes(key))
      throw new ScenarioError(`${pointer}: ${unknownName(`字段（${so}）`, `field in ${so}:`, key, known)}`);
    at = (at as Record<string, unknown>)[key];
    so = `${so}.${key}`;
  }
  if (at === null || at === undefined) throw new ScenarioError(`${pointer}: ${so} 为空。${so} is empty`);
  return at;
}
