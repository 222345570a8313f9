import type { CaseRecord } from '#case';
import type { Fields } from './graphql/fields.ts';

/** What whoever answers for the place has to decide about flags: requests to withdraw one, and cases that may be one. */
export function mergesOf({ withdrawals, duplicates, merged, mergedInto }: CaseRecord, place: boolean): object {
  return {
    withdrawals: place ? withdrawals.map(({ id, flagId, status }) => ({ id, flagId, status })) : [],
    duplicates: place ? duplicates : [],
    merged: place ? merged : [],
    mergedInto,
  };
}

/** Cases that an officer is kept out of are not named as likely duplicates either. */
export const mergeFields: Fields = {
  Case: {
    duplicates: ({ duplicates }: { duplicates: readonly string[] }, _: never, { officer }) =>
      duplicates.filter((caseId) => !officer.barred.has(caseId)),
  },
};
