import { desks } from '#desks';
import { type EventStore, memoryStore } from '#event-store';
import { type Host, ownedHost, type Request, type Runtime, startRuntime } from '#runtime';
import { memoryDataKeys, newKeys, openVault } from '#vault';
import { caseStream } from '../../libs/runtime/src/case.log.ts';
import type { Duty } from '../../libs/runtime/src/duty.ts';
import { memoryViews } from '../../libs/runtime/src/views/memory/memory.views.ts';
import { moment } from '../bench/history.ts';
import { calendar, directory, packs } from '../prove/sim/place.ts';

const host = ownedHost(moment('2025-03-03 10:00'));
const keys = newKeys(host.now());
const dataKeys = memoryDataKeys();
const running: Runtime[] = [];
afterAll(() => Promise.all(running.map((runtime) => runtime.close())));

/** A process on the log; one that is never on duty keeps no views, and so knows no case before it is asked about it. */
async function process(store: EventStore, duty?: Duty, clock: Host = host): Promise<Runtime> {
  const runtime = await startRuntime({
    ...{ store, duty, desks, packs, calendar, directory, host: clock },
    views: memoryViews(desks),
    vault: await openVault({ keys, dataKeys }),
    clocksByThemselves: false,
    trouble: (error) => {
      throw error;
    },
  });
  running.push(runtime);
  return runtime;
}

const NEVER: Duty = { take: async () => null, watch: async () => async () => undefined };

function officerOf(agency: string) {
  const officer = directory.officers().find((one) => one.agency.id === agency);
  if (!officer) throw new Error(`nobody works at ${agency}`);
  return officer;
}

const committee = officerOf('rvc-441502001001');
const affairs = officerOf('ca-441502');

async function flagged(by: Runtime, key: string): Promise<string> {
  const outcome = await by.submit({
    command: 'RaiseFlag',
    officer: committee,
    idempotencyKey: key,
    input: {
      ...{ kind: 'HARDSHIP', child: { name: '王小雨' }, place: { division: '441502001001' } },
      facts: '晚间独自在家',
    },
  });
  if (!('caseId' in outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.caseId;
}

const merging = (caseId: string, sourceCaseId: string): Request => ({
  ...{ command: 'MergeFlags', officer: affairs, idempotencyKey: `${sourceCaseId} into ${caseId}`, caseId },
  input: { sourceCaseId },
});

it('a command that another process does meanwhile, all of it, is answered as done and not refused for what it did', async () => {
  const log = memoryStore();
  const first = await process(log);
  const [caseId, sourceCaseId] = [await flagged(first, 'one'), await flagged(first, 'two')];
  await first.settled();
  const merge = merging(caseId, sourceCaseId);
  let read = 0;
  const slow: EventStore = Object.assign(Object.create(log) as EventStore, {
    read: async (...[stream, from]: Parameters<EventStore['read']>) => {
      const events = await log.read(stream, from);
      if (stream === caseStream(caseId)) {
        read += 1;
        if (read === 1) {
          expect(await first.submit(merge)).toMatchObject({ events: ['FlagsMerged'], repeated: false });
          await first.settled();
        }
      }
      return events;
    },
  });
  const second = await process(slow, NEVER);
  expect(await second.submit(merge)).toMatchObject({ caseId, events: ['FlagsMerged'], repeated: true });
});

it('a process whose clock is behind takes what has happened by the time that others have written down, and nothing later', async () => {
  const store = memoryStore();
  const [right, behind] = [await process(store), await process(store, NEVER, ownedHost(moment('2025-03-03 09:00')))];
  await flagged(right, 'by the right clock');
  const given = (key: string, occurredAt: string): Request => ({
    ...{ command: 'RaiseFlag', officer: committee, idempotencyKey: key, occurredAt: moment(occurredAt) },
    input: {
      ...{ kind: 'HARDSHIP', child: { name: '李小满' }, place: { division: '441502001001' } },
      facts: '晚间独自在家',
    },
  });
  expect(await behind.submit(given('a minute ago', '2025-03-03 09:59'))).toHaveProperty('caseId');
  expect(await behind.submit(given('in half an hour', '2025-03-03 10:30'))).toMatchObject({
    refused: 'OCCURRED_IN_FUTURE',
  });
});

it('three cases that were merged in a circle before any of them ended leave one open', async () => {
  const log = memoryStore();
  const idle = await process(log, NEVER);
  const [a, b, c] = [await flagged(idle, 'a'), await flagged(idle, 'b'), await flagged(idle, 'c')];
  for (const [target, source] of [
    [a, c],
    [b, a],
    [c, b],
  ] as const) {
    expect(await idle.submit(merging(target, source))).toMatchObject({ events: ['FlagsMerged'] });
  }
  const onDuty = await process(log);
  await onDuty.settled();
  const streams = await log.readMany([a, b, c].map(caseStream));
  const ended = streams.map((events) => events.some(({ type }) => type === 'MergedInto'));
  expect(ended.filter((one) => !one)).toHaveLength(1);
});
