import { GraphQLError } from 'graphql';
import { may } from '#access';
import type { Sealed } from '#case';
import { worksAt } from '#runtime';
import type { Desk } from '../desk.ts';
import { checkedReason } from './checked.reason.ts';
import type { DeskContext } from './context.ts';

const SHORTEST = 2;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface Named {
  readonly officer: string;
  readonly caseId: string;
}

/** The resolvers by which the head of an agency keeps its officers out of cases (回避), the same at every desk. */
export function conflictResolvers(desk: Desk) {
  /** @throws FORBIDDEN for whoever is not a head of the agency; said before anything is looked for. */
  const asHead = ({ officer }: DeskContext) => {
    if (may(officer, 'RECUSE', { works: worksAt(desk, officer.agency) }) === 'YES') return;
    throw new GraphQLError('仅本机构负责人可以决定回避。For a head of the agency alone.', {
      extensions: { code: 'FORBIDDEN' },
    });
  };

  /** The officer and the case, where the head may decide on them: a case that the head is kept out of is not there. */
  const decidable = (given: Named, { officer: head, runtime }: DeskContext): Named | undefined => {
    const caseId = given.caseId.toLowerCase();
    const own = runtime.directory.officer(given.officer)?.agency.id === head.agency.id;
    return own && UUID.test(caseId) && !head.barred.has(caseId) ? { officer: given.officer, caseId } : undefined;
  };

  const conflicts = async (_: unknown, __: unknown, context: DeskContext) => {
    if (may(context.officer, 'RECUSE', { works: worksAt(desk, context.officer.agency) }) !== 'YES') return [];
    const { officer: head, runtime } = context;
    const own = runtime.directory.officers().filter(({ agency }) => agency.id === head.agency.id);
    const found = (await context.conflicts?.of(own.map(({ id }) => id))) ?? [];
    return found.filter(({ caseId }) => !head.barred.has(caseId));
  };

  const recordConflict = async (_: unknown, given: Named & { readonly reason: string }, context: DeskContext) => {
    asHead(context);
    const reason = checkedReason(given.reason, SHORTEST);
    const named = decidable(given, context);
    if (!named || !context.conflicts) return false;
    const { officer: head, runtime } = context;
    const childId = (await runtime.emergency(named.caseId))?.childId ?? named.caseId;
    const sealed: Sealed = await runtime.vault.seal({ childId, category: 'evidence', field: 'conflict' }, reason);
    await runtime.audit(head, 'ConflictRecorded', { ...named, by: head.id }); // what cannot be noted is not done
    await context.conflicts.record({ ...named, reason: sealed, by: head.id }, runtime.host.now());
    return true;
  };

  const endConflict = async (_: unknown, given: Named, context: DeskContext) => {
    asHead(context);
    const named = decidable(given, context);
    const { officer: head, runtime } = context;
    if (!named || named.officer === head.id) return false;
    const ended = (await context.conflicts?.end(named.officer, named.caseId, runtime.host.now())) ?? false;
    if (ended) await runtime.audit(head, 'ConflictEnded', { ...named, by: head.id });
    return ended;
  };

  return { query: { conflicts }, mutation: { recordConflict, endConflict } };
}
