import type { Instant } from '#calendar';
import { areTwoChildren, type RecordedEvent } from '#case';
import type { EventStore, Position, StoredEvent, Subscription } from '#event-store';
import { caseOfStream, recordedEvent } from '../case.log.ts';
import { derivedId } from '../derived.id.ts';
import type { Host } from '../host.ts';
import type { Submit } from '../submit/submit.ts';
import { ledgerTags } from '../views/shown.kind.ts';
import type { Shown } from '../views/shown.ts';
import type { ViewStore } from '../views/view.store.ts';
import { duplicates } from './duplicates.process.ts';
import { entersLedger } from './ledger.process.ts';
import { merges } from './merge.process.ts';
import type { Process, ProcessContext } from './process.ts';

export interface ProcessRunnerParts {
  readonly store: EventStore;
  readonly views: Pick<ViewStore, 'processed' | 'markProcessed' | 'tagged' | 'tagsOf'>;
  readonly shown: Pick<Shown, 'caughtUp'>;
  readonly submit: Pick<Submit, 'follow'>;
  readonly host: Host;
  readonly trouble: (error: Error) => void;
}

export interface ProcessRunner {
  /** How far all processes have come. */
  done(): Position | null;
  /** Resolves once the processes have come to a position. */
  caughtUp(position: Position): Promise<void>;
  close(): Promise<void>;
}

const NAME = 'processes';
const BATCH = 200;
const RETRY = 500;
const PATIENCE = 10_000;

/** Drives all processes along the log. An event is done when every command that follows on it has been answered. */
const ALL: readonly Process[] = [duplicates, merges, entersLedger];

export async function startProcesses(parts: ProcessRunnerParts): Promise<ProcessRunner> {
  const { store, views, host, trouble } = parts;
  let done = await views.processed(NAME);
  let closed = false;
  let subscription: Subscription | undefined;
  const waiting = new Set<{ position: Position; tell: () => void }>();

  const handle = async (batch: readonly StoredEvent[]) => {
    const events = batch.filter(({ position }) => store.compare(position, done) > 0); // what comes again is done
    for (const stored of events) await react(stored, parts);
    const last = events.at(-1)?.position;
    if (last === undefined) return;
    await views.markProcessed(NAME, last);
    done = last;
    for (const waiter of [...waiting]) {
      if (store.compare(waiter.position, done) > 0) continue;
      waiting.delete(waiter);
      waiter.tell();
    }
  };

  const follow = () => {
    if (closed) return;
    subscription = store.follow({ after: done, batch: BATCH, handle });
    subscription.closed.catch((error: Error) => {
      if (closed) return;
      trouble(error);
      host.after(RETRY, follow);
    });
  };
  follow();

  return {
    done: () => done,
    caughtUp: (position) =>
      done !== null && store.compare(position, done) <= 0
        ? Promise.resolve()
        : new Promise((tell) => waiting.add({ position, tell })),
    close: async () => {
      closed = true;
      await subscription?.close();
      for (const { tell } of waiting) tell();
    },
  };
}

async function react(stored: StoredEvent, { views, shown, submit }: ProcessRunnerParts): Promise<void> {
  const caseId = caseOfStream(stored.stream);
  const interested = ALL.filter(({ on }) => stored.type in on);
  if (caseId === undefined || interested.length === 0) return;
  const tagged = async (tags: readonly string[]) => {
    if (!(await shown.caughtUp(stored.position, PATIENCE))) throw new Error('the views lag too far behind');
    return views.tagged(tags);
  };
  const context: ProcessContext = {
    caseId,
    onLedger: async (tags, division) => (await tagged(ledgerTags(tags, division))).map((tag) => tag.caseId),
    tagged: async (tags) => {
      const found = await tagged(tags);
      const open = new Set(found.filter((tag) => tag.open).map((tag) => tag.caseId));
      if (!open.has(caseId) || open.size === 1) return [];
      const known = Map.groupBy(await views.tagsOf([...open]), (one) => one.caseId);
      const of = (id: string) => known.get(id)?.map(({ tag }) => tag);
      const another = (id: string) => [tags, of(caseId)].some((own) => areTwoChildren(own, of(id)));
      return [...open].filter((id) => id !== caseId && !another(id));
    },
  };
  for (const { name, on } of interested) {
    const reaction = on[stored.type as RecordedEvent['type']] as (
      event: RecordedEvent,
      context: ProcessContext,
    ) => Promise<readonly { caseId: string; command: never; input: object; occurredAt?: Instant }[]>;
    const follows = await reaction(recordedEvent(stored), context);
    for (const { caseId: to, command, input, occurredAt } of follows) {
      // one event may tell a case of several others: what is said belongs to the id
      const commandId = derivedId(stored.id, name, command, to, JSON.stringify(input));
      await submit.follow({ caseId: to, command, input, commandId, occurredAt });
    }
  }
}
