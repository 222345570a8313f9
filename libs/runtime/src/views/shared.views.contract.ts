import type { Instant } from '#calendar';
import type { Position } from '#event-store';
import { inboxOf } from './inbox.ts';
import { sharedKey } from './reader.key.ts';
import type { SharedSelectors } from './shared.selectors.ts';
import type { ViewSubject } from './view.store.contract.ts';
import { BadCursor, type ViewCommit, type ViewStore } from './view.store.ts';
import type { ViewRow } from './view.ts';

/** A desk whose agencies share rows; what it would select is not asked here. */
export const sharing: SharedSelectors = {
  audiences: ['all', 'PSB'],
  audience: () => 'all',
  view: () => null,
  clocks: () => [],
  entries: () => [],
  tallies: () => [],
};

const TOWN = '441502001';
const NEXT_TOWN = '441502002';
const OTHER_CITY = '441302001';
const moment = (day: number) => `2025-03-${String(day).padStart(2, '0')}T09:00:00.000+08:00` as Instant;
const caseId = (n: number) => `018f6d2e-7a01-7c3e-9d5a-0000000000${String(n).padStart(2, '0')}`;
const doc = (what: unknown) => JSON.stringify(what);

function aCase(n: number, division: string, more: Partial<ViewRow> = {}, audience = 'all'): ViewRow {
  const place = { desk: 'oversight', agency: sharedKey(audience, division), caseId: caseId(n) };
  return {
    ...place,
    kind: 'shared-case',
    key: caseId(n),
    sort: moment(n),
    doc: doc(n),
    about: { open: true },
    ...more,
  };
}

function aClock(n: number, division: string, about: ViewRow['about'], audience = 'all'): ViewRow {
  const place = { desk: 'oversight', agency: sharedKey(audience, division), caseId: caseId(n) };
  const charged = { holder: 'psb', clock: 'TRIAGE', state: 'running', yellowAt: moment(n - 1) } as const;
  const all = { ...charged, ...about };
  return { ...place, kind: 'shared-clock', key: `clock-${n}`, sort: moment(n), doc: doc(`c${n}`), about: all };
}

function commit(from: string | null, to: string, more: Partial<ViewCommit>): ViewCommit {
  const nothing = { upserts: [], deletes: [], timeline: [], clocksRunning: [], clocksEnded: [], tags: [], parked: [] };
  return { from: from as Position | null, to: to as Position, ...nothing, ...more };
}

