import type { Row } from '../harness.ts';

/** Audit verification against SHA-256 of the same bytes: takes its place here when there is an audit log to verify. */
export const verify: Row = {
  name: 'verify',
  figures: ['verify'],
  run: async () => [
    {
      name: 'verify',
      unit: 'events/s',
      ours: null,
      theirs: null,
      ratio: null,
      goal: '≥ 0.5×',
      holds: null,
      note: 'not built yet',
    },
  ],
};
