import { randomUUID } from 'node:crypto';
import type { CalendarDate } from '#calendar';
import { memoryStore, type NewEvent } from '#event-store';
import { KEY_AUDIT } from '#runtime';
import { girl, instant, packs, SpecCase } from '../../../case/src/given.fixture.ts';
import { keepingEnded } from './retention.ts';

const [FIRST, SECOND] = ['0195a000-0000-7000-8000-000000000001', '0195a000-0000-7000-8000-000000000002'];
const close = { closingReason: 'UNSUBSTANTIATED' } as const;

/** A case of a child: flagged in March, and closed on a day or open. */
function caseOf(id: string, closedOn?: string, childId = 'child'): SpecCase {
  const told = { ...girl, derived: { ...girl.derived, childId } };
  const flagged = new SpecCase(id).does('2025-03-03 09:20', 'cd', 'RaiseFlag', told);
  return closedOn === undefined ? flagged : flagged.does(`${closedOn} 09:00`, 'ca', 'CloseCase', close);
}

/** The same case after it was merged into another: its file is closed where it goes on. */
function mergedInto(targetCaseId: string, one: SpecCase): SpecCase {
  const [first] = one.events;
  if (!first) throw new Error('the case has a flag');
  one.events.push({ ...first, type: 'MergedInto', data: { targetCaseId } });
  return one;
}

/** What the rule on who reported (twelve months from closing) says of the child on a day, and what else lies in the log. */
async function reporterDue(today: string, cases: readonly SpecCase[], noted: readonly Omit<NewEvent, 'id'>[] = []) {
  const store = memoryStore();
  for (const { record, events } of cases) {
    const stored = events.map(({ type, data, meta }) => ({ id: randomUUID(), type, data, meta }));
    await store.append(`case-${record.id}`, 'no-stream', stored);
  }
  for (const one of noted) await store.append(KEY_AUDIT, 'any', [{ ...one, id: randomUUID() }]);
  const ended = await keepingEnded({ store }, packs, today as CalendarDate);
  return ended.filter(({ rule }) => rule === 'REPORTER');
}

const applied = (at: string, more: object = {}) => ({
  type: 'RetentionApplied',
  data: { childId: 'child', rule: 'REPORTER', ...more },
  meta: { at: instant(at) },
});

it('is over the day after its last, counted from the case of the child that was closed last', async () => {
  const cases = [caseOf(FIRST, '2025-03-10'), caseOf(SECOND, '2025-04-08')];
  expect(await reporterDue('2026-03-11', cases)).toEqual([]);
  expect(await reporterDue('2026-04-08', cases)).toEqual([]);
  expect(await reporterDue('2026-04-09', cases)).toMatchObject([
    { childId: 'child', until: '2026-04-08', end: 'review', cases: [FIRST, SECOND] },
  ]);
});

it('is never over while another case of the child is open', async () => {
  expect(await reporterDue('2030-01-01', [caseOf(FIRST, '2025-03-10'), caseOf(SECOND)])).toEqual([]);
});

it('counts for a merged case from where that went on', async () => {
  const cases = [mergedInto(SECOND, caseOf(FIRST)), caseOf(SECOND, '2025-04-08')];
  expect(await reporterDue('2026-04-08', cases)).toEqual([]);
  expect(await reporterDue('2026-04-09', cases)).toMatchObject([{ until: '2026-04-08', cases: [FIRST, SECOND] }]);
  expect(await reporterDue('2026-04-09', [mergedInto(SECOND, caseOf(FIRST)), caseOf(SECOND)])).toEqual([]);
});

it('lists whose time ran out longest ago first', async () => {
  const cases = [caseOf(FIRST, '2025-04-08'), caseOf(SECOND, '2025-03-10', 'other')];
  const due = await reporterDue('2027-01-01', cases);
  expect(due.map(({ childId, until }) => [childId, until])).toEqual([
    ['other', '2026-03-10'],
    ['child', '2026-04-08'],
  ]);
});

it('is not listed again once it was done, but is where a case was closed after that', async () => {
  const cases = [caseOf(FIRST, '2025-03-10')];
  expect(await reporterDue('2027-01-01', cases, [applied('2026-03-12 09:00')])).toEqual([]);
  const again = [...cases, caseOf(SECOND, '2026-04-08')];
  expect(await reporterDue('2027-04-08', again, [applied('2026-03-12 09:00')])).toEqual([]);
  expect(await reporterDue('2027-04-09', again, [applied('2026-03-12 09:00')])).toHaveLength(1);
});

it('is listed again only after the day until which somebody keeps it on', async () => {
  const kept = { ...applied('2026-03-12 09:00', { keepUntil: '2026-12-31' }), type: 'RetentionDecided' };
  const cases = [caseOf(FIRST, '2025-03-10')];
  expect(await reporterDue('2026-12-31', cases, [kept])).toEqual([]);
  expect(await reporterDue('2027-01-01', cases, [kept])).toMatchObject([{ until: '2026-12-31' }]);
});
