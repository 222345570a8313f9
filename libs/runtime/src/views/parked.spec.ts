import { randomUUID } from 'node:crypto';
import { agencyDirectory } from '#access';
import { memoryStore, type StoredEvent } from '#event-store';
import { agencies } from '../../../case/src/directory.fixture.ts';
import { flagged } from '../../../case/src/given.fixture.ts';
import { caseStream } from '../case.log.ts';
import { newEvent } from '../stream.kind.ts';
import { project, ShownCases } from './projection.ts';
import type { DeskSelectors } from './view.ts';

const [ONE, OTHER] = ['018f6d2e-7a01-7c3e-9d5a-000000000001', '018f6d2e-7a01-7c3e-9d5a-000000000002'];
const named = Object.values(agencies).map((agency) => ({ ...agency, name: { zh: agency.id, en: agency.id } }));
const desk: DeskSelectors = { name: 'committee', version: 1, agencies: ['RVC'], view: ({ id }) => ({ id }) };

it('a case that is parked is not shown by what comes later, until an operator has it shown whole', async () => {
  const store = memoryStore();
  for (const id of [ONE, OTHER]) {
    const { events } = flagged(id).does('2025-03-03 10:00', 'rvc', 'TriageFlag', { severity: 'NOT_SERIOUS' });
    for (const event of events) await store.append(caseStream(id), 'any', [newEvent(randomUUID(), event)]);
  }
  const events: readonly StoredEvent[] = await store.readAll({ after: null, limit: 100 });
  const later = events.filter(({ revision }) => revision > 0);
  const parts = { store, desks: [desk], directory: agencyDirectory(named, []) };
  const shown = async (parked: readonly string[]) => {
    const { commit, folded } = await project(later, null, new ShownCases(10), new Set(parked.map(caseStream)), parts);
    const once = { record: { revision: 1, flags: [{ status: 'triaged' }] } }; // its past read anew, and no event twice
    expect(folded).toMatchObject(Array.from({ length: 2 - parked.length }, () => once));
    return [...new Set([...commit.upserts, ...commit.tags, ...commit.clocksRunning].map((row) => row.caseId))].sort();
  };
  expect(await shown([])).toEqual([ONE, OTHER]);
  expect(await shown([ONE])).toEqual([OTHER]);
});
