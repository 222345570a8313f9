import { randomUUID } from 'node:crypto';
import { instantAt } from '#calendar';
import { systemCommands } from '#case';
import type { EventStore, NewEvent } from '#event-store';
import { StoreError } from '#event-store';
import { derivedId, type ViewStore } from '#runtime';
import { CaseCache, caseOfStream } from '../../../libs/runtime/src/case.log.ts';
import type { ViewCommit } from '../../../libs/runtime/src/views/view.store.ts';
import type { Planted } from '../sim/simulate.ts';

/** A bug as somebody might write it, planted at a seam of the real code. */
export interface Mutant {
  readonly name: string;
  readonly what: string;
  readonly planted: Planted;
}

type Append = EventStore['append'];
type Meta = Readonly<Record<string, unknown>> & { readonly commandId?: string };

const HOUR = 3_600_000;

const appending = (change: (append: Append) => Append): Planted => ({
  store: (store) => ({ ...store, append: change(store.append) }),
});
const committing = (change: (commit: ViewStore['commit']) => ViewStore['commit']): Planted => ({
  views: (views) => ({ ...views, commit: change(views.commit) }),
});
const withMeta = (event: NewEvent, meta: object): NewEvent => ({
  ...event,
  meta: { ...(event.meta as Meta), ...meta },
});
const nothing = { upserts: [], deletes: [], timeline: [], clocksRunning: [], clocksEnded: [], tags: [], parked: [] };
const onlyMoves = ({ from, to }: ViewCommit): ViewCommit => ({ from, to, ...nothing });
const nowhere = { revision: 0, position: '1' as never, repeated: false };

