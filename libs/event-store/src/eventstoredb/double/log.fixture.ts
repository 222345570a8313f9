import type { Position } from '@eventstore/db-client';

/** An event on its way into the double's log. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface Recorded extends Proposed {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
}

export type Expected = bigint | 'any' | 'no-stream' | 'exists';

/** What EventStoreDB makes of an append. On `wrong` the revision is the stream's last, -1 without one. */
export interface Verdict {
  readonly outcome: 'written' | 'repeated' | 'wrong';
  readonly revision: number;
  readonly position?: Position;
}

/** Positions are byte offsets in 64 bits; these begin where a `number` tells only every 1,024th from the next. */
const FIRST_POSITION = 2n ** 62n;

/** The double's log. The server's own events stand among the others, as they do in a real one. */
export class DoubleLog {
  readonly all: Recorded[] = [];
  readonly #streams = new Map<string, Recorded[]>();
  readonly #listeners = new Set<() => void>();
  #end = FIRST_POSITION;

  constructor() {
    this.#write('$settings', [system('$settings')]);
  }

  of(stream: string): readonly Recorded[] {
    return this.#streams.get(stream) ?? [];
  }

  /** Calls `listener` after each append until the returned function is called. */
  grows(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  append(stream: string, expected: Expected, events: readonly Proposed[]): Verdict {
    const kept = this.of(stream);
    const refused = judge(kept, expected, events);
    if (refused) return refused;
    const revision = this.#write(stream, events);
    const position = this.of(stream)[revision]?.position;
    this.#write('$stats-127.0.0.1:2113', [system('$statsCollected')]);
    for (const listener of [...this.#listeners]) listener();
    return { outcome: 'written', revision, position };
  }

  /** Events of one append share the commit position and have each their own prepare position. */
  #write(stream: string, events: readonly Proposed[]): number {
    const kept = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, kept);
    const commit = this.#end + BigInt(events.length - 1);
    for (const event of events) {
      const recorded = { ...event, stream, revision: kept.length, position: { commit, prepare: this.#end } };
      kept.push(recorded);
      this.all.push(recorded);
      this.#end += 1n;
    }
    return kept.length - 1;
  }
}

/**
 * The server's rules of idempotency, which are not the port's: at an exact revision ids are compared there; with `any` the
 * first known id decides; of the one kind and the other, a half-known append is a wrong revision.
 */
function judge(kept: readonly Recorded[], expected: Expected, events: readonly Proposed[]): Verdict | undefined {
  const current = kept.length - 1;
  const wrong = { outcome: 'wrong', revision: current } as const;
  if (expected === 'exists') return current < 0 ? wrong : undefined;
  if (expected === 'any') {
    const known = events.map(({ id }) => kept.find((event) => event.id === id)?.revision);
    if (known[0] === undefined) return undefined;
    if (known.includes(undefined)) return wrong;
    return { outcome: 'repeated', revision: known.at(-1) ?? -1 };
  }
  const from = expected === 'no-stream' ? -1 : Number(expected);
  if (from === current) return undefined;
  if (from > current) return wrong;
  const same = events.every(({ id }, index) => kept[from + 1 + index]?.id === id);
  return same ? { outcome: 'repeated', revision: from + events.length } : wrong;
}

function system(type: string): Proposed {
  const empty = Buffer.from('{}');
  return { id: crypto.randomUUID(), type, contentType: 'application/json', data: empty, metadata: empty };
}
