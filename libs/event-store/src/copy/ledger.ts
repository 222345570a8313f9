import { createHash } from 'node:crypto';
import type { EventStore, Position, StoredEvent } from '../port.ts';

/**
 * Why a log was not copied: the target holds another event than the source at `at` (counted from 0); it holds more than the
 * source; one of them changed while it was copied; or it holds claims that the source has not, or has for another stream.
 */
export type CopyRefusal = 'another' | 'longer' | 'changing' | 'claims';

const WHY: Readonly<Record<CopyRefusal, (at: number) => string>> = {
  another: (at) => `目标日志的第 ${at + 1} 个事件与来源不同。Event ${at + 1} of the target is not that of the source.`,
  longer: (at) => `目标日志多于来源的 ${at} 个事件。The target holds more than the ${at} events of the source.`,
  claims: (at) =>
    `目标日志的幂等键占用与来源不同（来源 ${at} 个）。The claims of the target are not the ${at} of the source.`,
  changing: (at) =>
    `复制期间日志有变动（第 ${at} 个事件之后），请停止全部服务进程后重试。A log changed meanwhile (after event ${at}): stop every process of the service and run again.`,
};

/** A log that cannot be copied to where it was to go; see {@link CopyRefusal}. The message is for a person. */
export class CopyError extends Error {
  override readonly name = 'CopyError';
  constructor(
    readonly refusal: CopyRefusal,
    readonly at: number,
  ) {
    super(WHY[refusal](at));
  }
}

/** Compares two logs event by event, and remembers how far they are the same. */
export class Ledger {
  /** The last positions up to which both are the same. */
  theirs: Position | null = null;
  ours: Position | null = null;
  events = 0;
  private streams = 0;
  private readonly hash = createHash('sha256');
  private readonly marks: Map<Position, Position | null>;

  constructor(
    private readonly from: Pick<EventStore, 'compare'>,
    marks: readonly Position[],
  ) {
    this.marks = new Map(marks.map((mark) => [mark, null]));
  }

  /** @throws CopyError when they are not the same event. */
  compare(original: StoredEvent | undefined, copy: StoredEvent): void {
    if (!original) throw new CopyError('longer', this.events);
    const text = contentOf(original);
    if (text !== contentOf(copy)) throw new CopyError('another', this.events);
    this.hash.update(text).update('\n');
    this.events += 1;
    if (copy.revision === 0) this.streams += 1;
    this.theirs = original.position;
    this.ours = copy.position;
    for (const mark of this.marks.keys()) {
      if (this.from.compare(original.position, mark) <= 0) this.marks.set(mark, copy.position);
    }
  }

  balance() {
    const { events, streams, marks } = this;
    return { events, streams, marks, hash: this.hash.digest('hex') };
  }
}

/** Everything of an event but its position, which is the engine's own. */
function contentOf({ stream, revision, id, type, data, meta }: StoredEvent): string {
  return JSON.stringify([stream, revision, id, type, data, meta]);
}
