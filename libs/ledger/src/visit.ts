import type { Instant } from '#calendar';
import { type Context, clockOf, refuse, type Sealed } from '#case';
import { onLedger, whileOnLedger } from './command.ts';
import { inPeriod } from './period.ts';
import type { LedgerEntryRecord } from './record.ts';

/** How a child was contacted (联系方式). */
export const CONTACT_MEANS = {
  PHONE: { zh: '电话', en: 'By telephone' },
  MESSAGE: { zh: '线上信息', en: 'By message' },
  IN_PERSON: { zh: '当面', en: 'In person' },
} as const;
export type ContactMeans = keyof typeof CONTACT_MEANS;

export interface RecordContactInput {
  readonly means: ContactMeans;
  readonly note?: Sealed;
}

export interface RecordHomeVisitInput {
  readonly note?: Sealed;
}

/** Before the child was on the ledger, nobody visited for it. */
function tooEarly({ openedAt }: LedgerEntryRecord, occurredAt: Instant) {
  const early = openedAt !== null && occurredAt < openedAt;
  return early ? refuse('NOT_YET', null, { item: { zh: '发生在建档之前', en: 'it was before the entry' } }) : undefined;
}

/** Missed periods, by their clocks, that an event such as this would have been in time for. */
function makesUp(event: string, record: LedgerEntryRecord, { occurredAt, packOf }: Context) {
  return record.missed
    .filter(({ madeUpBy }) => madeUpBy === null)
    .flatMap(({ clockId }) => {
      const clock = clockOf(record, clockId);
      if (!clock || !inPeriod(clock, occurredAt)) return [];
      return packOf(clock).clocks[clock.clock]?.stops.some((stop) => stop.event === event) ? [clockId] : [];
    });
}

/** 联系: the child, or whoever looks after it, was spoken to. One of last month that is entered now counts for last month. */
export const RecordContact = onLedger<RecordContactInput>({
  name: { zh: '记录联系', en: 'Record a contact' },
  personal: { note: 'evidence' },
  emits: ['ContactRecorded'],
  guards: [whileOnLedger],
  decide({ means, note }, record, context) {
    const early = tooEarly(record, context.occurredAt);
    if (early) return early;
    const made = makesUp('ContactRecorded', record, context);
    const data = { ledgerEntryId: record.id, contactId: context.newId(), means, note, makesUp: made };
    return [{ type: 'ContactRecorded', data }];
  },
});

/** 入户走访: a visit at home, which is a contact too. */
export const RecordHomeVisit = onLedger<RecordHomeVisitInput>({
  name: { zh: '记录入户走访', en: 'Record a home visit' },
  personal: { note: 'evidence' },
  emits: ['HomeVisitRecorded', 'ContactRecorded'],
  guards: [whileOnLedger],
  decide({ note }, record, context) {
    const early = tooEarly(record, context.occurredAt);
    if (early) return early;
    const { newId } = context;
    const of = (event: string) => ({ ledgerEntryId: record.id, makesUp: makesUp(event, record, context) });
    return [
      { type: 'HomeVisitRecorded', data: { ...of('HomeVisitRecorded'), visitId: newId(), note } },
      { type: 'ContactRecorded', data: { ...of('ContactRecorded'), contactId: newId(), means: 'IN_PERSON' } },
    ];
  },
});
