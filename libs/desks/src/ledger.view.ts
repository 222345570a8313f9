import type { NamedAgency } from '#access';
import { type Clock, runningClocks } from '#case';
import { categoriesFor, type LedgerEntryRecord, ledgerRelations, type Touch } from '#ledger';

/** Who may know that more reasons were found than those it sees. */
const TELLS_WHY = 'FocusCategoriesAdded';

/**
 * What an agency sees of a child's entry on the ledger, the same at every desk that shows it: who visits has the child, where it
 * lives and what was done; why it is on the ledger is for the township and civil affairs, as far as each may know.
 */
export function ledgerView(record: LedgerEntryRecord, agency: NamedAgency): object | null {
  const relations = ledgerRelations(record, agency);
  if (relations.size === 0) return null;
  const keeps = relations.has('civil-affairs');
  const running = runningClocks(record).filter(isDuty);
  const ended = record.clocks.filter((clock) => isDuty(clock) && !running.includes(clock));
  const { child, guardian, closed } = record;
  const touched = ({ note, ...one }: Touch) => ({ ...one, note: keeps && one.by !== agency.id ? undefined : note });
  return {
    id: record.id,
    status: record.status,
    division: record.division,
    childName: child?.name,
    childSex: child?.sex,
    birthDate: child?.birthDate,
    guardianName: guardian?.name,
    guardianPhone: guardian?.phone,
    address: record.address,
    categories: categoriesFor(record, agency),
    openedAt: record.openedAt,
    refreshedAt: record.refreshedAt,
    contacts: record.contacts.map(touched),
    visits: record.visits.map(touched),
    missed: record.missed.map(({ clock, due, madeUpBy }) => ({ clock, due, madeUp: madeUpBy !== null })),
    closedAt: closed?.at,
    closingReason: closed?.reason,
    clocks: [...running, ...ended],
    history: record.history.filter(({ event }) => keeps || event !== TELLS_WHY),
  };
}

/** An age that is reached is nobody's work. */
function isDuty({ kind }: Clock): boolean {
  return kind === 'duty';
}

/** Whose move it is: who is charged with a clock; township and civil affairs learn of one that is overdue. */
export function ledgerWaiting(record: LedgerEntryRecord, agency: NamedAgency): readonly Clock[] {
  const relations = ledgerRelations(record, agency);
  if (record.status !== 'open' || relations.size === 0) return [];
  const told = relations.has('township') || relations.has('civil-affairs');
  return runningClocks(record).filter(
    (clock) => isDuty(clock) && (clock.holder === agency.id || (told && clock.state === 'overdue')),
  );
}
