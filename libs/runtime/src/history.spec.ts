import { randomUUID } from 'node:crypto';
import { agencyDirectory, type NamedAgency } from '#access';
import { type Instant, parseInstant } from '#calendar';
import { memoryStore } from '#event-store';
import { agencies } from '../../case/src/directory.fixture.ts';
import { flagged } from '../../case/src/given.fixture.ts';
import { caseStream } from './case.log.ts';
import { historyOf } from './history.ts';
import { ownedHost } from './host.ts';
import { newEvent } from './stream.kind.ts';
import type { DeskSelectors } from './views/view.ts';

const CASE = '018f6d2e-7a01-7c3e-9d5a-000000000001';
const named = Object.values(agencies).map((agency) => ({ ...agency, name: { zh: agency.id, en: agency.id } }));
const committee = named.find(({ id }) => id === 'rvc') as NamedAgency;

const NOON = parseInstant('2025-03-03T12:00:00+08:00') as Instant;

it.each([
  ['2025-03-03T12:00:00.000+08:00', 1],
  ['2025-03-03T11:59:59.999+08:00', 0],
])('a case that an agency has until %s is seen by it at noon %d time', async (readOnlyUntil, times) => {
  const desk: DeskSelectors = {
    ...{ name: 'residents-committee', version: 1, agencies: ['RVC'], waiting: () => [] },
    view: ({ id, severity }) => ({ id, severity, readOnlyUntil }),
  };
  const store = memoryStore();
  const { events } = flagged(CASE);
  await store.append(
    caseStream(CASE),
    'no-stream',
    events.map((event) => newEvent(randomUUID(), event)),
  );
  const history = historyOf({
    ...{ store, desks: [desk], directory: agencyDirectory(named, []), shown: { position: () => null } },
    host: ownedHost(NOON),
  });
  const { now } = await history.seen(desk.name, committee, CASE, null);
  expect(now.filter(({ kind }) => kind === 'case')).toHaveLength(times);
});
