import { type KeyMinorRecord, noKeyMinor } from '#ledger';
import type { AgencyType } from '#policy';

/** Where the child lives: a village of Shitai. */
const LIVES = '341722102201';
/** Where it moved to, in the same county. */
const MOVED = '341722100200';

/** Whose duty the register is (县委政法委、县民政局、县教体局、县公安局、县人社局、各乡镇, 石民函〔2025〕3号 一(二)). */
export const ON_DUTY: readonly AgencyType[] = ['PLAC', 'CA', 'EDU', 'PSB', 'HRSS', 'TOWN'];

/** Where an agency may stand, and whether it has a duty to a child that lives at {@link LIVES}, and at the place it moved to. */
export const STANDS: readonly (readonly [division: string, atHome: boolean, whereItMoved: boolean])[] = [
  ['34', false, false], // the province: nobody above the county is named
  ['3417', false, false],
  ['341722', true, true],
  ['341722102', true, false],
  [LIVES, true, false],
  ['341722100', false, true],
  ['341722102202', false, false],
  ['341721', false, false],
  ['441502', false, false],
];

/** An entry as far as it matters to who may know of it: by hand from the clause, not from the code. */
export interface EntrySituation {
  readonly name: string;
  readonly record: KeyMinorRecord;
  /** Whether whoever has a duty knows of it. */
  readonly known: boolean;
  readonly moved: boolean;
}

const at = '2025-03-11T10:00:00.000+08:00' as never;
const entry = (more: Partial<KeyMinorRecord>): KeyMinorRecord => ({
  ...noKeyMinor('k'),
  status: 'open',
  division: LIVES,
  duty: ON_DUTY,
  ...more,
});
const closed = (reason: 'NO_LONGER' | 'AGE_OUT' | 'MOVED_OUT' | 'MISTAKEN') =>
  entry({ status: 'closed', closed: { reason, at } });

export const ENTRIES: readonly EntrySituation[] = [
  { name: 'no entry at all', record: noKeyMinor('k'), known: false, moved: false },
  { name: 'an open entry', record: entry({}), known: true, moved: false },
  { name: 'moved within the county', record: entry({ division: MOVED }), known: true, moved: true },
  { name: 'no longer', record: closed('NO_LONGER'), known: true, moved: false },
  { name: 'turned eighteen', record: closed('AGE_OUT'), known: true, moved: false },
  { name: 'moved out', record: closed('MOVED_OUT'), known: true, moved: false },
  { name: 'a mistake', record: closed('MISTAKEN'), known: false, moved: false },
  { name: 'a pack that named nobody', record: entry({ duty: [] }), known: false, moved: false },
];
