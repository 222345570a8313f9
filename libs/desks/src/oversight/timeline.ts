import type { Instant } from '#calendar';
import { BadInput } from '#commands';
import { readerOf } from '#runtime';
import type { Desk } from '../desk.ts';
import type { Asker } from '../graphql/context.ts';
import { shownCase } from '../graphql/shown.case.ts';
import type { OversightEntry } from './oversight.entry.ts';
import { audienceOf, entriesOf } from './system.ts';

type Here = Pick<Desk, 'name' | 'shared' | 'agencies' | 'works'>;

/** A case, and the moment as of which it is asked for; now, when none is given. */
export interface AsOf {
  readonly caseId: string;
  readonly asOf?: Instant | null;
}

/**
 * What the officer's agency may see of a case's timeline, as it was shown at a moment (截至某时): entries stay as they were
 * recorded, so leaving out those that were recorded later gives the answer of then, to the byte. Null where the case is not
 * there for the agency.
 *
 * @throws BadInput when the moment lies ahead.
 */
export async function timelineOf(
  desk: Here,
  { caseId, asOf }: AsOf,
  context: Asker,
): Promise<readonly OversightEntry[] | null> {
  const { officer, runtime } = context;
  if (asOf && asOf > runtime.host.now()) {
    throw new BadInput([{ field: 'asOf', rule: 'past', message: { zh: '不得晚于现在', en: 'not later than now' } }]);
  }
  if ((await shownCase(desk, caseId, context)) === null) return null;
  const docs = await runtime
    .desk(desk.name, officer.barred)
    .timeline(readerOf(desk, officer.agency), caseId.toLowerCase());
  const entries = docs.map((doc): OversightEntry => JSON.parse(doc));
  const then = asOf ? entries.filter(({ at }) => at <= asOf) : entries;
  return entriesOf(then, audienceOf(officer.agency), runtime.directory);
}
