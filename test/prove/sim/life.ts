import { instantAt } from '#calendar';
import type { Cancel, Host } from '#runtime';
import type { World } from './world.ts';

/** Never settles: what a process waits for after its end. */
const never = <T>() => new Promise<T>(() => undefined);

interface Request {
  readonly write: boolean;
  readonly land: () => void;
}

/**
 * One process from its start to its crash. All that it asks of store and views goes through `ask`, where faults strike; once it
 * is dead nothing of it is heard or written any more.
 */
export class Life {
  alive = true;
  /** Resolves when it has crashed. */
  readonly died: Promise<void>;
  private tellDeath: () => void = () => undefined;
  private readonly open = new Set<Request>();

  constructor(
    readonly world: World,
    readonly name: string,
    readonly skew: number,
  ) {
    this.died = new Promise((resolve) => {
      this.tellDeath = resolve;
    });
  }

  /** This process's own clock, ids and timers. */
  host(): Host {
    const { world } = this;
    return {
      now: () => instantAt(world.wall() + (world.skewed ? this.skew : 0)),
      newId: () => world.random.uuid(),
      after: (milliseconds, task): Cancel => world.scheduler.after(milliseconds, () => this.alive && task()),
    };
  }

  /** Ends at once. A write that is on its way may still arrive, at this moment or never. */
  crash(): void {
    if (!this.alive) return;
    this.alive = false;
    this.world.count('crash');
    this.world.trace(`${this.name} crashes`);
    for (const { write, land } of [...this.open]) if (write && this.world.random.chance(0.5)) land();
    this.tellDeath();
    this.world.onCrash(this);
  }

  /** A request to store or views and its answer: both take time, either may be lost, and the process may crash around it. */
  async ask<T>(work: () => Promise<T>, down: () => Error, write = false): Promise<T> {
    const { world } = this;
    if (!this.alive) return never();
    const answer = await this.travel(write, work);
    const { rates, random } = world;
    if (!this.alive) return never();
    if (write && random.chance(rates.crash)) return this.dies(answer, random.chance(0.5));
    if (random.chance(rates.error)) {
      world.count('error');
      if (random.chance(0.5)) await answer().catch(() => undefined);
      throw down();
    }
    try {
      return await answer();
    } finally {
      await world.scheduler.sleep(world.latency());
      if (!this.alive) await never();
    }
  }

  /** Settles when the request has arrived, with how to carry it out. A crash before that may carry it out too. */
  private travel<T>(write: boolean, work: () => Promise<T>): Promise<() => Promise<T>> {
    return new Promise((resolve) => {
      const request: Request = { write, land: () => void work().catch(() => undefined) };
      this.open.add(request);
      this.world.scheduler.after(this.world.latency(), () => {
        this.open.delete(request);
        if (this.alive) resolve(work);
      });
    });
  }

  private async dies<T>(answer: () => Promise<T>, done: boolean): Promise<T> {
    if (done) await answer().catch(() => undefined);
    this.crash();
    return never();
  }
}