/** What every store of views promises of rows that are shared, as one jest suite. */
export function sharedViewsContract(name: string, make: () => Promise<ViewSubject>): void {
  describe(`shared views contract: ${name}`, () => {
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

    const cases = async (reader: string) =>
      (await views.desk('oversight').cases(reader, 9)).rows.map((row) => JSON.parse(row.doc));

    it('has rows of an agency’s own in its inbox, beside those that are shared', async () => {
      const overdue = (n: number) => aClock(n, TOWN, { state: 'overdue' });
      const waits = {
        desk: 'oversight',
        agency: 'wccw-4415',
        kind: 'inbox',
        caseId: `recommendation-${caseId(9)}`,
      } as const;
      const own = (n: number): ViewRow => ({ ...waits, key: `own-${n}`, sort: moment(n), doc: doc(`own${n}`) });
      await views.commit(commit(null, '1', { upserts: [overdue(1), overdue(3), own(2), own(4)] }));
      const both = [sharedKey('all', '4415'), 'wccw-4415'];
      const inbox = (readers: readonly string[], first: number, after?: string) =>
        inboxOf(views.desk('oversight'), readers, first, after);
      const page = await inbox(both, 3);
      const rest = await inbox(both, 3, page.rows.at(-1)?.cursor);
      expect([page, rest].map(({ rows }) => rows.map((row) => JSON.parse(row.doc)))).toEqual([
        ['c1', 'own2', 'c3'],
        ['own4'],
      ]);
      expect([page.hasNext, rest.hasNext]).toEqual([true, false]);
      expect((await inbox([sharedKey('all', '4415'), 'wccw-1101'], 9)).rows).toHaveLength(2);
    });

    it('shows a clock once that stands under several keys, as the agency’s own key has it, also from page to page', async () => {
      const reader = sharedKey('all', '4415');
      const charged = (n: number) => aClock(n, TOWN, { state: 'running', holder: 'wccw-4415' });
      const [one, two, three] = [charged(1), charged(2), charged(3)];
      const own: ViewRow = { ...two, agency: 'wccw-4415', kind: 'inbox', doc: doc('own2'), about: undefined };
      await views.commit(commit(null, '1', { upserts: [one, two, three, own] }));
      const inbox = (first: number, after?: string) =>
        inboxOf(views.desk('oversight'), ['wccw-4415', reader], first, after, {
          clocks: views.shared('oversight').clocks,
          reader,
          holder: 'wccw-4415',
        });
      const docs = ({ rows }: { rows: readonly { doc: string }[] }) => rows.map(({ doc }) => JSON.parse(doc));
      const page = await inbox(2);
      expect([docs(page), page.hasNext]).toEqual([['c1', 'own2'], true]);
      const rest = await inbox(2, page.rows.at(-1)?.cursor);
      expect([docs(rest), rest.hasNext]).toEqual([['c3'], false]);
    });

    it('has in an inbox what is overdue in its place, and of what runs there what the agency is charged with itself', async () => {
      const running = (n: number, holder: string) => aClock(n, TOWN, { state: 'running', holder });
      await views.commit(
        commit(null, '1', {
          upserts: [
            running(1, 'wccw-4415'),
            aClock(2, TOWN, { state: 'overdue', holder: 'hud' }),
            running(3, 'hud'),
            running(4, 'wccw-4415'),
          ],
        }),
      );
      const reader = sharedKey('all', '4415');
      const inbox = (holder: string, first: number, after?: string) =>
        inboxOf(views.desk('oversight'), [reader, holder], first, after, {
          clocks: views.shared('oversight').clocks,
          reader,
          holder,
        });
      const docs = ({ rows }: { rows: readonly { doc: string }[] }) => rows.map(({ doc }) => JSON.parse(doc));
      const page = await inbox('wccw-4415', 2);
      expect([docs(page), page.hasNext]).toEqual([['c1', 'c2'], true]);
      expect(docs(await inbox('wccw-4415', 2, page.rows.at(-1)?.cursor))).toEqual(['c4']);
      expect(docs(await inbox('wccw-441502', 9))).toEqual(['c2']);
    });

    it('shows one copy to all whose place the case lies in, and to nobody else', async () => {
      const upserts = [aCase(1, TOWN), aCase(2, NEXT_TOWN), aCase(3, OTHER_CITY), aCase(1, TOWN, {}, 'PSB')];
      await views.commit(commit(null, '1', { upserts }));
      const seen = async (division: string, audience = 'all') => cases(sharedKey(audience, division));
      expect(await seen('')).toEqual([3, 2, 1]);
      expect(await seen('44')).toEqual([3, 2, 1]);
      expect(await seen('4415')).toEqual([2, 1]);
      expect(await seen('441502')).toEqual([2, 1]);
      expect(await seen(TOWN)).toEqual([1]);
      expect(await seen(`${TOWN}001`)).toEqual([]);
      expect(await seen('11')).toEqual([]);
      expect(await seen('4415', 'PSB')).toEqual([1]);
      expect(await seen('4415', 'CA')).toEqual([]);
      expect(await cases('wccw-4415')).toEqual([]);
      const desk = views.desk('oversight');
      expect(await desk.case(sharedKey('all', '4415'), caseId(1))).toBe('1');
      expect(await desk.case(sharedKey('all', '4413'), caseId(1))).toBeNull();
      expect(await desk.case(sharedKey('all', '4415'), "'; no id")).toBeNull();
      expect(() => views.shared('police')).toThrow('no desk');
    });

    it('follows a case that moves to another place', async () => {
      await views.commit(commit(null, '1', { upserts: [aCase(1, TOWN), aClock(1, TOWN, {})] }));
      const moved = {
        upserts: [aCase(1, OTHER_CITY), aClock(1, OTHER_CITY, {})],
        deletes: [aCase(1, TOWN), aClock(1, TOWN, {})],
      };
      await views.commit(commit('1', '2', moved));
      expect(await cases(sharedKey('all', '4415'))).toEqual([]);
      expect(await cases(sharedKey('all', '4413'))).toEqual([1]);
      const clocks = (division: string) =>
        views.shared('oversight').clocks(sharedKey('all', division), { state: 'running' }, 9);
      expect((await clocks('4415')).rows).toEqual([]);
      expect((await clocks('4413')).rows).toHaveLength(1);
      const gone = [aCase(1, OTHER_CITY), aClock(1, OTHER_CITY, {})];
      await views.commit(commit('2', '3', { deletes: gone }));
      expect(await cases(sharedKey('all', ''))).toEqual([]);
    });

    it('lists clocks by state, place, holder, name and nearness, the soonest first, page by page', async () => {
      const upserts = [
        aClock(4, TOWN, { state: 'overdue' }),
        aClock(3, TOWN, { state: 'overdue', holder: 'ca' }),
        aClock(5, NEXT_TOWN, { state: 'overdue', clock: 'DISSUADE', holder: null }),
        aClock(6, OTHER_CITY, { state: 'overdue' }),
        aClock(9, TOWN, {}),
        aClock(8, TOWN, { yellowAt: moment(2) }),
      ];
      await views.commit(commit(null, '1', { upserts }));
      const { clocks } = views.shared('oversight');
      const county = sharedKey('all', '441502');
      const listed = async (filter: Parameters<typeof clocks>[1]) =>
        (await clocks(county, filter, 9)).rows.map((row) => JSON.parse(row.doc));
      expect(await listed({ state: 'overdue' })).toEqual(['c3', 'c4', 'c5']);
      expect(await listed({ state: 'overdue', division: NEXT_TOWN })).toEqual(['c5']);
      expect(await listed({ state: 'overdue', division: OTHER_CITY })).toEqual([]);
      expect(await listed({ state: 'overdue', holder: 'ca' })).toEqual(['c3']);
      expect(await listed({ state: 'overdue', clock: 'DISSUADE' })).toEqual(['c5']);
      expect(await listed({ state: 'running', near: { yellowBy: moment(2), dueBy: moment(2) } })).toEqual(['c8']);
      expect(await listed({ state: 'running', near: { yellowBy: moment(1), dueBy: moment(9) } })).toEqual(['c8', 'c9']);
      const first = await clocks(county, { state: 'overdue' }, 2);
      expect([first.rows.length, first.hasNext]).toEqual([2, true]);
      const rest = await clocks(county, { state: 'overdue' }, 2, first.rows.at(-1)?.cursor);
      expect(rest).toEqual({ rows: [expect.objectContaining({ doc: doc('c5') })], hasNext: false });
      await expect((async () => clocks(county, { state: 'overdue' }, 2, '?'))()).rejects.toThrow(BadCursor);
      const inbox = await views.desk('oversight').inbox(county, 9);
      expect(inbox.rows.map((row) => JSON.parse(row.doc))).toEqual(['c3', 'c4', 'c5']);
    });

    it('lists open cases that have been quiet, the longest first', async () => {
      const upserts = [
        aCase(2, TOWN),
        aCase(1, TOWN),
        aCase(3, TOWN, { about: { open: false } }),
        aCase(5, TOWN),
        aClock(2, TOWN, { holder: 'ca', clock: 'VISIT_DEFAULT' }),
      ];
      await views.commit(commit(null, '1', { upserts }));
      const { quiet } = views.shared('oversight');
      const listed = async (filter: object) =>
        (await quiet(sharedKey('all', '44'), { before: moment(5), ...filter }, 9)).rows.map((row) =>
          JSON.parse(row.doc),
        );
      expect(await listed({})).toEqual([1, 2]);
      expect(await listed({ before: moment(2) })).toEqual([1]);
      expect(await listed({ holder: 'ca' })).toEqual([2]);
      expect(await listed({ holder: 'psb' })).toEqual([]);
      expect(await listed({ holder: 'ca', clock: 'VISIT_DEFAULT' })).toEqual([2]);
      expect(await listed({ division: NEXT_TOWN })).toEqual([]);
    });

    it('sums tallies by place, agency and month, adds differences and forgets what falls to nothing', async () => {
      const march = { division: TOWN, month: '2025-03', agency: 'psb', measure: 'duties', bucket: 0 };
      const tally = (count: number, more = {}) => ({ desk: 'oversight', ...march, ...more, count });
      const tallies = [tally(1), tally(1), tally(5, { division: NEXT_TOWN }), tally(7, { division: OTHER_CITY })];
      const others = [tally(2, { month: '2025-04' }), tally(9, { agency: 'ca' }), tally(3, { bucket: 4 })];
      await views.commit(commit(null, '1', { tallies: [...tallies, ...others] }));
      await views.commit(
        commit('1', '2', { tallies: [tally(-1), tally(1, { bucket: 4 }), tally(-9, { agency: 'ca' })] }),
      );
      const shared = views.shared('oversight');
      const period = { division: '4415', from: '2025-03', to: '2025-03' };
      const county = sharedKey('all', '4415');
      expect(await shared.talliedAgencies(county, period)).toEqual(['psb']);
      const sums = await shared.tallies(county, period, ['psb'], 9);
      const text = sums.map(({ by, key, measure, bucket, count }) => [by, key, measure, bucket, count].join(' '));
      expect(text.toSorted()).toEqual(
        [
          'agency psb duties 0 6',
          'agency psb duties 4 4',
          'all  duties 0 6',
          'all  duties 4 4',
          `division ${NEXT_TOWN} duties 0 5`,
          `division ${TOWN} duties 0 1`,
          `division ${TOWN} duties 4 4`,
          'month 2025-03 duties 0 6',
          'month 2025-03 duties 4 4',
        ].toSorted(),
      );
      expect(await shared.tallies(county, period, ['ca'], 9)).toEqual([]);
      expect(await shared.tallies(county, { ...period, division: '44' }, ['psb'], 4)).toEqual([]);
      expect(await shared.talliedAgencies(sharedKey('all', '11'), period)).toEqual([]);
    });

    it('follows a tally down to the cases that the reader sees', async () => {
      const cell = (n: number, more = {}) => {
        return { desk: 'oversight', agency: 'psb', division: TOWN, month: '2025-03', caseId: caseId(n), ...more };
      };
      const tallied = [cell(1), cell(2), cell(3, { month: '2025-05' }), cell(4, { agency: 'ca' }), cell(5)];
      const upserts = [1, 2, 3, 4].map((n) => aCase(n, TOWN)).concat(aCase(5, OTHER_CITY));
      await views.commit(commit(null, '1', { tallied, upserts }));
      const { talliedCases } = views.shared('oversight');
      const period = { division: '441502', from: '2025-03', to: '2025-04' };
      const first = await talliedCases(sharedKey('all', '4415'), period, 'psb', 1);
      const rest = await talliedCases(sharedKey('all', '4415'), period, 'psb', 9, first.rows[0]?.cursor);
      expect([first, rest].map(({ rows, hasNext }) => [rows.map((row) => row.doc), hasNext])).toEqual([
        [['2'], true],
        [['1'], false],
      ]);
      await views.commit(commit('1', '2', { untallied: [cell(2)] }));
      const left = await talliedCases(sharedKey('all', '4415'), period, 'psb', 9);
      expect(left.rows.map((row) => row.doc)).toEqual(['1']);
    });

    it('forgets shared rows and tallies with all others', async () => {
      const tally = {
        desk: 'oversight',
        division: TOWN,
        month: '2025-03',
        agency: 'psb',
        measure: 'duties',
        bucket: 0,
      };
      await views.commit(commit(null, '1', { upserts: [aCase(1, TOWN)], tallies: [{ ...tally, count: 1 }] }));
      await views.clear();
      expect(await cases(sharedKey('all', ''))).toEqual([]);
      const period = { division: '', from: '2025-03', to: '2025-03' };
      expect(await views.shared('oversight').talliedAgencies(sharedKey('all', ''), period)).toEqual([]);
    });
  });
}
