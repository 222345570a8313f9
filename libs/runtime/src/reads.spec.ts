import type { Officer } from '#access';
import { parseInstant } from '#calendar';
import { memoryStore } from '#event-store';
import { ownedHost } from './host.ts';
import { readNotes } from './reads.ts';

const NOW = parseInstant('2025-03-03T09:00:00.000+08:00');

const standingIn = (agency: string) => ({ id: 'officer', agency: { id: agency } }) as Officer;

it('a reading in another agency’s name is another reading, however soon it comes', async () => {
  const store = memoryStore();
  const note = readNotes(store, ownedHost(NOW as never));
  const reading = { desk: 'police', purpose: undefined, children: new Map([['child', new Set(['identity'])]]) };
  for (const agency of ['own', 'own', 'other', 'other']) await note({ officer: standingIn(agency), ...reading });
  const streams = ['reads-own', 'reads-other'];
  const noted = await Promise.all(streams.map(async (stream) => (await store.read(stream)).length));
  expect(noted).toEqual([1, 1]);
});
