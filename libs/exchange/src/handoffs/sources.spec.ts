import { differences, handoffsIn } from './handoff.ts';

const CASE = 'b3b0c1d2-0000-4000-8000-000000000000';
const FEDERATION = 'cyl-341722';

/** What a desk shows of a case, as the projector writes it. */
const shown = (doc: object, desk = 'service-agency', agency = FEDERATION) => [
  {
    desk,
    agency,
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

  it('is a request for more time on a case of another place, of which its desk shows nothing else', () => {
    const due = '2025-03-21T23:59:59.999+08:00';
    const clock = { id: 'k2', clock: 'EXTENSION_DECIDE', item: 'e1', due, holder: 'psb-4415' };
    const asked = { id: 'e1', by: 'psb-441502', because: 'sealed:because', about: { clock: 'PS_CASE_TERM' } };
    const doc = JSON.stringify({ id: 'k2', caseId: CASE, clock, asked });
    const row = {
      desk: 'oversight',
      agency: 'psb-4415',
      kind: 'inbox' as const,
      key: 'k2',
      caseId: CASE,
      sort: due,
      doc,
    };
    expect([...handoffsIn([row]).values()]).toMatchObject([
      { id: 'e1', kind: 'EXTENSION_REQUEST', status: 'OPEN', from: 'psb-441502', about: {}, deadlines: [clock] },
    ]);
  });

  it('is a flag of a village without a committee, for the township that triages it', () => {
    const flag = { id: 'f1', facts: 'sealed:facts', own: false, status: 'raised' };
    const due = '2025-03-21T23:59:59.999+08:00';
    const clock = { id: 'k1', clock: 'TRIAGE', item: 'f1', due, holder: 'town-341722102' };
    const inbox = {
      ...{
        desk: 'township',
        agency: 'town-341722102',
        kind: 'inbox' as const,
        key: 'k1',
        caseId: CASE,
        sort: clock.due,
      },
      doc: JSON.stringify({ id: 'k1', caseId: CASE, clock }),
    };
    const rows = [...shown({ flags: [flag] }, 'township', 'town-341722102'), inbox];
    expect([...handoffsIn(rows).values()]).toMatchObject([
      { id: 'f1', kind: 'FLAG', status: 'OPEN', contents: ['sealed:facts'], deadlines: [{ id: 'k1' }] },
    ]);
    expect(handoffsIn(shown({ flags: [flag] }, 'township', 'town-341722102')).size).toBe(0);
  });

  it('is a request to split, for the police unit that is asked, until it is answered', () => {
    const split = { id: 'x1', by: 'cs-341722102', because: 'sealed:because', status: 'asked', answers: [] };
    const rows = (more: object) => shown({ splits: [{ ...split, ...more }] }, 'police', 'psb-341722');
    expect([...handoffsIn(rows({})).values()]).toMatchObject([
      { id: 'x1', kind: 'SPLIT_REQUEST', status: 'OPEN', from: 'cs-341722102', contents: ['sealed:because'] },
    ]);
    for (const over of [{ answeredAt: asked.askedAt }, { status: 'refused' }, { status: 'split' }]) {
      expect([...handoffsIn(rows(over)).values()]).toMatchObject([{ status: 'COMPLETED' }]);
    }
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

  const order = { id: 'w1', by: 'ca-341722', to: FEDERATION, service: 'OTHER', need: 'sealed:need', returns: [] };

  it.each([
    ['sent', 'OPEN'],
    ['signed', 'OPEN'],
    ['accepted', 'ACCEPTED'],
    ['disputed', 'OPEN'],
    ['done', 'COMPLETED'],
    ['withdrawn', 'ENDED'],
    ['ended', 'ENDED'],
  ])('is a work order that is with it and %s, told as %s', (status, told) => {
    const theirs = { ...order, id: 'w2', to: 'edu-341722', status };
    const handoffs = [...handoffsIn(shown({ workOrders: [{ ...order, status }, theirs] })).values()];
    expect(handoffs).toMatchObject([
      { id: 'w1', kind: 'WORK_ORDER', status: told, contents: ['OTHER', 'sealed:need'] },
    ]);
  });

  it('is a work order that came back to it, with why, and no longer once it is sent on', () => {
    const returns = [{ by: FEDERATION, because: 'NOT_OUR_PLACE', note: 'sealed:note' }];
    const seen = (to: string, status: string) =>
      shown({ workOrders: [{ ...order, to, status, returns }] }, 'civil-affairs', order.by);
    const [back] = handoffsIn(seen(order.by, 'returned')).values();
    expect(back).toMatchObject({ kind: 'RETURNED_WORK_ORDER', status: 'OPEN', from: FEDERATION });
    expect(back?.contents).toEqual(['OTHER', 'sealed:need', 'NOT_OUR_PLACE', 'sealed:note']);
    expect(differences(seen(order.by, 'returned'), seen('edu-341722', 'sent'))).toMatchObject([
      { change: 'WITHDRAWN' },
    ]);
  });

  it('is what it was told as the home of the child, and never what it told itself', () => {
    const notices = [
      { id: 'n1', by: 'psb-441502', to: FEDERATION, facts: 'sealed:facts' },
      { id: 'n2', by: FEDERATION, to: 'psb-441502', facts: 'sealed:own' },
    ];
    const told = [...handoffsIn(shown({ notices })).values()];
    expect(told).toMatchObject([{ id: 'n1', kind: 'NOTICE', from: 'psb-441502', contents: ['sealed:facts'] }]);
  });

  it('is, for a court, an application until it has decided, whatever it decided', () => {
    const court = 'court-341722';
    const statuses = ['applied', 'revoked', 'refused', 'dropped'].map((status, n) => ({ id: `r${n}`, court, status }));
    const elsewhere = { id: 'r9', court: 'court-441502', status: 'applied' };
    const told = [...handoffsIn(shown({ revocations: [...statuses, elsewhere] }, 'court', court)).values()];
    expect(told.map(({ id, status }) => [id, status])).toEqual([
      ['r0', 'OPEN'],
      ['r1', 'COMPLETED'],
      ['r2', 'COMPLETED'],
      ['r3', 'ENDED'],
    ]);
  });

  it('is told to be gone before what it has become, under the one id that both have', () => {
    const charged = (clock: string) => {
      const own = { desk: 'police', agency: 'psb-341722', caseId: CASE };
      const due = '2025-03-21T23:59:59.999+08:00';
      const inbox = { ...own, kind: 'inbox' as const, key: clock, sort: due };
      const doc = JSON.stringify({
        id: clock,
        caseId: CASE,
        clock: { id: clock, clock, item: 'file-1', due, holder: own.agency },
      });
      return [...shown({}, own.desk, own.agency), { ...inbox, doc }];
    };
    const told = differences(charged('NO_FILING_REASON'), charged('FILE_ON_NOTICE'));
    expect(told.map(({ change, handoff }) => [change, handoff.kind, handoff.id])).toEqual([
      ['WITHDRAWN', 'REASON_REQUEST', 'file-1'],
      ['ARRIVED', 'FILING_NOTICE', 'file-1'], // last, so that a receipt of it is waited for
    ]);
  });
});
