import { endedBy } from './clock.parties.ts';
import { flagged } from './given.fixture.ts';
import type { CaseEvent, CaseRecord } from './index.ts';

it('a case that is merged into another ends whatever waited in it for an answer or a decision', () => {
  const { record } = flagged();
  const waiting = {
    ...record,
    supervisions: [{ id: 'supervision' }],
    extensions: [{ id: 'extension' }],
    schooling: [{ id: 'schooling' }],
    withdrawals: [{ id: 'withdrawal' }],
    workOrders: [{ id: 'work-order' }],
  } as unknown as CaseRecord;
  const merged = { type: 'MergedInto', data: { targetCaseId: 'other' } } as CaseEvent;
  const ended = endedBy(merged, waiting).map(({ scope, item }) => [scope, item]);
  const [flag] = record.flags;
  expect(ended).toEqual(
    expect.arrayContaining([
      ['case', record.id],
      ['flag', flag?.id],
      ['supervision', 'supervision'],
      ['extension', 'extension'],
      ['schooling', 'schooling'],
      ['withdrawal', 'withdrawal'],
      ['work-order', 'work-order'],
    ]),
  );
});
