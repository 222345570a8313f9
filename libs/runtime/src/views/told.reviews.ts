import type { AgencyDirectory } from '#access';
import type { StoredEvent } from '#event-store';
import type { ChangedRow } from './shown.ts';
import { type DeskSelectors, worksAt } from './view.ts';

const AUDIT = 'audit-';

/** What changes what waits for review: it became overdue, or somebody reviewed it. */
const TELLING = new Set(['GlassReviewOverdue', 'GlassReviewed']);

/** Whom events of audit streams concern (紧急调阅复核变动): there is no row of the views in it, and yet an inbox changes. */
export function reviewsTold(
  events: readonly StoredEvent[],
  { desks, directory }: { readonly desks: readonly DeskSelectors[]; readonly directory: AgencyDirectory },
): readonly ChangedRow[] {
  return events.flatMap(({ stream, type, data }) => {
    if (!TELLING.has(type) || !stream.startsWith(AUDIT)) return [];
    const agency = directory.get(stream.slice(AUDIT.length));
    const { use, caseId } = data as { readonly use?: unknown; readonly caseId?: unknown };
    if (!agency || typeof use !== 'string' || typeof caseId !== 'string') return [];
    const own = desks.filter((desk) => worksAt(desk, agency));
    return own.map(({ name }) => ({ desk: name, agency: agency.id, caseId, review: use }));
  });
}
