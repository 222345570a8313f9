import { changesIn } from './clock.changes.ts';
import type { Sight } from './desk.client.ts';

const sight = (of: Partial<Sight>): Sight => ({ shown: null, inbox: [], steps: [], timeline: null, ...of });
const contact = {
  clock: 'ST_CONTACT_MONTH',
  kind: 'duty',
  from: '2025-11-28T09:00:00.000+08:00',
  due: '2025-11-30T23:59:59.999+08:00',
};
const next = { ...contact, from: '2025-12-01T00:00:00.000+08:00', due: '2025-12-31T23:59:59.999+08:00' };

describe('clocks of what is no case', () => {
  it('are told as they stand, whatever the order: the missed month, and the next that began with it', () => {
    const clocks = [
      { ...next, id: 'december', state: 'running' },
      { ...contact, id: 'november', state: 'overdue' },
    ];
    expect(changesIn(sight({ shown: { clocks } })).map(({ effect, id }) => `${effect} ${id}`)).toEqual([
      'start november',
      'breach november',
      'start december',
    ]);
  });

  it('stopped late when that was after they were due', () => {
    const stopped = (stoppedAt: string) =>
      changesIn(sight({ shown: { clocks: [{ ...contact, id: 'november', state: 'stopped', stoppedAt }] } })).at(-1);
    expect(stopped('2025-11-29T09:00:00.000+08:00')).toMatchObject({ effect: 'stop', late: false });
    expect(stopped('2025-12-02T09:00:00.000+08:00')).toMatchObject({ effect: 'stop', late: true });
  });
});

describe('clocks of a case', () => {
  it('are read off its timeline', () => {
    const told = { effect: 'start', id: 'triage', clock: 'TRIAGE' };
    const timeline = [{ event: 'FlagRaised', clocks: [told] }, { event: 'ChildHeard' }];
    expect(changesIn(sight({ timeline, shown: { clocks: [{ ...contact, id: 'x', state: 'running' }] } }))).toEqual([
      told,
    ]);
  });
});
