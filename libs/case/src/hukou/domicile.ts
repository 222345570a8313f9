import type { Instant } from '#calendar';
import type { AgencyType } from '#policy';
import { command } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import type { Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import { takerOf } from '../superior.ts';

/** An organ of the place where the child's home is was told (通报住所地有关机关): the facts written for it, and no more. */
export interface Notice {
  readonly id: string;
  readonly by: string;
  readonly to: string;
  readonly at: Instant;
  readonly facts: Sealed;
}

export interface NotifyDomicileInput {
  /** The organ of the child's home, by agency id. */
  readonly to: string;
  /** The least that it needs to know. */
  readonly facts: Sealed;
}

export interface DomicileEvents {
  DomicileNotified: { readonly noticeId: string; readonly to: string; readonly facts: Sealed };
}

export const domicileEvents: EventDeclarations<DomicileEvents> = {
  DomicileNotified: { name: { zh: '已通报住所地有关机关', en: 'Domicile notified' } },
};

export const evolveDomicile: Evolve<DomicileEvents> = {
  DomicileNotified: (record, { noticeId: id, to, facts }, meta) => ({
    notices: [...record.notices, { id, by: meta.actor.agency.id, to, at: meta.occurredAt, facts }],
  }),
};

/** The organs (有关机关) that can be told: those that act on a child's case themselves. */
const ORGANS: readonly AgencyType[] = ['PSB', 'PROC', 'COURT', 'CA'];

/** 通报住所地: the child's home is elsewhere, and the organ there is told (北京市未成年人保护条例61). It never sees the case itself. */
export const NotifyDomicile = command<NotifyDomicileInput>({
  name: { zh: '通报住所地有关机关', en: 'Notify the organ of the child’s home' },
  personal: { facts: 'evidence' },
  emits: ['DomicileNotified'],
  guards: [],
  decide({ to, facts }, { division }, { directory, newId }) {
    const organ = takerOf(to, directory, ORGANS);
    return !organ || division.startsWith(organ.division)
      ? refuse('NO_SUCH_AGENCY', null, { agency: to })
      : [{ type: 'DomicileNotified', data: { noticeId: newId(), to, facts } }];
  },
});
