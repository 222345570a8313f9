import { command, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';

const anEmergency = { zh: '待登记的紧急处置', en: 'emergency that has yet to be registered' };

/** Something the police handled first (先行处置) and registered afterwards. */
export interface Emergency {
  readonly id: string;
  readonly by: string;
  readonly registered: boolean;
}

export interface EndEmergencyInput {
  readonly note?: Sealed;
}

export interface RegisterEmergencyInput {
  readonly emergencyId?: string;
  /** Number of the registration (接报案登记). */
  readonly registrationNumber?: Sealed;
}

export interface EmergencyEvents {
  EmergencyEnded: { readonly emergencyId: string; readonly note?: Sealed };
  CaseRegistered: { readonly emergencyId: string; readonly registrationNumber?: Sealed };
}

export const emergencyEvents: EventDeclarations<EmergencyEvents> = {
  EmergencyEnded: { name: { zh: '紧急处置完毕', en: 'Emergency measure ended' } },
  CaseRegistered: { name: { zh: '已作接报案登记', en: 'Case registered by the police' } },
};

export const evolveEmergency: Evolve<EmergencyEvents> = {
  EmergencyEnded: (record, { emergencyId: id }, meta) => ({
    emergencies: [...record.emergencies, { id, by: meta.actor.agency.id, registered: false }],
  }),
  CaseRegistered: (record, { emergencyId }) => ({
    emergencies: changed(record.emergencies, emergencyId, { registered: true }),
  }),
};

/** 紧急处置完毕: what could not wait has been done (程序规定62); it must be registered within 24 hours. */
export const EndEmergency = command<EndEmergencyInput>({
  name: { zh: '紧急处置完毕', en: 'Say that an emergency measure has ended' },
  personal: { note: 'evidence' },
  emits: ['EmergencyEnded'],
  guards: [],
  decide: ({ note }, _, { newId }) => [{ type: 'EmergencyEnded', data: { emergencyId: newId(), note } }],
});

const unregistered = (record: CaseRecord, agency: string) =>
  record.emergencies.filter(({ by, registered }) => by === agency && !registered);

/** 接报案登记, after the emergency. */
export const RegisterEmergency = command<RegisterEmergencyInput>({
  name: { zh: '补办接报案登记', en: 'Register an emergency' },
  personal: { registrationNumber: 'evidence' },
  emits: ['CaseRegistered'],
  guards: [needs(unregistered, anEmergency)],
  decide: ({ emergencyId, registrationNumber }, record, { actor }) =>
    on(emergencyId, unregistered(record, actor.agency.id), anEmergency, ({ id }) => [
      { type: 'CaseRegistered', data: { emergencyId: id, registrationNumber } },
    ]),
});
