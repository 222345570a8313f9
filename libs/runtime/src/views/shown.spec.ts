import type { Instant } from '#calendar';
import { ownedHost } from '../host.ts';
import { sharedKey } from './reader.key.ts';
import { shownViews } from './shown.ts';

it('tells of a shared row those who look after its place, from the village up, each once, and nobody beside', () => {
  const host = ownedHost('2025-03-03T09:00:00.000+08:00' as Instant);
  const shown = shownViews({ compare: () => 0 }, host, null);
  const told: string[] = [];
  const readers = ['all:', 'all:44', 'all:4415', 'all:4413', 'PSB:4415'].map((reader) => `~${reader}`);
  for (const reader of [...readers, 'wccw-4415']) {
    shown.onChange('oversight', reader, (ids) => told.push(`${reader} ${ids.map(({ caseId }) => caseId).join('+')}`));
  }
  const changed = { desk: 'oversight', agency: sharedKey('all', '441502001'), caseId: 'a' };
  shown.announce([changed, changed, { ...changed, caseId: 'b' }, { ...changed, agency: 'wccw-4415', caseId: 'c' }]);
  expect(told.sort()).toEqual(['wccw-4415 c', '~all: a+b', '~all:4415 a+b', '~all:44 a+b'].sort());
});
