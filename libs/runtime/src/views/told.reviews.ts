import type { AgencyDirectory } from '#access';
import type { StoredEvent } from '#event-store';
import type { ChangedRow } from './shown.ts';
import { type DeskSelectors, worksAt } from './view.ts';

/** Stands before the id of an emergency reading: what is told of it belongs to no case and to no other record. */
const REVIEW = 'glass-review-';
const OF = ' of ';
const AUDIT = 'audit-';

/** What changes what waits for review: it became overdue, or somebody reviewed it. */
const TELLING = new Set(['GlassReviewOverdue', 'GlassReviewed']);

/** The emergency reading that a change is about, with the case that was read; undefined where it is about something else. */
export function reviewIn(owner: string): { readonly id: string; readonly caseId: string } | undefined {
  if (!owner.startsWith(REVIEW)) return undefined;
  const [id = '', caseId = ''] = owner.slice(REVIEW.length).split(OF);
  return { id, caseId };
}

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
    return own.map(({ name }) => ({ desk: name, agency: agency.id, caseId: `${REVIEW}${use}${OF}${caseId}` }));
  });
}
