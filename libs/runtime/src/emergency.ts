import type { CaseRecord, Sealed } from '#case';

/** What an officer in an emergency needs of a case (紧急调阅): who the child is, who looks after it, where, and who has the case. */
export interface EmergencySight {
  readonly caseId: string;
  readonly division: string;
  readonly danger: boolean;
  readonly childId: string | undefined;
  readonly childName: Sealed | undefined;
  readonly guardianName: Sealed | undefined;
  readonly guardianPhone: Sealed | undefined;
  readonly withWhom: readonly string[];
}

/** Copies what is for an emergency, and nothing of reporters, clinics, findings or offences; null where there is no case. */
export function emergencySight(record: CaseRecord): EmergencySight | null {
  if (record.status === 'none') return null;
  const { id, division, child, guardian, flags, reports } = record;
  const with_ = [...flags.map(({ committee }) => committee), ...reports.map(({ to }) => to)];
  return {
    caseId: id,
    division,
    danger: record.danger || record.psych.emergency || record.removal !== null || flags.some((flag) => flag.danger),
    childId: child?.childId,
    childName: child?.name,
    guardianName: guardian?.name,
    guardianPhone: guardian?.phone,
    withWhom: [...new Set(with_.filter((agency): agency is string => agency !== null))],
  };
}
