import type { Envelope } from '../envelope.ts';
import type { StoredEvent } from '../port.ts';
import { toPosition } from '../position.ts';

/** An append as it was committed: where its first event stands in the log and in its stream. */
export interface Committed {
  readonly stream: string;
  readonly revision: number;
  readonly number: number;
  readonly events: readonly Envelope[];
}

interface Kept extends Envelope {
  readonly stream: string;
  readonly revision: number;
}

/** How much of the end of the log is remembered, at most. */
const MOST = 2_048;
const HEAVIEST = 4 * 1024 * 1024;

/**
 * The end of the log as far as this process wrote it, so that its own followers need not read back what they just saw go by.
 * It holds one run of positions without a gap; what another process writes in between begins a new one. It forgets all when
 * another process was heard to write, or the database was lost: then the log itself is asked.
 */
export class Recent {
  private run: Kept[] = [];
  private first = 1;
  private bytes = 0;

  /** Remembers what has been committed. */
  add({ stream, revision, number, events }: Committed): void {
    if (number !== this.first + this.run.length) {
      this.forget();
      this.first = number;
    }
    events.forEach((event, index) => {
      this.run.push({ ...event, stream, revision: revision + index });
      this.bytes += event.bytes;
    });
    if (this.run.length <= MOST && this.bytes <= HEAVIEST) return;
    const dropped = this.run.splice(0, Math.max(Math.ceil(this.run.length / 2), this.run.length - MOST));
    this.first += dropped.length;
    this.bytes -= dropped.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The events after a number, as far as they are remembered; undefined when what follows it is not. */
  after(number: number, limit: number): readonly StoredEvent[] | undefined {
    const from = number + 1 - this.first;
    if (from < 0 || from >= this.run.length) return undefined;
    return this.run.slice(from, from + limit).map((kept, index) => ({
      stream: kept.stream,
      revision: kept.revision,
      position: toPosition(number + 1 + index),
      id: kept.id,
      type: kept.type,
      data: JSON.parse(kept.data), // each reader gets its own
      meta: JSON.parse(kept.meta),
    }));
  }

  forget(): void {
    this.run = [];
    this.bytes = 0;
  }
}
