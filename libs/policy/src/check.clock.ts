import type { Path, Report, Vocabulary } from './check.ts';
import { awaitedHolders, awaitedScopes, type ClockEntry, type PackFile } from './pack.schema.ts';

/** What must hold of a clock whatever events there are (时限形式校验). */
export function checkClockForm(name: string, clock: ClockEntry, report: Report): void {
  const at = (...path: Path): Path => ['clocks', name, ...path];
  if (clock.countsFrom === 'receipt' && clock.scope !== 'report') {
    report(at('countsFrom'), 'only what is counted for a report counts from its receipt');
  }
  for (const { path, within } of spansOf(clock)) {
    if ('most' in within && within.asWritten === undefined) report(at(...path, 'most'), 'most stands beside asWritten');
    if ('each' in within && !clock.starts.some(({ event }) => clock.stops.some((stop) => stop.event === event))) {
      report(at(...path, 'each'), 'a cadence needs an event that both stops it and starts it again');
    }
  }
  if ((clock.pauses === undefined) !== (clock.resumes === undefined)) {
    report(at(), 'a clock that pauses says what resumes it, and the other way round');
  }
  if (clock.pauses && clock.extensions?.some((extension) => 'to' in extension)) {
    report(at('extensions'), 'a clock that pauses is extended by so much, not to so much from its beginning');
  }
  if (clock.kind !== 'duty' && clock.ladder !== undefined) report(at('ladder'), 'only a duty that ran out is urged');
  if (clock.awaits) return;
  if (clock.starts.length === 0) report(at('starts'), 'a clock needs an event that starts it, or says what it awaits');
  if (clock.startsOn !== undefined && !('on' in clock.within)) {
    report(at('startsOn'), 'only what runs to a day of the year counts from one');
  }
  for (const [field, later] of [['scope', awaitedScopes] as const, ['holder', awaitedHolders] as const]) {
    if ((later as readonly string[]).includes(clock[field])) {
      report(at(field), `${field} ${clock[field]} is of a track that does not exist yet: say what the clock awaits`);
    }
  }
}

/** What must hold of a clock by the events that there are, and their fields. */
export function checkClock(name: string, clock: ClockEntry, { events, fields }: Vocabulary, report: Report): void {
  const at = (...path: Path): Path => ['clocks', name, ...path];
  const looksAt = (path: Path, event: string, field: string) => {
    if (events.has(event) && !fields.get(event)?.has(field)) {
      report(path, `event ${event} has no field "${field}" that a clock may look at`);
    }
  };
  const edges = ['starts', 'stops', 'pauses', 'resumes'] as const;
  const named = edges.flatMap((edge) => clock[edge] ?? []);
  if (clock.awaits && named.every(({ event }) => events.has(event))) {
    report(at('awaits'), 'awaits nothing: every event that it names exists');
  }
  for (const edge of edges) {
    clock[edge]?.forEach(({ event, when }, n) => {
      if (!clock.awaits && !events.has(event)) report(at(edge, n), `unknown event "${event}"`);
      for (const field of Object.keys(when)) looksAt(at(edge, n), event, field);
    });
  }
  for (const { path, within } of spansOf(clock)) {
    for (const key of ['asWritten', 'untilWritten'] as const) {
      const written = (within as Readonly<Record<string, unknown>>)[key];
      if (typeof written !== 'string') continue;
      for (const { event } of clock.starts) looksAt(at(...path, key), event, written);
    }
  }
  clock.variants?.forEach(({ when }, n) => {
    for (const { event } of clock.starts) {
      for (const field of Object.keys(when)) looksAt(at('variants', n, 'when', field), event, field);
    }
  });
}

/** A clock that waits takes the place of none that runs above it or in another version: a duty would end unseen. */
export function checkWaiting(parsed: readonly { readonly file: PackFile; readonly report: Report }[]): void {
  const files = parsed.map(({ file }) => file);
  for (const { file, report } of parsed) {
    const related = new Set(lineageOf(file.pack, files));
    for (const [name, clock] of Object.entries(file.clocks)) {
      if (!clock.awaits) continue;
      const running = files.find(({ pack, clocks }) => related.has(pack) && clocks[name] && !clocks[name].awaits);
      if (running)
        report(['clocks', name, 'awaits'], `${name} runs in ${running.pack}@${running.effective} and cannot wait here`);
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

function spansOf({ within, variants = [] }: ClockEntry): readonly { path: Path; within: ClockEntry['within'] }[] {
  return [{ path: ['within'], within }, ...variants.map((one, n) => ({ path: ['variants', n, 'within'], ...one }))];
}
