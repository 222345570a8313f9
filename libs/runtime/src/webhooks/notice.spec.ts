import type { ViewRow } from '../views/view.ts';
import { changeSeen } from './notice.ts';

const row = (kind: ViewRow['kind'], key: string, doc: object, agency = 'psb'): ViewRow => ({
  desk: 'police',
  agency,
  kind,
  key,
  caseId: 'case',
  sort: '',
  doc: JSON.stringify(doc),
});
const shown = (fields: object, agency?: string) => row('case', 'case', { id: 'case', version: 'v', ...fields }, agency);
const clock = (id: string, due: string, state = 'running') =>
  row('inbox', id, { id, caseId: 'case', clock: { id, clock: `CLOCK_${id}`, due, state } });
const changed = (before: ViewRow[], after: ViewRow[]) => changeSeen(['psb'], before, after);

describe('what an agency is told of', () => {
  it('is nothing when nothing changed for it, whatever changed for others', () => {
    const [one, two] = [shown({ stage: 'A' }), shown({ stage: 'A' })];
    expect(changed([], [])).toBeUndefined();
    expect(changed([one], [two])).toBeUndefined();
    expect(changed([one, shown({ stage: 'A' }, 'other')], [two, shown({ stage: 'B' }, 'other')])).toBeUndefined();
    expect(changed([one], [shown({ stage: 'A', orders: [], note: null })])).toBeUndefined();
  });

  it('is, for whoever oversees, what changed in the rows that are shared and reach its place, and what is overdue there', () => {
    const readers = ['~all:4415', 'wccw-4415'];
    const shared = (stage: string, division: string) =>
      row('shared-case', 'case', { id: 'case', stage }, `~all:${division}`);
    const timed = (state: string) =>
      row(
        'shared-clock',
        '1',
        { id: '1', caseId: 'case', clock: { id: '1', clock: 'TRIAGE', due: 'd', state } },
        '~all:441502',
      );
    const before = [shared('A', '441502'), timed('running')];
    expect(changeSeen(readers, [shared('A', '441302')], [shared('B', '441302')])).toBeUndefined();
    expect(changeSeen(readers, before, [shared('B', '441502'), timed('overdue')])).toMatchObject({
      stage: 'B',
      changed: ['stage'],
      clocks: [{ clockId: '1', clock: 'TRIAGE', due: 'd', change: 'overdue' }],
    });
  });

  it('has, for whoever oversees, the clocks that it is charged with itself from their beginning', () => {
    const readers = ['~all:4415', 'wccw-4415'];
    const held = (holder: string) => {
      const own = { id: '1', clock: 'WORKORDER_RULING', due: 'd', state: 'running', holder };
      return row('shared-clock', '1', { id: '1', caseId: 'case', clock: own }, '~all:441502');
    };
    expect(changeSeen(readers, [], [held('hud')])).toBeUndefined();
    expect(changeSeen(readers, [], [held('wccw-4415')])?.clocks).toEqual([
      { clockId: '1', clock: 'WORKORDER_RULING', due: 'd', change: 'waits' },
    ]);
  });

  it('names the fields that changed and says none of them but state and stage', () => {
    const notice = changed(
      [shown({ stage: 'A', status: 'open', facts: 'ZZ' })],
      [shown({ stage: 'B', status: 'open', facts: 'ZZ more', orders: [{ text: 'ZZ' }] })],
    );
    expect(notice).toEqual({
      version: 'v',
      status: 'open',
      stage: 'B',
      changed: ['facts', 'orders', 'stage'],
      noLongerYours: false,
      clocks: [],
    });
  });

  it('says when it is shown no longer, and then nothing of it', () => {
    expect(changed([shown({ stage: 'A', facts: 'ZZ' })], [])).toEqual({
      version: null,
      status: null,
      stage: null,
      changed: [],
      noLongerYours: true,
      clocks: [],
    });
  });

  it('has the clocks that come, move, run over and go', () => {
    const before = [shown({}), clock('a', '1'), clock('b', '1'), clock('c', '1'), clock('e', '1', 'overdue')];
    const after = [shown({}), clock('a', '2'), clock('b', '1', 'overdue'), clock('d', '4'), clock('e', '1', 'overdue')];
    expect(changed(before, after)?.clocks).toEqual([
      { clockId: 'a', clock: 'CLOCK_a', due: '2', change: 'moved' },
      { clockId: 'b', clock: 'CLOCK_b', due: '1', change: 'overdue' },
      { clockId: 'd', clock: 'CLOCK_d', due: '4', change: 'waits' },
      { clockId: 'c', clock: 'CLOCK_c', due: '1', change: 'done' },
    ]);
  });

  it('says of a clock that it moved, whichever way', () => {
    const moves = ['1', '3'].map((due) => changed([shown({}), clock('a', '2')], [shown({}), clock('a', due)])?.clocks);
    expect(moves.flat()).toMatchObject([
      { due: '1', change: 'moved' },
      { due: '3', change: 'moved' },
    ]);
  });

  it('does not say of what it was never shown that it is no longer its own', () => {
    expect(changed([], [clock('a', '1')])).toMatchObject({
      noLongerYours: false,
      changed: [],
      clocks: [{ change: 'waits' }],
    });
  });
});
