import type { Agency } from '#policy';
import type { RecommendationRecord } from './record.ts';

/** How an agency stands to a recommendation; without any relation it does not learn that there is one. */
export type RecommendationRelation = 'issuer' | 'addressee' | 'superior' | 'civil-affairs' | 'overseer';

/** Agency types that see a recommendation because of where its addressee is. */
export const recommendationTypes: readonly Agency['type'][] = ['CA', 'WCCW'];

/**
 * Every relation of an agency to a recommendation. Until it is served only its issuer knows of it. Civil affairs sees that one
 * about the protection of minors is there, the working committee on children and women (未成年人保护法9) that any is; neither
 * sees what it says.
 */
export function recommendationRelations(
  record: RecommendationRecord,
  { id, type, division }: Agency,
): ReadonlySet<RecommendationRelation> {
  const relations = new Set<RecommendationRelation>();
  if (record.status === 'none') return relations;
  if (record.issuer === id) relations.add('issuer');
  if (record.servedAt === null) return relations;
  if (record.addressee === id) relations.add('addressee');
  if (record.escalatedTo === id) relations.add('superior');
  const covers = record.division.startsWith(division);
  if (covers && type === 'CA' && record.subject === 'MINOR_PROTECTION') relations.add('civil-affairs');
  if (covers && type === 'WCCW') relations.add('overseer');
  return relations;
}

/** Agencies that the record itself names. */
export function recommendationParties({ issuer, addressee, escalatedTo }: RecommendationRecord): readonly string[] {
  return [issuer, addressee, escalatedTo].filter((id): id is string => id !== null && id !== '');
}
