import { command, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';

const aCaution = { zh: '告诫书', en: 'domestic-violence caution' };

/** A domestic-violence caution on the violent person (告诫书, 反家庭暴力法16); neither admonition nor penalty. */
export interface Caution {
  readonly id: string;
  readonly by: string;
  readonly text: Sealed;
  readonly served: boolean;
  readonly visits: number;
}

export interface IssueCautionInput {
  /** Who did what, and that it is forbidden. */
  readonly text: Sealed;
}

export interface ServeCautionInput {
  readonly cautionId?: string;
}

export interface RecordCautionVisitInput {
  readonly cautionId?: string;
  readonly note: Sealed;
}

export interface CautionEvents {
  CautionIssued: { readonly cautionId: string; readonly text: Sealed };
  CautionServed: { readonly cautionId: string };
  CautionVisitRecorded: { readonly cautionId: string; readonly note: Sealed };
}

export const cautionEvents: EventDeclarations<CautionEvents> = {
  CautionIssued: { name: { zh: '已出具告诫书', en: 'Caution issued' } },
  CautionServed: { name: { zh: '告诫书已送交并通知村（居）委会', en: 'Caution served, committee told' } },
  CautionVisitRecorded: { name: { zh: '告诫后查访', en: 'Visit after a caution' } },
};

export const evolveCaution: Evolve<CautionEvents> = {
  CautionIssued: (record, { cautionId: id, text }, meta) => ({
    cautions: [...record.cautions, { id, by: meta.actor.agency.id, text, served: false, visits: 0 }],
  }),
  CautionServed: (record, { cautionId }) => ({ cautions: changed(record.cautions, cautionId, { served: true }) }),
  CautionVisitRecorded: (record, { cautionId }) => {
    const visits = record.cautions.find(({ id }) => id === cautionId)?.visits ?? 0;
    return { cautions: changed(record.cautions, cautionId, { visits: visits + 1 }) };
  },
};

const own = (record: CaseRecord, agency: string) => record.cautions.filter(({ by }) => by === agency);
const unserved = (record: CaseRecord, agency: string) => own(record, agency).filter(({ served }) => !served);
const served = (record: CaseRecord) => record.cautions.filter((caution) => caution.served);

/** 出具告诫书: for domestic violence too slight for a penalty (反家庭暴力法16). */
export const IssueCaution = command<IssueCautionInput>({
  name: { zh: '出具告诫书', en: 'Issue a domestic-violence caution' },
  personal: { text: 'evidence' },
  emits: ['CautionIssued'],
  guards: [],
  decide: ({ text }, _, { newId }) => [{ type: 'CautionIssued', data: { cautionId: newId(), text } }],
});

/** 送交告诫书: to both parties, and the committee is told (反家庭暴力法17). */
export const ServeCaution = command<ServeCautionInput>({
  name: { zh: '送交告诫书', en: 'Serve a caution' },
  personal: {},
  emits: ['CautionServed'],
  guards: [needs(unserved, aCaution, own)],
  decide: ({ cautionId }, record, { actor }) =>
    on(cautionId, unserved(record, actor.agency.id), aCaution, ({ id }) => [
      { type: 'CautionServed', data: { cautionId: id } },
    ]),
});

/** 告诫后查访: committee and substation see that the violence has stopped (反家庭暴力法17). */
export const RecordCautionVisit = command<RecordCautionVisitInput>({
  name: { zh: '记录告诫后查访', en: 'Record a visit after a caution' },
  personal: { note: 'evidence' },
  emits: ['CautionVisitRecorded'],
  guards: [needs(served, aCaution)],
  decide: ({ cautionId, note }, record) =>
    on(cautionId, served(record), aCaution, ({ id }) => [
      { type: 'CautionVisitRecorded', data: { cautionId: id, note } },
    ]),
});
