import type { Agency } from '#policy';
import type { CaseRecord, Clock } from '../record.ts';
import { flagsKnownTo, relationsOf } from '../relation.ts';
import { aboutClock } from './overseen.ts';

/** Clocks of the psychological track; some are counted for the case. */
const OF_PSYCH = /^PSYCH_/;
export const ofPsych = (clock: string) => OF_PSYCH.test(clock);

/** Agencies whose flags the place does not see: what is counted for them is theirs. */
function hiddenFlaggers({ flags }: CaseRecord): ReadonlySet<string | null> {
  return new Set(flags.filter(({ open }) => !open).map(({ by }) => by));
}

/** Whether a clock that is counted for the case belongs to work that the place does not see (不可见的办理). */
export function ofHiddenWork({ clock, holder }: Pick<Clock, 'clock' | 'holder'>, record: CaseRecord): boolean {
  return ofPsych(clock) || hiddenFlaggers(record).has(holder);
}

/**
 * Whether an agency may know of a clock that its own command started or ended (命令可告知的时限): what is counted for a flag that it does not see,
 * or for work hidden from it, is not in the answer.
 */
export function clockKnownTo(
  clock: Pick<Clock, 'clock' | 'scope' | 'item' | 'holder'>,
  record: CaseRecord,
  agency: Agency,
): boolean {
  if (clock.holder === agency.id) return true;
  const about = aboutClock(clock, record);
  if (about) return clockKnownTo(about, record, agency);
  if (clock.scope === 'flag') return flagsKnownTo(record, agency).some(({ id }) => id === clock.item);
  const own = relationsOf(record, agency);
  const inPsych = own.has('psych-channel') || own.has('noticed-psych');
  return (
    clock.scope !== 'case' || own.has('police') || !ofHiddenWork(clock, record) || (inPsych && ofPsych(clock.clock))
  );
}
