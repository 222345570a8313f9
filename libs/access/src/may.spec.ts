import type { Officer, OfficerRole } from './directory.ts';
import { type Action, type Decision, may } from './may.ts';

const CASE = 'c1';
const officer = (role: OfficerRole, type: 'PSB' | 'RVC' | 'SYSTEM', barred: readonly string[] = []): Officer => ({
  id: 'o1',
  name: '王',
  role,
  agency: { id: 'a1', type, division: '441502', name: { zh: '甲', en: 'A' } },
  barred: new Set(barred),
});
/** The police desk. */
const works = true;

/** Written by hand: at one's own desk, on a case that the agency stands in a relation to, and on one that it does not. */
it.each<[OfficerRole, Action, Decision, Decision]>([
  ['HANDLER', 'ENTER', 'YES', 'YES'],
  ['HANDLER', 'LIST', 'YES', 'YES'],
  ['HANDLER', 'READ', 'YES', 'ABSENT'],
  ['HANDLER', 'GIVE', 'YES', 'ABSENT'],
  ['HANDLER', 'OPEN', 'YES', 'YES'],
  ['HANDLER', 'REVIEW', 'POWERLESS', 'POWERLESS'],
  ['HANDLER', 'RECUSE', 'POWERLESS', 'POWERLESS'],
  ['HEAD', 'ENTER', 'YES', 'YES'],
  ['HEAD', 'LIST', 'YES', 'YES'],
  ['HEAD', 'READ', 'YES', 'ABSENT'],
  ['HEAD', 'GIVE', 'YES', 'ABSENT'],
  ['HEAD', 'OPEN', 'YES', 'YES'],
  ['HEAD', 'REVIEW', 'YES', 'YES'],
  ['HEAD', 'RECUSE', 'YES', 'YES'],
  ['READER', 'ENTER', 'YES', 'YES'],
  ['READER', 'LIST', 'YES', 'YES'],
  ['READER', 'READ', 'YES', 'ABSENT'],
  ['READER', 'GIVE', 'READS_ONLY', 'READS_ONLY'],
  ['READER', 'OPEN', 'READS_ONLY', 'READS_ONLY'],
])('%s %s: %s where related, %s where not', (role, action, related, unrelated) => {
  const at = (who: Officer, there: boolean) =>
    may(who, action, { works: who.agency.type === 'PSB', caseId: CASE, related: there });
  expect(at(officer(role, 'PSB'), true)).toBe(related);
  expect(at(officer(role, 'PSB'), false)).toBe(unrelated);
  // kept out: as where not related, be the agency related or not
  expect(at(officer(role, 'PSB', [CASE]), true)).toBe(unrelated);
  // another officer's conflict, or another case's, changes nothing
  expect(at(officer(role, 'PSB', ['c2']), true)).toBe(related);
  // at another desk nobody may anything, the system nowhere
  expect(at(officer(role, 'RVC'), true)).toBe('STRANGER');
  expect(may(officer(role, 'SYSTEM'), action, { works: true, caseId: CASE, related: true })).toBe('STRANGER');
});

it('lets those who go to a child in danger break the glass, near the child, and nobody else', () => {
  const breaks = (who: Officer, near: boolean, at: 'PSB' | 'RVC' = 'PSB') =>
    may(who, 'BREAK', { works: who.agency.type === at, caseId: CASE, near });
  expect(breaks(officer('HANDLER', 'PSB'), true)).toBe('YES');
  expect(breaks(officer('HANDLER', 'PSB'), false)).toBe('ABSENT');
  expect(breaks(officer('HANDLER', 'PSB', [CASE]), true)).toBe('ABSENT');
  expect(breaks(officer('READER', 'PSB'), true)).toBe('READS_ONLY');
  expect(breaks(officer('HEAD', 'RVC'), true, 'RVC')).toBe('POWERLESS');
  expect(may(officer('HANDLER', 'PSB'), 'BREAK', { works, caseId: CASE, related: true })).toBe('ABSENT');
});

it('says no to what is not said', () => {
  expect(may(officer('HEAD', 'PSB'), 'READ', { works })).toBe('ABSENT');
  expect(may(officer('HEAD', 'PSB'), 'READ', { works, related: true })).toBe('ABSENT');
  expect(may(officer('HEAD', 'PSB'), 'READ', { works, caseId: CASE })).toBe('ABSENT');
});
