import { randomUUID } from 'node:crypto';
import { desks } from '#desks';
import { memoryStore } from '#event-store';
import { ownedHost, type Runtime, startRuntime } from '#runtime';
import { memoryDataKeys, newKeys, openVault } from '#vault';
import { caseStream } from '../../libs/runtime/src/case.log.ts';
import { memoryViews } from '../../libs/runtime/src/views/memory/memory.views.ts';
import { moment } from '../bench/history.ts';
import { calendar, directory, packs } from '../prove/sim/place.ts';

/** More than the runner gives at once, and than a page of those due. */
const CASES = 1_100;
const RAISED = moment('2025-03-03 10:00');
const TOO_LATE = moment('2025-03-05 00:00');

const store = memoryStore();
const troubles: string[] = [];
const host = ownedHost(RAISED);
let runtime: Runtime;

beforeAll(async () => {
  runtime = await startRuntime({
    store,
    views: memoryViews(desks),
    desks,
    packs,
    calendar,
    directory,
    host,
    vault: await openVault({ keys: newKeys(RAISED), dataKeys: memoryDataKeys() }),
    clocksByThemselves: false,
    trouble: (error) => troubles.push(error.name),
  });
});
afterAll(() => runtime.close());

/** Raises a flag on a child that nobody knows yet. */
async function flagged(nth: number): Promise<string> {
  const officer = directory.officers().find(({ agency }) => agency.id === 'rvc-441502001001');
  if (!officer) throw new Error('the place has no committee');
  const outcome = await runtime.submit({
    command: 'RaiseFlag',
    officer,
    idempotencyKey: `flag ${nth}`,
    input: {
      kind: 'GUARDIANSHIP_FAILURE',
      child: { name: `小${nth}`, birthDate: '2015-05-01' },
      place: { division: '441502001001' },
      facts: '晚间独自在家',
    },
  });
  if (!('caseId' in outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.caseId;
}

it('runs out every clock that is due, and one that cannot be does not keep those behind it', async () => {
  const caseIds: string[] = [];
  for (let nth = 0; nth < CASES; nth += 1) caseIds.push(await flagged(nth));
  await runtime.settled();
  const [spoiled = '', ...others] = caseIds;
  await store.append(caseStream(spoiled), 'any', [{ id: randomUUID(), type: 'NobodyKnows', data: {}, meta: {} }]);
  await runtime.settled();
  expect(troubles).toEqual(['CaseParked']);
  host.moveTo(TOO_LATE);
  await expect(runtime.settled()).rejects.toThrow('unknown event type NobodyKnows');
  const streams = await store.readMany(others.map(caseStream));
  expect(streams.filter((events) => events.some(({ type }) => type === 'ClockBreached'))).toHaveLength(others.length);
});
