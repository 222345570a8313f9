import type { Instant } from '#calendar';
import type { Position } from '#event-store';
import { BadCursor, type ViewCommit, type ViewStore } from './view.store.ts';
import type { ViewRow } from './view.ts';

/** An empty store of views with the desks `police` and `township`, and how to clear it away. */
export interface ViewSubject {
  readonly views: ViewStore;
  cleanup(): Promise<void>;
}

const position = (text: string) => text as Position;
const moment = (day: number) => `2025-03-${String(day).padStart(2, '0')}T09:00:00.000+08:00` as Instant;
const caseId = (n: number) => `018f6d2e-7a01-7c3e-9d5a-0000000000${String(n).padStart(2, '0')}`;

function row(kind: ViewRow['kind'], n: number, more: Partial<ViewRow> = {}): ViewRow {
  const doc = JSON.stringify({ n });
  return { desk: 'police', agency: 'psb', kind, key: caseId(n), caseId: caseId(n), sort: moment(n), doc, ...more };
}

function commit(from: string | null, to: string, more: Partial<ViewCommit> = {}): ViewCommit {
  const nothing = { upserts: [], deletes: [], timeline: [], clocksRunning: [], clocksEnded: [], tags: [], parked: [] };
  return { from: from === null ? null : position(from), to: position(to), ...nothing, ...more };
}

