import { lengthOf } from './check.clock.ts';
import type { ClockEntry, EventTrigger, PackFile } from './pack.schema.ts';
import { nearestName, type Report } from './problem.ts';
import type { ReadPack } from './read.pack.ts';

/**
 * What the clocks of a pack do to those of the packs above it and of its earlier versions (与上级时限的关系): a slip of the pen in a name would
 * run beside the clock that is meant, and a clock that is written anew takes the place of the one above whole, with all that it leaves out.
 */
export function checkAbove(parsed: readonly ReadPack[]): void {
  const files = parsed.map(({ file }) => file);
  for (const { file, report } of parsed) {
    const above = clocksAbove(file, files);
    for (const [name, clock] of Object.entries(file.clocks)) {
      const replaced = above.get(name);
      if (replaced) checkReplaced(name, clock, replaced, report);
      else checkName(name, clock, above, report);
    }
  }
}

interface Above {
  readonly pack: string;
  readonly clock: ClockEntry;
}

/** By name, the clock nearest above a file: of an earlier version of the pack, or else of a pack that it extends. */
function clocksAbove(file: PackFile, files: readonly PackFile[]): ReadonlyMap<string, Above> {
  const clocks = new Map<string, Above>();
  for (const pack of lineageOf(file.pack, files)) {
    const versions = files.filter((one) => one.pack === pack && (pack !== file.pack || one.effective < file.effective));
    for (const version of versions.toSorted((a, b) => (a.effective < b.effective ? 1 : -1))) {
      for (const [name, clock] of Object.entries(version.clocks)) {
        if (!clocks.has(name)) clocks.set(name, { pack, clock });
      }
    }
  }
  return clocks;
}

const DIGITS = /\d+/g;

/** A new clock whose name is all but that of one above, and which starts on the same: that one is meant. */
function checkName(name: string, clock: ClockEntry, above: ReadonlyMap<string, Above>, report: Report): void {
  const bare = name.replaceAll(DIGITS, '#');
  const others = [...above.keys()].filter((other) => other.replaceAll(DIGITS, '#') !== bare);
  const near = nearestName(name, others);
  const meant = near === undefined ? undefined : above.get(near);
  if (!meant) return;
  const both = clock.starts.some(({ event }) => meant.clock.starts.some((start) => start.event === event));
  report(
    ['clocks', name],
    `新时限“${name}”与 ${meant.pack} 的“${near}”只差几个字母${both ? '，且由同一事件起算，两个会同时计时' : ''}：若要改“${near}”，名称须相同；若是另一时限，请换一个不易混淆的名称。`,
    `the new clock "${name}" is all but "${near}" of ${meant.pack}${both ? ', and would run beside it' : ''}: is "${near}" meant? if not, give it another name`,
    both ? 'error' : 'warning',
  );
}

function checkReplaced(name: string, clock: ClockEntry, { pack, clock: before }: Above, report: Report): void {
  if (clock.awaits || before.awaits) return;
  const at = (...path: string[]) => ['clocks', name, ...path];
  for (const field of ['scope', 'kind', 'holder'] as const) {
    if (clock[field] === before[field]) continue;
    report(
      at(field),
      `${pack} 的 ${name} 是 ${field}: ${before[field]}，这里改成了 ${clock[field]}：请核对。`,
      `${name} of ${pack} has ${field} ${before[field]}, and here ${clock[field]}: look at it again`,
      'warning',
    );
  }
  for (const edge of ['starts', 'stops'] as const) {
    const kept = new Set(clock[edge].map(({ event }) => event));
    for (const trigger of before[edge]) {
      if (kept.has(trigger.event) && clock[edge].some((one) => covers(one, trigger))) continue;
      report(
        at(edge),
        `${pack} 的 ${name} 还由 ${described(trigger)} ${edge === 'starts' ? '起算' : '停止'}，这里没有：整条规则以这里为准，请核对是否有意略去。`,
        `${name} of ${pack} also ${edge === 'starts' ? 'starts' : 'stops'} on ${described(trigger)}, which is left out here: look at it again`,
        'warning',
      );
    }
  }
  const [unit, least] = lengthOf(before.within) ?? [];
  const [own, length] = lengthOf(clock.within) ?? [];
  if (
    before.standing !== 'configured' &&
    unit === own &&
    least !== undefined &&
    length !== undefined &&
    length > least
  ) {
    report(
      at('within'),
      `${pack} 的 ${name} 有依据，为 ${least}（${unit}），这里放宽到 ${length}：下级规定不能放宽法定期限，请核对依据。`,
      `${name} of ${pack} is ${least} ${unit} by its source, and here ${length}: look at the clause that lets it be longer`,
      'warning',
    );
  }
}

/** Whether whatever fits the second trigger fits the first too. */
function covers(wide: EventTrigger, narrow: EventTrigger): boolean {
  return (
    wide.event === narrow.event && Object.entries(wide.when).every(([field, value]) => narrow.when[field] === value)
  );
}

function described({ event, when }: EventTrigger): string {
  const fields = Object.entries(when).map(([field, value]) => `${field}=${value}`);
  return fields.length > 0 ? `${event}[${fields.join(', ')}]` : event;
}

/** A clock that waits takes the place of none that runs above it or in another version: a duty would end unseen. */
export function checkWaiting(parsed: readonly ReadPack[]): void {
  const files = parsed.map(({ file }) => file);
  for (const { file, report } of parsed) {
    const related = new Set(lineageOf(file.pack, files));
    for (const [name, clock] of Object.entries(file.clocks)) {
      if (!clock.awaits) continue;
      const running = files.find(({ pack, clocks }) => related.has(pack) && clocks[name] && !clocks[name].awaits);
      if (!running) continue;
      const version = `${running.pack}@${running.effective}`;
      report(
        ['clocks', name, 'awaits'],
        `${name} 在 ${version} 中已在计时，这里不能写 awaits。`,
        `${name} runs in ${version} and cannot wait here`,
      );
    }
  }
}

function lineageOf(pack: string, files: readonly PackFile[]): readonly string[] {
  const line: string[] = [];
  for (let next: string | undefined = pack; next !== undefined && !line.includes(next); ) {
    const own: string = next;
    line.push(own);
    next = files.find((file) => file.pack === own && file.extends !== undefined)?.extends;
  }
  return line;
}
