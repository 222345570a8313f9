import type { Folded } from './stream.kind.ts';

/** What a record weighs beside its events. */
const BARE = 4;

/**
 * What is kept of records by their ids, newest used last out. One weighs about as much as its record has events: each leaves an answer
 * behind, most a clock.
 */
export abstract class Weighed<T> {
  private readonly kept = new Map<string, T>();
  private weight = 0;

  /** @param heaviest how many events all records together may have. */
  constructor(private readonly heaviest: number) {}

  protected abstract recordOf(value: T): Folded;

  /** What is kept, without using it. */
  peek(id: string): T | undefined {
    return this.kept.get(id);
  }

  get(id: string): T | undefined {
    const value = this.kept.get(id);
    if (value !== undefined) this.put(value);
    return value;
  }

  put(value: T): void {
    const { id } = this.recordOf(value);
    this.drop(id);
    this.kept.set(id, value);
    this.weight += this.weightOf(value);
    for (const oldest of this.kept.keys()) {
      if (this.weight <= this.heaviest) break;
      this.drop(oldest);
    }
  }

  drop(id: string): void {
    const value = this.kept.get(id);
    if (value === undefined) return;
    this.kept.delete(id);
    this.weight -= this.weightOf(value);
  }

  private weightOf(value: T): number {
    return BARE + this.recordOf(value).revision + 1;
  }
}
