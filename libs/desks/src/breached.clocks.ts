import type { NamedAgency } from '#access';
import { type CaseRecord, type Clock, relationsOf } from '#case';

/**
 * Breached clocks of other agencies that an organ sees from where it stands (可引用的超期): of orders that it issued or that
 * were taken to it, of files that are before it and of whether to file them, and, for who holds the report, of what led up to the report.
 * A clock that would name whoever reported is none of them (反家暴法14).
 */
export function breachedClocks(record: CaseRecord, agency: NamedAgency): readonly Clock[] {
  const { id } = agency;
  const relations = relationsOf(record, agency);
  const orders = record.orders.filter(({ issuer, escalatedTo }) => issuer === id || escalatedTo === id);
  const files = record.files.filter(
    ({ by, kind, everFiled, askedBy }) =>
      by === id || askedBy === id || (relations.has('filed-with') && kind === 'CRIMINAL' && everFiled === true),
  );
  const committees = new Set(record.flags.map(({ committee }) => committee));
  const reporters = new Set(record.reports.map(({ by }) => by).filter((by) => !committees.has(by)));
  const before = (items: readonly { readonly id: string }[], item: string) => items.some((one) => one.id === item);
  return record.clocks.filter(({ scope, item, state, late, kind, holder }) => {
    const breached = kind === 'duty' && (state === 'overdue' || late === true);
    if (!breached || holder === null || holder === id || reporters.has(holder)) return false;
    if (scope === 'order') return before(orders, item);
    if (scope === 'file') return before(files, item);
    if (scope === 'filing') return files.some(({ reportId }) => reportId === item);
    const psych = record.flags.some((flag) => flag.id === item && flag.kind === 'PSYCH_ABNORMALITY');
    return (scope === 'case' || scope === 'flag') && !psych && relations.has('police');
  });
}
