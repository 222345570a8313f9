import type { Glass } from '#access';
import type { EventStore } from '#event-store';
import { derivedId } from './derived.id.ts';
import type { Cancel, Host } from './host.ts';

export interface RemindersParts {
  readonly store: Pick<EventStore, 'append' | 'read'>;
  /** What was read in an emergency; left out, nobody breaks any glass. */
  readonly glass?: Pick<Glass, 'overdue' | 'notedOverdue'>;
  readonly host: Pick<Host, 'now' | 'after'>;
  readonly trouble: (error: Error) => void;
}

/** Says when an emergency reading was not reviewed in time (逾期未复核). */
export interface Reminders {
  /** Notes all that are overdue now; resolves with how many there were. */
  sweep(): Promise<number>;
  close(): Promise<void>;
}

const EVERY = 60_000;

/**
 * While this process is on duty: an emergency reading that nobody reviewed within its 72 hours is noted in the agency's audit
 * stream, once. The event comes first, under an id derived from the reading that is looked for in the stream, and goes to its very end:
 * neither a crash before it is ticked off nor a second process notes it twice. What ran out while nobody was on duty is
 * noted afterwards.
 */
export function startReminders({ store, glass, host, trouble }: RemindersParts): Reminders {
  let closed = false;
  let cancel: Cancel = () => undefined;
  let running: Promise<unknown> = Promise.resolve();

  const sweep = async () => {
    const uses = closed || !glass ? [] : await glass.overdue(host.now());
    for (const { id, officer, agency, caseId, reviewBy } of uses) {
      const [stream, eventId, at] = [`audit-${agency}`, derivedId(id, 'overdue'), host.now()];
      const noted = await store.read(stream); // it holds at least that the glass was broken
      if (!noted.some((event) => event.id === eventId)) {
        const data = { officer, use: id, caseId, reviewBy };
        const event = { id: eventId, type: 'GlassReviewOverdue', data, meta: { at } };
        await store.append(stream, noted.at(-1)?.revision ?? 'no-stream', [event]);
      }
      await glass?.notedOverdue(id, at);
    }
    return uses.length;
  };

  const tick = () => {
    if (closed) return;
    running = sweep()
      .catch(trouble)
      .then(() => {
        if (!closed) cancel = host.after(EVERY, tick);
      });
  };
  tick();

  return {
    sweep,
    close: async () => {
      closed = true;
      cancel();
      await running;
    },
  };
}
