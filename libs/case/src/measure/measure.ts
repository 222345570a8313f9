import { command, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import type { Sealed } from '../kernel/sealed.ts';
import { partyRefusal } from '../parties.ts';
import type { CaseRecord } from '../record.ts';

const aMeasure = { zh: '矫治教育措施', en: 'corrective measure' };

/** A corrective measure on the child (矫治教育措施, 预防法41), never on the guardian; a sealed record (预防法59). */
export interface Measure {
  readonly id: string;
  readonly by: string;
  readonly description: Sealed;
  /** Agencies invited to take part (预防法42); they see it. */
  readonly invited: readonly string[];
  readonly status: 'applied' | 'ended';
}

export interface ApplyMeasureInput {
  readonly description: Sealed;
  readonly invited?: readonly string[];
}

export interface EndMeasureInput {
  readonly measureId?: string;
}

export interface RemoveFromDangerInput {
  /** Where the child was taken; hidden from the guardian. */
  readonly placement: Sealed;
  readonly note?: Sealed;
}

export interface MeasureEvents {
  MeasureApplied: { readonly measureId: string; readonly description: Sealed; readonly invited: readonly string[] };
  MeasureEnded: { readonly measureId: string };
  ChildRemoved: { readonly placement: Sealed; readonly note?: Sealed };
}

export const measureEvents: EventDeclarations<MeasureEvents> = {
  MeasureApplied: { name: { zh: '采取矫治教育措施', en: 'Corrective measure applied' } },
  MeasureEnded: { name: { zh: '矫治教育措施结束', en: 'Corrective measure ended' } },
  ChildRemoved: { name: { zh: '带离危险环境', en: 'Child removed from danger' } },
};

export const evolveMeasure: Evolve<MeasureEvents> = {
  MeasureApplied: (record, { measureId: id, description, invited }, meta) => ({
    measures: [...record.measures, { id, by: meta.actor.agency.id, description, invited, status: 'applied' }],
  }),
  MeasureEnded: (record, { measureId }) => ({ measures: changed(record.measures, measureId, { status: 'ended' }) }),
  ChildRemoved: (_, { placement }, meta) => ({ removal: { by: meta.actor.agency.id, at: meta.occurredAt, placement } }),
};

/** 矫治教育措施: police take one of nine measures on a child with serious misbehaviour (预防法41). */
export const ApplyMeasure = command<ApplyMeasureInput>({
  name: { zh: '采取矫治教育措施', en: 'Apply a corrective measure to the child' },
  personal: { description: 'offence' },
  emits: ['MeasureApplied'],
  guards: [],
  decide: ({ description, invited = [] }, record, context) =>
    partyRefusal({ invited }, record, context) ?? [
      { type: 'MeasureApplied', data: { measureId: context.newId(), description, invited } },
    ],
});

const own = (record: CaseRecord, agency: string) => record.measures.filter(({ by }) => by === agency);
const running = (record: CaseRecord, agency: string) =>
  own(record, agency).filter(({ status }) => status === 'applied');

/** 措施结束. */
export const EndMeasure = command<EndMeasureInput>({
  name: { zh: '结束矫治教育措施', en: 'End a corrective measure' },
  personal: {},
  emits: ['MeasureEnded'],
  guards: [needs(running, aMeasure, own)],
  decide: ({ measureId }, record, { actor }) =>
    on(measureId, running(record, actor.agency.id), aMeasure, ({ id }) => [
      { type: 'MeasureEnded', data: { measureId: id } },
    ]),
});

/** 带离危险环境: police take the child out of danger; civil affairs and the committee learn that a place is needed. */
export const RemoveFromDanger = command<RemoveFromDangerInput>({
  name: { zh: '将儿童带离危险环境', en: 'Remove the child from danger' },
  personal: { placement: 'placement', note: 'evidence' },
  emits: ['ChildRemoved'],
  guards: [],
  decide: ({ placement, note }) => [{ type: 'ChildRemoved', data: { placement, note } }],
});
