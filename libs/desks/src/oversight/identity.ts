import { OpenIdentity, readFields } from '#commands';
import type { Resolver } from '../desk.ts';
import { shownCase } from '../graphql/shown.case.ts';
import { here } from './here.ts';

/**
 * 查看身份: the child's name and birth date and the guardian's name, once the reason has been recorded; never who reported, nor
 * what is clinical or sealed off. A case that is not there for the agency is answered as one that never was, and is not recorded.
 */
export const identityMutations: Readonly<Record<string, Resolver>> = {
  openIdentity: async (_, { input }: { input: Record<string, unknown> }, context) => {
    const { caseId, idempotencyKey, reason } = readFields(OpenIdentity, input);
    // 政法委 sees tasks, counts and what is overdue, and no records: it has no use for a name
    if (context.officer.agency.type === 'PLAC') return null;
    if ((await shownCase(here, caseId, context)) === null) return null;
    return context.runtime.openIdentity({ officer: context.officer, caseId, reason, idempotencyKey });
  },
};