export const mutants: readonly Mutant[] = [
  {
    name: 'ack-before-append',
    what: 'the answer is given while the append is still on its way',
    planted: appending((append) => async (stream, expected, events, claim) => {
      append(stream, expected, events, claim).catch(() => undefined);
      const before = expected === 'no-stream' || expected === 'any' ? -1 : expected;
      return { ...nowhere, revision: before + events.length };
    }),
  },
  {
    name: 'no-version-check',
    what: 'events are appended wherever the stream stands',
    planted: appending((append) => (stream, _, events, claim) => append(stream, 'any', events, claim)),
  },
  {
    name: 'append-again-under-new-ids',
    what: 'an append whose answer was lost is sent again as other events',
    planted: appending((append) => async (stream, expected, events, claim) => {
      try {
        return await append(stream, expected, events, claim);
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== 'unavailable') throw error;
        return append(
          stream,
          'any',
          events.map((event) => ({ ...event, id: randomUUID() })),
          claim,
        );
      }
    }),
  },
  {
    name: 'keys-not-claimed',
    what: 'an append does not claim its idempotency key, so that two processes may do one command on two cases',
    planted: appending((append) => (stream, expected, events) => append(stream, expected, events)),
  },
  {
    name: 'claims-not-looked-at',
    what: 'an append that is refused for its claim is made again without it',
    planted: appending((append) => async (stream, expected, events, claim) => {
      try {
        return await append(stream, expected, events, claim);
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== 'claimed') throw error;
        return append(stream, expected, events);
      }
    }),
  },
  {
    name: 'retry-under-a-new-key',
    what: 'whoever tries again forgets the idempotency key',
    planted: { retry: (request, attempt) => ({ ...request, idempotencyKey: `${request.idempotencyKey}-${attempt}` }) },
  },
  {
    name: 'answers-forgotten',
    what: 'a case read from its stream does not know which commands it has answered',
    planted: {
      store: (store) => ({
        ...store,
        read: async (stream, from) =>
          (await store.read(stream, from)).map((event) => ({
            ...event,
            meta: { ...(event.meta as Meta), commandId: `forgotten-${event.revision}` },
          })),
      }),
    },
  },
  {
    name: 'conflict-keeps-the-cache',
    what: 'after a conflict the same old fold is decided upon again',
    planted: {
      patch: () => {
        const { drop } = CaseCache.prototype;
        CaseCache.prototype.drop = () => undefined;
        return () => {
          CaseCache.prototype.drop = drop;
        };
      },
    },
  },
  {
    name: 'tail-lost-in-a-crash',
    what: 'the newest events were acknowledged before they were on disk',
    planted: { world: (world) => world.whenCrashed(() => void world.loseTail(2)) },
  },
  {
    name: 'time-goes-back',
    what: 'the time of an event is what the clock says, whatever the event before it said',
    planted: {
      store: (store, life) => ({
        ...store,
        append: (stream, expected, events, claim) =>
          store.append(
            stream,
            expected,
            events.map((event) => withMeta(event, { at: life.host().now() })),
            claim,
          ),
      }),
    },
  },
  {
    name: 'refusals-not-kept',
    what: 'the audit stream is not written',
    planted: appending((append) => async (stream, expected, events, claim) => {
      return stream.startsWith('audit-') ? nowhere : append(stream, expected, events, claim);
    }),
  },
  {
    name: 'no-fence',
    what: 'a commit of views goes through wherever the checkpoint stands, and passes over what is there already',
    planted: {
      world: (world) => {
        const commit = world.commit.bind(world);
        world.commit = async (wanted) => {
          const there = new Set(world.views.lines());
          await commit({
            ...wanted,
            from: await world.views.checkpoint(),
            timeline: wanted.timeline.filter((line) => !there.has(`timeline ${JSON.stringify(line)}`)),
            clocksRunning: wanted.clocksRunning.filter((clock) => !there.has(`clock ${JSON.stringify(clock)}`)),
          });
        };
      },
    },
  },
  {
    name: 'checkpoint-before-rows',
    what: 'the checkpoint moves in one transaction, the rows follow in the next',
    planted: committing((commit) => async (wanted) => {
      await commit(onlyMoves(wanted));
      await commit({ ...wanted, from: wanted.to });
    }),
  },
  {
    name: 'batch-skipped-after-an-error',
    what: 'a batch that could not be written is passed over',
    planted: committing((commit) => (wanted) => commit(wanted).catch(() => commit(onlyMoves(wanted)))),
  },
  {
    name: 'rows-left-behind',
    what: 'rows that an agency may no longer see are not deleted',
    planted: committing((commit) => (wanted) => commit({ ...wanted, deletes: [] })),
  },
  {
    name: 'clocks-left-running',
    what: 'a stopped clock stays in the list of the clock runner',
    planted: committing((commit) => (wanted) => commit({ ...wanted, clocksEnded: [] })),
  },
  {
    name: 'past-lost-in-an-outage',
    what: 'a case is shown without its past when the log could not be read at that moment',
    planted: {
      store: (store) => ({
        ...store,
        readMany: (streams) => store.readMany(streams).catch(() => streams.map(() => [])),
      }),
    },
  },
  {
    name: 'breach-an-hour-early',
    what: 'clocks run out an hour before they are due',
    planted: {
      views: (views) => ({
        ...views,
        dueBefore: (moment, limit, after) => views.dueBefore(instantAt(Date.parse(moment) + HOUR), limit, after),
      }),
      patch: () => {
        const { RunOutClock } = systemCommands;
        const early: typeof RunOutClock = {
          ...RunOutClock,
          decide: (input, record, context) =>
            RunOutClock.decide(input, record, { ...context, at: instantAt(Date.parse(context.at) + HOUR) }),
        };
        Object.assign(systemCommands, { RunOutClock: early });
        return () => Object.assign(systemCommands, { RunOutClock });
      },
    },
  },
  {
    name: 'processes-mark-first',
    what: 'an event counts as done before what follows on it has been given',
    planted: {
      store: (store, life) => ({
        ...store,
        follow: (options) =>
          store.follow({
            ...options,
            handle: async (events) => {
              const last = events.at(-1)?.position;
              if (options.batch === PROCESS_BATCH && last) await life.world.mark('processes', last);
              await options.handle(events);
            },
          }),
      }),
    },
  },
  {
    name: 'process-ids-made-up',
    what: 'commands of processes carry new ids each time',
    planted: appending((append) => (stream, expected, events, claim) => {
      const commandId = randomUUID();
      const made = (event: NewEvent, n: number) =>
        withMeta({ ...event, id: derivedId(caseOfStream(stream) ?? '', commandId, 'event', String(n)) }, { commandId });
      const follows = events.some(({ type }) => FOLLOWED.has(type));
      return append(stream, expected, follows ? events.map(made) : events, claim);
    }),
  },
];

/** The processes read the log in batches of this size, the projector in larger ones: that tells them apart at the port. */
const PROCESS_BATCH = 200;
const FOLLOWED = new Set(['PossibleDuplicate', 'MergedInto', 'MergeUndone']);
