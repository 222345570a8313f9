import type { Agency } from '#policy';
import { type CaseRecord, type Clock, clockOf } from '../record.ts';
import { hearsOfChannel, relationsOf } from '../relation.ts';
import { isOfChannel, knownAbove } from './overseen.ts';

/**
 * Clocks that ran out and were reported to an organ as the one above their holder (报上级), for it to have corrected (家庭教育促进法50):
 * those that are overdue, and those that were stopped late. Work of the psychological channel is told to those who are in it, and to
 * superior organs that look after their system.
 */
export function breachesBelow(record: CaseRecord, agency: Agency): readonly Clock[] {
  const own = relationsOf(record, agency);
  if (!own.has('told-above')) return []; // of most agencies no more is read
  return record.superiors.flatMap(({ to, clockId }) => {
    const clock = to === agency.id ? clockOf(record, clockId) : undefined;
    if (!clock || !(clock.state === 'overdue' || clock.late === true) || !knownAbove(clock, record)) return [];
    return isOfChannel(clock, record) && !hearsOfChannel(agency, own) ? [] : [clock];
  });
}
