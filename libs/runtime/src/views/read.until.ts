import type { Instant } from '#calendar';
import type { DeskReader, Page } from './view.store.ts';

/** Stands in a row that its reader has for a time (只读期); rows change with events alone, and a time may end without one. */
const FIELD = 'readOnlyUntil';

/** Whether the time for which its reader has a row is over at a moment; a row without such a time stays. */
export function isOverAt(doc: string, at: Instant): boolean {
  if (!doc.includes(`"${FIELD}":`)) return false;
  const until = (JSON.parse(doc) as { readonly [FIELD]?: Instant | null })[FIELD];
  return typeof until === 'string' && until < at;
}

/** A reader that leaves out cases whose time is over: to it they are not there. */
export function withinTime(reader: DeskReader, now: () => Instant): DeskReader {
  const isOver = (doc: string) => isOverAt(doc, now());
  return {
    ...reader,
    case: async (agency, caseId) => {
      const doc = await reader.case(agency, caseId);
      return doc === null || isOver(doc) ? null : doc;
    },
    cases: async (agency, first, after) => {
      const rows: Page['rows'][number][] = [];
      let page: Page | undefined;
      let from = after;
      do {
        page = await reader.cases(agency, first - rows.length, from);
        rows.push(...page.rows.filter(({ doc }) => !isOver(doc)));
        from = page.rows.at(-1)?.cursor;
      } while (page.hasNext && rows.length < first);
      return { rows, hasNext: page.hasNext };
    },
    timeline: async (agency, caseId) => {
      const doc = await reader.case(agency, caseId);
      return doc !== null && isOver(doc) ? [] : reader.timeline(agency, caseId);
    },
  };
}
