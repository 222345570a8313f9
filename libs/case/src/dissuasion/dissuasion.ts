import type { Instant } from '#calendar';
import { command, isRefusal, pick } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import type { Evolve } from '../kernel/evolve.ts';
import { notClosed } from '../kernel/guards.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';

/** The guardian was told to stop (劝诫、制止). */
export interface Dissuasion {
  readonly id: string;
  readonly flagId: string | null;
  readonly by: string;
  readonly at: Instant;
  readonly told: Sealed;
  readonly answer?: Sealed;
}

export interface RecordDissuasionInput {
  readonly flagId?: string;
  /** What the guardian was told. */
  readonly told: Sealed;
  /** What the guardian answered. */
  readonly answer?: Sealed;
}

export interface DissuasionEvents {
  DissuasionRecorded: {
    readonly dissuasionId: string;
    readonly flagId: string | null;
    readonly told: Sealed;
    readonly answer?: Sealed;
  };
  DissuasionWaived: { readonly flagId: string; readonly reason: 'REPORTED' };
}

export const dissuasionEvents: EventDeclarations<DissuasionEvents> = {
  DissuasionRecorded: { name: { zh: '已劝诫制止', en: 'Dissuasion recorded' } },
  DissuasionWaived: { name: { zh: '不待劝诫', en: 'Dissuasion waived' }, looks: { reason: ['REPORTED'] } },
};

export const evolveDissuasion: Evolve<DissuasionEvents> = {
  DissuasionRecorded: (record, data, meta) => ({
    dissuasions: [
      ...record.dissuasions,
      {
        id: data.dissuasionId,
        flagId: data.flagId,
        by: meta.actor.agency.id,
        at: meta.occurredAt,
        told: data.told,
        answer: data.answer,
      },
    ],
  }),
  DissuasionWaived: () => ({}),
};

/** The time to dissuade runs for a flag: that one is meant where none is named. */
function dissuasionRuns({ clocks }: CaseRecord, flagId: string): boolean {
  return clocks.some(
    ({ clock, item, state }) => clock === 'DISSUADE' && item === flagId && (state === 'running' || state === 'overdue'),
  );
}

/** 劝诫、制止: the committee tells the guardian to stop (未保法118(1)). Never a condition for reporting, never a substitute for it. */
export const RecordDissuasion = command<RecordDissuasionInput>({
  name: { zh: '记录劝诫制止', en: 'Record a dissuasion' },
  personal: { told: 'evidence', answer: 'evidence' },
  emits: ['DissuasionRecorded'],
  guards: [notClosed],
  decide({ flagId, told, answer }, record, { actor, newId }) {
    const seen = record.flags.filter(({ open, by }) => open || by === actor.agency.id);
    const waiting = seen.filter(({ id }) => !record.dissuasions.some((dissuasion) => dissuasion.flagId === id));
    const next = seen.find(({ id }) => dissuasionRuns(record, id)) ?? waiting[0] ?? null;
    const flag = flagId === undefined ? next : pick(flagId, seen, { zh: '线索', en: 'flag' });
    if (isRefusal(flag)) return flag;
    return [{ type: 'DissuasionRecorded', data: { dissuasionId: newId(), flagId: flag?.id ?? null, told, answer } }];
  },
});
