import {
  type About,
  aboutPersonal,
  type Context,
  type EligibilityCode,
  FOCUS_CATEGORIES,
  type FocusCategory,
  refuse,
} from '#case';
import type { Pack } from '#policy';
import { anEntry, onLedger } from './command.ts';
import type { LedgerEvent } from './events.ts';
import type { LedgerEntryRecord } from './record.ts';
import { aboutIn, lastDayBefore, limitOf, testedOn, type WhomInput } from './whom.ts';

/** Whom an entry is for, and why. */
export interface OpenLedgerEntryInput extends WhomInput {
  readonly categories: readonly FocusCategory[];
}

/** What a case says of its child, for the ledger (来自个案). */
export interface EnterFromCaseInput {
  readonly caseId: string;
  readonly about: About;
  readonly categories: readonly FocusCategory[];
  readonly openedBy: string;
  readonly openToThePlace: boolean;
}

/** Who opens an entry on the place's behalf: what they know, committee and township of the place know. */
const OF_THE_PLACE: readonly string[] = ['RVC', 'CD', 'TOWN', 'STATION', 'CS'];

/** A child who asks for help needs to have crossed a township's border alone: the pack says for which category. */
function crossing(pack: Pack, categories: readonly FocusCategory[]): Pack {
  const nearer = categories.every((category) => pack.focus[category]?.crossing === 'township');
  return nearer ? { ...pack, eligibility: { ...pack.eligibility, crossing: 'township' } } : pack;
}

interface Entering {
  readonly about: About;
  readonly categories: readonly FocusCategory[];
  readonly eligibility: EligibilityCode;
  readonly caseId: string | null;
  readonly openedBy: string;
  readonly openToThePlace: boolean;
}

/** A new entry, or more reasons for the one there is: one child, one file (一人一档). */
function entered(record: LedgerEntryRecord, entering: Entering, pack: Pack): readonly LedgerEvent[] {
  const { about, categories, eligibility, caseId, openedBy, openToThePlace } = entering;
  const ledgerEntryId = record.id;
  if (record.status === 'open') {
    const added = categories.filter((category) => !record.categories.some((one) => one.category === category));
    const data = { ledgerEntryId, categories: added, caseId, openToThePlace };
    return added.length > 0 ? [{ type: 'FocusCategoriesAdded', data }] : [];
  }
  const { child, guardian, division, address } = about;
  const lastDay = lastDayBefore(limitOf(about, pack));
  const whom = { child, guardian, division, address };
  const data = { ledgerEntryId, categories, ...whom, eligibility, lastDay, caseId, openedBy, openToThePlace };
  return [{ type: 'EnteredOnLedger', data }];
}

/**
 * 纳入台账: for a migrant child in one of the pack's categories. Whether the child is one is tested here, with the reason why
 * not; protection never asks.
 */
export const OpenLedgerEntry = onLedger<OpenLedgerEntryInput>({
  name: { zh: '纳入重点关爱台账', en: 'Open a ledger entry' },
  personal: aboutPersonal,
  emits: ['EnteredOnLedger'],
  opensCase: true,
  guards: [],
  decide(input, record, context: Context) {
    const { at, pack, actor, newId } = context;
    const { categories, sourceCaseId = null } = input;
    const about = aboutIn(input, record.child, newId);
    if (!about) return refuse(sourceCaseId === null ? 'WHO_AND_WHERE' : 'NOT_FOUND');
    const unknown = categories.find((category) => pack.focus[category] === undefined);
    if (unknown) return refuse('NO_SUCH_ITEM', null, { item: FOCUS_CATEGORIES[unknown] });
    const { eligible, code } = testedOn(input, about, at, crossing(pack, categories));
    if (!eligible) return refuse('NOT_A_MIGRANT_CHILD', pack.eligibility, { why: code });
    const openToThePlace = OF_THE_PLACE.includes(actor.agency.type);
    const whose = { caseId: sourceCaseId, openedBy: actor.agency.id, openToThePlace };
    const events = entered(record, { about, categories, eligibility: code, ...whose }, pack);
    return events.length > 0 ? events : refuse('ALREADY_DONE', null, { item: anEntry });
  },
});

/** 个案纳入台账: a case has found that its child needs focused care, and tested that it is a migrant child. */
export const EnterFromCase = onLedger<EnterFromCaseInput>({
  name: { zh: '个案儿童纳入台账', en: 'A case’s child enters the ledger' },
  personal: {},
  emits: ['EnteredOnLedger', 'FocusCategoriesAdded'],
  opensCase: true,
  guards: [],
  decide: (input, record, { pack }) => entered(record, { ...input, eligibility: 'ELIGIBLE' }, pack),
});
