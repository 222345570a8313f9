import { desks } from '#desks';
import type { EventStore } from '#event-store';
import { type Duty, type Host, type Lease, type Runtime, startRuntime, type ViewStore } from '#runtime';
import { type DataKeyStore, newKeys, openVault } from '#vault';
import { isInjected, storeDown, viewsDown } from './faults.ts';
import { Life } from './life.ts';
import { nodeStore } from './node.store.ts';
import { nodeViews } from './node.views.ts';
import { calendar, directory, packs } from './place.ts';
import type { World } from './world.ts';

/** What may be wrong with a process: a planted bug puts itself in place of what the runtime is given. */
export interface Wrapping {
  readonly store?: (store: EventStore, life: Life) => EventStore;
  readonly views?: (views: ViewStore, life: Life) => ViewStore;
  readonly host?: (host: Host) => Host;
}

const MASTER = newKeys('2025-03-03', 'intl', (bytes: number) => Buffer.alloc(bytes, 7));
const HOUR = 3_600_000;
/** What the runtime says of its own accord when another process projects too: it goes on by itself. */
const EXPECTED_TROUBLE = ['the views have moved on', 'it stands in the views already', 'the views lag too far behind'];

/** Who is on duty, as a session lock in the database would say it. */
export class DutyLock {
  holder: Life | undefined;

  constructor(private readonly world: World) {
    world.whenCrashed((life) => world.scheduler.after(world.random.next() * 2_000, () => this.free(life)));
  }

  duty(life: Life): Duty {
    const { world } = this;
    return {
      take: async () => {
        const got = await life
          .ask(async () => this.taken(life), viewsDown)
          .catch((error: unknown) => {
            this.free(life); // the lock ends with the connection
            throw error;
          });
        return got ? this.lease(life) : null;
      },
      watch: async (tell) => {
        world.onShown(({ to, upserts, deletes }) => {
          world.scheduler.after(world.latency(), () => life.alive && tell(to, [...upserts, ...deletes]));
        });
        return async () => undefined;
      },
    };
  }

  private taken(life: Life): boolean {
    if (this.holder) return false;
    this.holder = life;
    this.world.trace(`${life.name} is on duty`);
    return true;
  }

  /** The connection that holds the lock breaks now and then; the process learns of it a little later. */
  private lease(life: Life): Lease {
    const { world } = this;
    const lost = new Promise<void>((resolve) => {
      const look = () => {
        if (!life.alive || this.holder !== life) return;
        if (world.random.chance(world.rates.crash)) {
          world.count('lease');
          world.trace(`${life.name} loses its lease`);
          this.free(life);
          world.scheduler.after(world.latency(), resolve);
        } else world.scheduler.after(500, look);
      };
      world.scheduler.after(500, look);
    });
    return { lost, release: async () => this.free(life) };
  }

  private free(life: Life): void {
    if (this.holder === life) this.holder = undefined;
  }
}

/** A machine on which the program is started again whenever it has crashed. */
export class Node {
  life: Life | undefined;
  runtime: Runtime | undefined;

  constructor(
    private readonly world: World,
    private readonly lock: DutyLock,
    readonly name: string,
    private readonly wrapping: Wrapping,
  ) {
    world.whenCrashed((life) => {
      if (life !== this.life) return;
      this.runtime = undefined;
      world.scheduler.after(20 + world.random.next() * 3_000, () => this.start());
    });
    this.start();
  }

  private start(): void {
    const { world } = this;
    const skewed = world.random.chance(0.4) && world.rates.crash > 0;
    if (skewed) world.count('skew');
    const life = new Life(world, this.name, skewed ? Math.round((world.random.next() - 0.5) * 6 * HOUR) : 0);
    this.life = life;
    world.trace(`${this.name} starts, its clock wrong by ${life.skew} ms`);
    this.begin(life).catch((error: unknown) => {
      if (!isInjected(error)) world.surprises.push(`${this.name} does not start: ${String(error)}`);
      life.crash();
    });
  }

  private async begin(life: Life): Promise<void> {
    const { world, wrapping } = this;
    const store = nodeStore(life);
    const views = nodeViews(life);
    const host = life.host();
    const vault = await openVault({ keys: MASTER, dataKeys: nodeKeys(life), random: world.random.bytes });
    const runtime = await startRuntime({
      store: wrapping.store?.(store, life) ?? store,
      views: wrapping.views?.(views, life) ?? views,
      host: wrapping.host?.(host) ?? host,
      vault,
      packs,
      calendar,
      directory,
      desks,
      clocksByThemselves: true,
      duty: this.lock.duty(life),
      trouble: (error) => this.heard(error),
    });
    if (life.alive) this.runtime = runtime;
  }

  private heard(error: Error): void {
    this.world.trace(`${this.name} says ${error.message}`);
    if (isInjected(error) || EXPECTED_TROUBLE.some((text) => error.message.startsWith(text))) return;
    this.world.surprises.push(`${this.name} is in trouble: ${error.stack ?? error.message}`);
  }
}

function nodeKeys(life: Life): DataKeyStore {
  const { keys } = life.world;
  return {
    load: (names) => life.ask(() => keys.load(names), storeDown),
    add: (key) => life.ask(() => keys.add(key), storeDown, true),
    drop: (childId, category) => life.ask(() => keys.drop(childId, category), storeDown, true),
    advance: (epoch) => life.ask(() => keys.advance(epoch), storeDown, true),
    outside: (epoch, limit) => life.ask(() => keys.outside(epoch, limit), storeDown),
    rewrap: (rewrapped) => life.ask(() => keys.rewrap(rewrapped), storeDown, true),
    of: (childId) => life.ask(() => keys.of(childId), storeDown),
    onDrop: () => undefined,
    hears: () => true,
  };
}
