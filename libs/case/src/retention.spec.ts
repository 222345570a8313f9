import { acceptedCase, girl, reported } from './given.fixture.ts';
import { keepingFacts, keptUntil } from './index.ts';

const day = (text: string) => text as never;
const months = (count: number, ...since: ('closing' | 'majority')[]) => ({ since, within: { months: count } });

describe('how long personal data are kept', () => {
  const facts = { closedOn: day('2025-08-31'), majorityOn: day('2030-02-28') };

  it.each([
    [months(6, 'closing'), '2026-02-28'],
    [months(12, 'majority'), '2031-02-28'],
    [months(12, 'closing', 'majority'), '2031-02-28'],
    [{ since: ['closing' as const], within: { days: 0 } }, '2025-08-31'],
    [{ since: ['closing' as const], within: { days: 30 } }, '2025-09-30'],
  ])('%j until %s', (rule, until) => {
    expect(keptUntil(facts, rule)).toBe(until);
  });

  it('has no end while the case is open, whatever it is counted from, or while a moment is not known', () => {
    expect(keptUntil({ ...facts, closedOn: null }, months(1, 'majority'))).toBeUndefined();
    expect(keptUntil({ ...facts, majorityOn: null }, months(1, 'closing', 'majority'))).toBeUndefined();
    expect(keptUntil({ ...facts, majorityOn: null }, months(1, 'closing'))).toBe('2025-09-30');
  });
});

describe('a case', () => {
  it('is kept while it is open, and while a police file of it is', () => {
    expect(keepingFacts(reported().record)).toMatchObject({ closedOn: null, majorityOn: girl.derived?.turns18On });
    const filed = acceptedCase().does('2025-03-05 09:00', 'psb', 'OpenPublicSecurityCase', {});
    const at = '2025-03-05T09:00:00.000+08:00' as never;
    const closing = { reason: 'NO_FINDING' as const, by: 'ca', at };
    const closed = { ...filed.record, status: 'closed' as const, closing };
    expect(keepingFacts(closed)?.closedOn).toBeNull();
    const files = closed.files.map((file) => ({ ...file, status: 'closed' as const }));
    expect(keepingFacts({ ...closed, files })?.closedOn).toBe('2025-03-05');
  });
});
