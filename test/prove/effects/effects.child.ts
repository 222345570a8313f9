import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { desks } from '#desks';
import { postgresStore } from '#event-store';
import { postgresWebhooks, systemHost, targetRules, type WebhookStore } from '#runtime';
import { startWebhooks } from '../../../libs/runtime/src/webhooks/webhook.runner.ts';
import { directory } from '../sim/place.ts';

/** Bugs that a checker of effects must catch. */
export const PLANTS = ['new-key-each-try', 'acknowledged-before-sent', 'checkpoint-before-deliveries'] as const;
export type Plant = (typeof PLANTS)[number];

/** What a life of the sending process is told. */
export interface Life {
  readonly url: string;
  /** At how many of the dangerous places it gets by; then it is killed. 0: it lives until all is told. */
  readonly lives: number;
  readonly plant?: Plant;
}

/** Tells all that is in the log, as the process on duty does, and dies where it is told to: by SIGKILL, at once. */
export async function effectsChild(): Promise<void> {
  const { url, lives, plant } = JSON.parse(process.env.JIELI_PROVE_LIFE ?? '{}') as Life;
  const pool = new pg.Pool({ connectionString: url, max: 12 });
  const store = await postgresStore({ pool, listen: false });
  const trouble = (error: Error) => process.stderr.write(`${error.message}\n`);
  const kept = await postgresWebhooks({ pool, trouble, retries: 100_000, pause: 0 });
  let left = lives;
  const dangerous = () => {
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
  await startWebhooks({
    store,
    desks,
    directory,
    vault: { open: async (secret) => secret },
    host: systemHost(),
    webhooks: { store: mortal(kept, dangerous, plant), targets: targetRules(['127.0.0.1']) },
    trouble,
  });
  for (;;) {
    const head = await store.head();
    if (store.compare(await kept.checkpoint(), head) >= 0 && (await kept.waiting()) === 0) process.exit(0);
    await new Promise((again) => setTimeout(again, 20));
  }
}

/** The store of webhooks with the places at which the process may die, and with a planted bug if there is one. */
function mortal(kept: WebhookStore, dangerous: () => void, plant: Plant | undefined): WebhookStore {
  return {
    ...kept,
    record: async (deliveries, position) => {
      dangerous();
      if (plant === 'checkpoint-before-deliveries') {
        await kept.record([], position);
        dangerous();
      }
      await kept.record(deliveries, position);
      dangerous();
    },
    work: (handle) =>
      kept.work(async (delivery, last) => {
        const own = plant === 'new-key-each-try' ? { ...delivery, id: randomUUID() } : delivery;
        if (plant === 'acknowledged-before-sent') {
          setTimeout(() => handle(own, last).then(dangerous), 100);
          return;
        }
        await handle(own, last);
        dangerous(); // the receiver has it, and nobody here knows
      }),
  };
}
