import type { NamedAgency } from '#access';
import { isOnDuty, type KeyMinorRecord, readsMeasure, readsWhatWasFound } from '#ledger';
import { isAboveTownship } from '#policy';

/**
 * What an agency sees of a child's entry on the key-minor register, the same at every desk that shows it: who the child is, how it
 * was found to behave, and that something was done. What the entry rests on is for whoever found it and the police; what was noted
 * of a measure, and in which case it was taken, for whoever gave it.
 */
export function keyMinorView(record: KeyMinorRecord, agency: NamedAgency): object | null {
  if (!isOnDuty(record, agency)) return null;
  const { child, guardian, closed } = record;
  return {
    id: record.id,
    status: record.status,
    division: record.division,
    townshipKnown: !isAboveTownship(record.division),
    childName: child?.name,
    childSex: child?.sex,
    birthDate: child?.birthDate,
    guardianName: guardian?.name,
    guardianPhone: guardian?.phone,
    address: record.address,
    found: record.found.map((one) => {
      const reads = readsWhatWasFound(one, agency);
      return {
        id: one.id,
        behaviour: one.behaviour,
        foundOn: one.foundOn,
        by: one.by,
        facts: reads ? one.facts : undefined,
        survey: reads ? one.survey : undefined,
        caseId: one.by === agency.id ? one.caseId : undefined, // another may have no part in the case
      };
    }),
    measures: record.measures.map(({ note, taken, ...one }) => {
      const reads = readsMeasure(one, agency);
      return {
        ...one,
        note: reads ? note : undefined,
        caseId: reads ? taken?.caseId : undefined,
        measureId: reads ? taken?.measureId : undefined,
      };
    }),
    enteredAt: record.enteredAt,
    closedAt: closed?.at,
    closingReason: closed?.reason,
    history: record.history,
  };
}
