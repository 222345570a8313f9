import type { Outcome, Request } from '#runtime';
import { Composer } from './composing.ts';
import { isInjected } from './faults.ts';
import type { Node } from './node.ts';
import type { World } from './world.ts';

/** A command and what its officer was told in the end. */
export interface Answered {
  readonly request: Request;
  readonly outcome: Outcome;
}

export interface ClientOptions {
  readonly clients: number;
  readonly commands: number;
  /** What is sent at a later try; the same again, unless a bug is planted there. */
  readonly retry?: (request: Request, attempt: number) => Request;
}

const MOST_TRIES = 200;
/** How often a key is used for two cases at once. */
const REUSED = 0.05;
const LOST = 'the process is gone';
const IMPATIENT = 'the officer tries again';

/** Officers who give commands one after the other, each tried again under its key until it is answered. */
export async function clients(world: World, nodes: readonly Node[], options: ClientOptions): Promise<Answered[]> {
  const { random, scheduler } = world;
  const composer = new Composer(world);
  const answered: Answered[] = [];
  let left = options.commands;

  const once = async (request: Request, node: Node): Promise<Outcome> => {
    const { runtime, life } = node;
    if (!runtime || !life) throw new Error(LOST);
    const gone = life.died.then((): never => {
      throw new Error(LOST);
    });
    gone.catch(() => undefined);
    if (!random.chance(0.1)) return Promise.race([runtime.submit(request), gone]);
    const impatient = scheduler.sleep(random.next() * 3_000).then((): never => {
      throw new Error(IMPATIENT);
    });
    impatient.catch(() => undefined);
    return Promise.race([runtime.submit(request), gone, impatient]);
  };

  const insist = async (request: Request): Promise<void> => {
    let node = random.pick(nodes);
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      try {
        const outcome = await once(attempt === 0 ? request : (options.retry?.(request, attempt) ?? request), node);
        world.trace(`${request.command} ${request.idempotencyKey} is answered`);
        answered.push({ request, outcome });
        return;
      } catch (error) {
        const message = error instanceof Error ? error.message : '';
        const known = isInjected(error) || message === LOST || message === IMPATIENT;
        world.trace(`${request.command} ${request.idempotencyKey}: ${message}`);
        if (!known) world.surprises.push(`${request.command}: ${error instanceof Error ? error.stack : String(error)}`);
      }
      await scheduler.sleep(random.chance(0.3) ? random.next() * 15_000 : 20 + random.next() * 1_000);
      node = random.pick(nodes); // the one before may still be at it
    }
    world.surprises.push(`${request.command} is never answered`);
  };

  /** The same under the same key on another case, as no client should; whoever serves it does one of the two at most. */
  const elsewhere = (request: Request): Request | undefined => {
    const others = [...world.truth.keys()].filter((id) => id !== request.caseId);
    return request.caseId === undefined || others.length === 0
      ? undefined
      : { ...request, caseId: random.pick(others) };
  };

  const officer = async () => {
    while (left > 0) {
      left -= 1;
      await scheduler.sleep(random.next() * 400);
      if (random.chance(0.12)) world.jump(random.next() * 12);
      const request = composer.next();
      const mistaken = random.chance(REUSED) ? elsewhere(request) : undefined;
      await Promise.all([insist(request), mistaken && insist(mistaken)]);
    }
  };
  await Promise.all(Array.from({ length: options.clients }, officer));
  return answered;
}
