import { differences, handoffsIn } from './handoff.ts';

const CASE = 'b3b0c1d2-0000-4000-8000-000000000000';
const FEDERATION = 'cyl-341722';

/** What a desk shows of a case, as the projector writes it. */
const shown = (doc: object) => [
  {
    desk: 'service-agency',
    agency: FEDERATION,
    kind: 'case' as const,
    key: CASE,
    caseId: CASE,
    sort: '',
    doc: JSON.stringify({ id: CASE, ...doc }),
  },
];
const asked = { id: 'c1', by: 'plac-341722', askedAt: '2025-03-20T10:00:00.000+08:00', task: 'sealed:task' };
const supervised = { id: 's1', by: 'wccw-341722', clock: 'X', openedAt: asked.askedAt, demand: 'sealed:demand' };

describe('what is handed to an agency', () => {
  it('is its part in a crisis, until it has answered', () => {
    const before = shown({ coordinations: [asked] });
    const [handoff] = handoffsIn(before).values();
    expect(handoff).toMatchObject({
      ...{ id: 'c1', kind: 'COORDINATION', status: 'OPEN', from: 'plac-341722' },
      contents: ['sealed:task'],
    });
    const answered = { ...asked, answer: 'sealed:answer', answeredAt: '2025-03-21T12:00:00.000+08:00' };
    expect(differences(before, shown({ coordinations: [answered] }))).toMatchObject([
      { change: 'CHANGED', handoff: { id: 'c1', status: 'COMPLETED' } },
    ]);
  });

  it('is a supervision, by a ladder too, until it has answered in writing', () => {
    const rows = shown({
      supervisions: [supervised, { ...supervised, id: 's2', by: null, answeredAt: asked.askedAt }],
    });
    expect([...handoffsIn(rows).values()]).toMatchObject([
      { id: 's1', kind: 'SUPERVISION', status: 'OPEN', from: 'wccw-341722', contents: ['X', 'sealed:demand'] },
      { id: 's2', kind: 'SUPERVISION', status: 'COMPLETED' },
    ]);
  });
});
