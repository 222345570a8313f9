import type { AgencyType } from '#policy';
import { psychOpened, psychShared } from '../psych/consented.ts';
import { type CaseRecord, type Clock, clockOf } from '../record.ts';
import { isReporter } from '../report/confidential.ts';
import { inChannel } from './channel.ts';

/**
 * Files and whether a report is to become one, cautions, rehabilitation, diagnoses, special school, protection orders: clocks of hidden
 * work are hidden with it (预防法59, 反家暴法17, 32, 精神卫生法4).
 */
const HIDDEN_SCOPES: ReadonlySet<Clock['scope']> = new Set([
  'filing',
  'file',
  'caution',
  'rehab',
  'diagnosis',
  'school-term',
  'protection-order',
]);

const isPsychFlag = (item: string, { flags }: Pick<CaseRecord, 'flags'>) =>
  flags.some(({ id, kind }) => id === item && kind === 'PSYCH_ABNORMALITY');

/** Whether a clock is of the psychological channel or of a flag that waits for it, or is about one that is. */
export function isOfChannel(clock: Clock, record: CaseRecord): boolean {
  const about = aboutClock(clock, record);
  if (about) return isOfChannel(about, record);
  return isPsychFlag(clock.item, record) || clock.scope === 'referral' || inChannel(clock);
}

/** Whether whoever oversees the place may know of a clock (督导可见的时限). */
export function overseen(clock: Pick<Clock, 'scope' | 'item' | 'clock' | 'channel'>, record: CaseRecord): boolean {
  const { scope, item } = clock;
  if (HIDDEN_SCOPES.has(scope)) return false;
  const about = aboutClock(clock, record);
  if (about) return overseen(about, record);
  if (isPsychFlag(item, record) || scope === 'referral') return psychOpened(record);
  // what the channel counts for the case itself is the emergency; all else waits for consent
  return !inChannel(clock) || (scope === 'case' ? psychShared(record) : psychOpened(record));
}

/** Clinical work among what is hidden. */
const CLINICAL_SCOPES: ReadonlySet<Clock['scope']> = new Set(['rehab', 'diagnosis']);

/**
 * Whether the organ above its holder may know of a clock (上级可见的时限): of its own system's files and orders it does, of the psychological
 * channel only once that is opened, of clinical work never (精神卫生法4), nor of a clock that names its holder as one who flagged or
 * reported (反家庭暴力法14).
 */
export function knownAbove(clock: Clock, record: CaseRecord): boolean {
  const about = aboutClock(clock, record);
  if (about) return knownAbove(about, record);
  if (clock.holder === null || namesReporter(clock, record)) return false;
  return (HIDDEN_SCOPES.has(clock.scope) && !CLINICAL_SCOPES.has(clock.scope)) || overseen(clock, record);
}

/** Work on a flag, what is owed for having seen something, and what the police ask of whoever reported; other work names who does it. */
function namesReporter({ scope, item, holder }: Clock, record: CaseRecord): boolean {
  if (holder === null || !isReporter(holder, record)) return false;
  return scope === 'flag' || scope === 'case' || record.reports.some(({ id, by }) => id === item && by === holder);
}

/** What is no case is neither supervised nor given more time. */
type Overseen = Pick<CaseRecord, 'clocks'> & Partial<Pick<CaseRecord, 'extensions' | 'supervisions'>>;

/** The clock that an extension was asked for, or that a supervision is about. */
export function aboutClock(
  { scope, item }: Pick<Clock, 'scope' | 'item'>,
  { clocks, extensions = [], supervisions = [] }: Overseen,
): Clock | undefined {
  const those = scope === 'extension' ? extensions : scope === 'supervision' ? supervisions : [];
  const id = those.find((one) => one.id === item)?.clockId;
  return clockOf({ clocks }, id);
}

/** Types whose superior is of another type, with the system that they belong to. */
const SYSTEMS: Partial<Readonly<Record<AgencyType, AgencyType>>> = {
  PS: 'PSB',
  MPRA: 'CA',
  CWI: 'CA',
  SCHOOL: 'EDU',
  HOSP: 'HEALTH',
  PSYSO: 'HEALTH',
};

/** The system an agency belongs to (系统): police with their substations, education with its schools, and so on. */
export function systemOf(type: AgencyType): AgencyType {
  return SYSTEMS[type] ?? type;
}
