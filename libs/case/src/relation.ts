import type { Agency } from '#policy';
import type { CaseRecord } from './record.ts';

/**
 * How an agency stands to a case (机构与个案的关系): by what it did or was given, or by the place it answers for. An agency
 * without any relation does not learn that the case exists.
 */
export type Relation =
  | 'flagger'
  | 'committee'
  | 'place'
  | 'reporter'
  | 'police'
  | 'finder'
  | 'issuer'
  | 'provider'
  | 'overseer';

const PLACE_TYPES = ['RVC', 'TOWN', 'STATION', 'CS', 'CA'];
const OVERSIGHT_TYPES = ['WCCW', 'PLAC'];

/** Every relation an agency has to a case; empty when it has none. */
export function relationsOf(record: CaseRecord, agency: Agency): ReadonlySet<Relation> {
  const { id, type, division } = agency;
  const relations = new Set<Relation>();
  if (record.status === 'none') return relations;
  const has = (relation: Relation, holds: boolean) => holds && relations.add(relation);
  has(
    'flagger',
    record.flags.some(({ by }) => by === id),
  );
  has(
    'committee',
    record.flags.some(({ committee }) => committee === id),
  );
  has(
    'reporter',
    record.reports.some(({ by }) => by === id),
  );
  has(
    'police',
    record.reports.some(({ to }) => to === id),
  );
  has(
    'finder',
    record.findings.some(({ by }) => by === id),
  );
  has(
    'issuer',
    record.orders.some(({ issuer }) => issuer === id),
  );
  has(
    'provider',
    record.orders.some(({ provider }) => provider === id),
  );
  const covers = record.division.startsWith(division);
  has('place', covers && PLACE_TYPES.includes(type) && record.flags.some(({ open }) => open));
  has('overseer', covers && OVERSIGHT_TYPES.includes(type));
  return relations;
}

/** Agencies named in the record itself; those that see it by place come from the directory. */
export function partiesOf(record: CaseRecord): ReadonlySet<string> {
  const ids = [
    ...record.flags.flatMap(({ by, committee }) => [by, committee]),
    ...record.reports.flatMap(({ by, to }) => [by, to]),
    ...record.findings.map(({ by }) => by),
    ...record.orders.flatMap(({ issuer, provider }) => [issuer, provider]),
  ];
  return new Set(ids.filter((id): id is string => id !== null));
}

/** Agency types that see a case because of the place it is in. */
export const territorialTypes: readonly string[] = [...PLACE_TYPES, ...OVERSIGHT_TYPES];
