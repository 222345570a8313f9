import type { EventStore, Position } from '#event-store';
import { checkpoint, type NotaryParts, record, type Signer, TreeMoved } from '#transparency';
import type { Cancel, Host } from './host.ts';

/** What the notary writes into, and whose name it signs in. */
export type Notarising = NotaryParts & { readonly signer: Signer };

export interface NotaryRunnerParts {
  readonly log: Pick<EventStore, 'readAll'>;
  readonly notarising: Notarising;
  readonly host: Pick<Host, 'after'>;
  readonly trouble: (error: Error) => void;
}

/** Brings events into the tree and signs checkpoints, while this process is on duty (存证). */
export interface Notary {
  close(): Promise<void>;
}

const PAGE = 1_000;
/** Milliseconds between two looks at the log. */
const LOOK = 1_000;
/** At least as often there is a checkpoint, where there is something new. */
const EVERY = { milliseconds: 60_000, events: 10_000 };

/** The newest minute of the log is not protected yet: it is in no checkpoint. */
export function startNotary({ log, notarising, host, trouble }: NotaryRunnerParts): Notary {
  let closed = false;
  let since = 0;
  let cancel: Cancel | undefined;
  let running: Promise<void> = Promise.resolve();

  const look = async () => {
    const { size, noted } = await recordNew(log, notarising, () => closed);
    since += LOOK;
    if (size - noted < EVERY.events && since < EVERY.milliseconds) return;
    since = 0;
    await checkpoint(notarising, notarising.signer);
  };
  const wait = () => {
    if (closed) return;
    cancel = host.after(LOOK, () => {
      running = look().catch(trouble).then(wait);
    });
  };
  wait();

  return {
    close: async () => {
      closed = true;
      cancel?.();
      await running;
    },
  };
}

/** Brings everything into the tree that the log holds now, and signs a checkpoint over it; null for an empty log. */
export async function notarise(log: Pick<EventStore, 'readAll'>, notarising: Notarising): Promise<string | null> {
  await recordNew(log, notarising, () => false);
  return checkpoint(notarising, notarising.signer);
}

async function recordNew(log: Pick<EventStore, 'readAll'>, notarising: Notarising, stop: () => boolean) {
  for (;;) {
    const grown = await notarising.store.grown();
    if (stop()) return grown;
    const events = await log.readAll({ after: grown.position as Position | null, limit: PAGE });
    if (events.length === 0) return grown;
    try {
      await record(notarising, events);
    } catch (error) {
      if (!(error instanceof TreeMoved)) throw error; // the process that was on duty before finished its page
    }
  }
}
