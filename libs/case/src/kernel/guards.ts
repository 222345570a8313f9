import type { Guard } from './command.ts';
import { refuse } from './refusal.ts';

/** Work on a closed case begins with a new flag, which reopens it. */
export const notClosed: Guard = (record) => (record.status === 'closed' ? refuse('CASE_CLOSED') : undefined);

/** The protection of minors ends at eighteen (未保法2); whether a child is in the migrant programme never matters here. What is entered late counts when it happened. */
export const under18: Guard = (record, { at, occurredAt = at }) =>
  record.child?.turns18On && occurredAt.slice(0, 10) >= record.child.turns18On
    ? refuse('OVER_18', { cite: { law: '未成年人保护法', article: '2' }, standing: 'statute' })
    : undefined;