/** What every store of views promises, as one jest suite; `make` gives each test its own. */
export function viewStoreContract(name: string, make: () => Promise<ViewSubject>): void {
  describe(`view store contract: ${name}`, () => {
    let subject: ViewSubject;
    let views: ViewStore;
    beforeEach(async () => {
      subject = await make();
      views = subject.views;
    });
    afterEach(async () => {
      await views.close();
      await subject.cleanup();
    });

    it('moves rows and checkpoint together, and refuses who comes from another checkpoint', async () => {
      expect(await views.checkpoint()).toBeNull();
      await views.commit(commit(null, '1', { upserts: [row('case', 1)] }));
      await expect(views.commit(commit(null, '2', { upserts: [row('case', 2)] }))).rejects.toThrow('moved on');
      expect(await views.checkpoint()).toBe('1');
      expect(await views.desk('police').case('psb', caseId(2))).toBeNull();
      await views.commit(commit('1', '2', { upserts: [row('case', 1, { doc: '{"n":"new"}' })] }));
      expect(await views.desk('police').case('psb', caseId(1))).toBe('{"n":"new"}');
      await views.commit(commit('2', '3', { deletes: [row('case', 1)] }));
      expect(await views.desk('police').case('psb', caseId(1))).toBeNull();
    });

    it('writes nothing of a commit that it refuses', async () => {
      const line = { desk: 'police', caseId: caseId(1), revision: 0, doc: '{}' };
      await views.commit(commit(null, '1', { timeline: [line] }));
      await expect(views.commit(commit('1', '2', { upserts: [row('case', 1)], timeline: [line] }))).rejects.toThrow();
      expect(await views.checkpoint()).toBe('1');
      expect(await views.desk('police').case('psb', caseId(1))).toBeNull();
    });

    it('pages an inbox by due time and cases by the newest, each for its agency and desk alone', async () => {
      const rows = [3, 1, 2].flatMap((n) => [row('case', n), row('inbox', n)]);
      const others = [row('case', 4, { agency: 'other' }), row('case', 5, { desk: 'township' })];
      await views.commit(commit(null, '1', { upserts: [...rows, ...others] }));
      const police = views.desk('police');
      const walk = async (list: 'inbox' | 'cases') => {
        const seen: string[] = [];
        for (let after: string | undefined, more = true; more; ) {
          const page = await police[list]('psb', 2, after);
          seen.push(...page.rows.map(({ doc }) => doc));
          after = page.rows.at(-1)?.cursor;
          more = page.hasNext;
        }
        return seen;
      };
      expect(await walk('inbox')).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
      expect(await walk('cases')).toEqual(['{"n":3}', '{"n":2}', '{"n":1}']);
      const given = (await police.inbox('psb', 2)).rows.at(-1)?.cursor;
      for (const none of ['?', `${given}=`, `${given}?`, ` ${given}`, `${given}\n`]) {
        await expect((async () => police.inbox('psb', 2, none))()).rejects.toThrow(BadCursor);
      }
      expect((await views.desk('township').cases('psb', 9)).rows.map(({ doc }) => doc)).toEqual(['{"n":5}']);
      expect(() => views.desk('nobody')).toThrow('no desk');
    });

    it('keeps recommendations apart from cases, the one that moved last first', async () => {
      await views.commit(
        commit(null, '1', { upserts: [row('case', 1), row('recommendation', 2), row('recommendation', 3)] }),
      );
      const police = views.desk('police');
      const first = await police.items('recommendation', 'psb', 1);
      expect([first.rows.map(({ doc }) => doc), first.hasNext]).toEqual([['{"n":3}'], true]);
      const next = await police.items('recommendation', 'psb', 1, first.rows[0]?.cursor);
      expect([next.rows.map(({ doc }) => doc), next.hasNext]).toEqual([['{"n":2}'], false]);
      expect(await police.item('recommendation', 'psb', caseId(2))).toBe('{"n":2}');
      expect(await police.item('recommendation', 'psb', caseId(1))).toBeNull();
      expect(await police.case('psb', caseId(2))).toBeNull();
      expect(await police.item('recommendation', 'other', caseId(2))).toBeNull();
    });

    it('keeps ledger entries apart from cases and recommendations, the one that moved last first', async () => {
      const upserts = [row('case', 1), row('ledger-entry', 2), row('ledger-entry', 3), row('recommendation', 4)];
      await views.commit(commit(null, '1', { upserts }));
      const police = views.desk('police');
      const { rows } = await police.items('ledger-entry', 'psb', 9);
      expect(rows.map(({ doc }) => doc)).toEqual(['{"n":3}', '{"n":2}']);
      expect(await police.item('ledger-entry', 'psb', caseId(2))).toBe('{"n":2}');
      for (const other of [1, 4]) expect(await police.item('ledger-entry', 'psb', caseId(other))).toBeNull();
      expect(await police.item('ledger-entry', 'other', caseId(2))).toBeNull();
    });

    it('finds breaches by holder and due time, both ends included, and by clock', async () => {
      const breach = (n: number, holder: string) => row('breach', n, { doc: JSON.stringify({ n, holder }) });
      const upserts = [breach(3, 'rvc'), breach(1, 'rvc'), breach(2, 'wf'), breach(4, 'rvc')];
      await views.commit(commit(null, '1', { upserts }));
      const police = views.desk('police');
      const found = (holder: string, from: number, until: number) =>
        police
          .breaches('psb', holder, moment(from), moment(until))
          .then((docs) => docs.map((doc) => JSON.parse(doc).n));
      expect(await found('rvc', 1, 3)).toEqual([1, 3]);
      expect(await found('wf', 1, 4)).toEqual([2]);
      expect(await police.breaches('other', 'rvc', moment(1), moment(4))).toEqual([]);
      expect(await police.breach('psb', caseId(2))).toBe('{"n":2,"holder":"wf"}');
      expect(await police.breach('psb', 'no id')).toBeNull();
      const kept = views.desk('police', new Set([caseId(1)]));
      expect(await kept.breaches('psb', 'rvc', moment(1), moment(3))).toEqual(['{"n":3,"holder":"rvc"}']);
      expect(await kept.breach('psb', caseId(1))).toBeNull();
    });

    it('leaves cases out of lists that an officer is kept from, and pages over the rest', async () => {
      const upserts = [1, 2, 3, 4].flatMap((n) => [row('case', n), row('inbox', n)]);
      await views.commit(commit(null, '1', { upserts }));
      const police = views.desk('police', new Set([caseId(2), caseId(9)]));
      const all = views.desk('police');
      for (const [list, whole] of [[police.inbox, all.inbox] as const, [police.cases, all.cases] as const]) {
        const first = await list('psb', 2);
        const rest = await list('psb', 2, first.rows.at(-1)?.cursor);
        const docs = [...first.rows, ...rest.rows].map(({ doc }) => doc);
        expect(docs.toSorted()).toEqual(['{"n":1}', '{"n":3}', '{"n":4}']);
        expect([first.hasNext, rest.hasNext]).toEqual([true, false]);
        expect((await whole('psb', 9)).rows).toHaveLength(4);
        expect(await police.case('psb', caseId(2))).toBeNull();
      }
    });

    it('keeps a timeline in the order of revisions', async () => {
      const line = (revision: number) => ({ desk: 'police', caseId: caseId(1), revision, doc: `${revision}` });
      await views.commit(commit(null, '1', { upserts: [row('case', 1)], timeline: [line(10), line(2)] }));
      expect(await views.desk('police').timeline('psb', caseId(1))).toEqual(['2', '10']);
      expect(await views.desk('township').timeline('psb', caseId(1))).toEqual([]);
      expect(await views.desk('police').timeline('psb-of-elsewhere', caseId(1))).toEqual([]);
    });

    it('lists clocks that are due before a moment until they end', async () => {
      const clock = (n: number) => ({ id: `clock-${n}`, caseId: caseId(n), due: moment(n) });
      await views.commit(commit(null, '1', { clocksRunning: [clock(2), clock(1), clock(3)] }));
      expect(await views.dueBefore(moment(3), 9)).toEqual([clock(1), clock(2)]);
      expect(await views.dueBefore(moment(3), 1)).toEqual([clock(1)]);
      expect(await views.dueBefore(moment(3), 9, clock(1))).toEqual([clock(2)]);
      expect(await views.dueBefore(moment(3), 9, { id: '', due: clock(2).due })).toEqual([clock(2)]);
      expect(await views.dueBefore(moment(3), 9, clock(2))).toEqual([]);
      await views.commit(commit('1', '2', { clocksEnded: ['clock-1'] }));
      expect(await views.dueBefore(moment(3), 9)).toEqual([clock(2)]);
    });

    it('finds cases by tag in the order they came, and keeps what last was said of them', async () => {
      const tag = (n: number, open: boolean) => ({ tag: 'id:x', caseId: caseId(n), open });
      await views.commit(commit(null, '1', { tags: [tag(2, false), tag(1, true)] }));
      await views.commit(commit('1', '2', { tags: [tag(2, true)] }));
      expect(await views.tagged(['id:x', 'id:y'])).toEqual([tag(2, true), tag(1, true)]);
      expect(await views.tagged([])).toEqual([]);
      expect(await views.tagsOf([caseId(1), caseId(3)])).toEqual([tag(1, true)]);
    });

    it('drops the tags of a case whose child was shredded, and takes no more of them', async () => {
      const tag = (n: number, open = true) => ({ tag: 'id:x', caseId: caseId(n), open });
      await views.commit(commit(null, '1', { tags: [tag(1), tag(2)] }));
      await views.commit(commit('1', '2', { tags: [tag(1, false)], forgotten: [caseId(1)] }));
      expect(await views.tagged(['id:x'])).toEqual([tag(2)]);
      await views.commit(commit('2', '3', { tags: [tag(1), tag(3)], forgotten: [caseId(1)] }));
      expect(await views.tagged(['id:x'])).toEqual([tag(2), tag(3)]);
    });

    it('remembers parked streams and how far each process has come, and forgets rows and checkpoint when cleared', async () => {
      const parked = { stream: 'case-1', position: position('1'), error: 'no' };
      await views.commit(commit(null, '1', { upserts: [row('case', 1)], parked: [parked] }));
      await views.markProcessed('processes', position('1'));
      await views.markProcessed('processes', position('2'));
      expect(await views.parked()).toEqual([parked]);
      await views.clear();
      expect(await views.processed('processes')).toBe('2');
      expect(await views.processed('others')).toBeNull();
      expect(await views.checkpoint()).toBeNull();
      expect(await views.parked()).toEqual([]);
      expect((await views.desk('police').cases('psb', 9)).rows).toEqual([]);
      await views.commit(commit(null, '1', { upserts: [row('case', 1)] }));
    });
  });
}
