import type { Instant } from '#calendar';
import type { AgencyType } from '#policy';
import { command, type Guard, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import { relationsOf } from '../relation.ts';
import { takerOf } from '../superior.ts';
import { riskSeen } from './consented.ts';

const aCrisis = { zh: '需要协调的心理危机', en: 'crisis to be coordinated' };
const aCoordination = { zh: '向本机构提出的协调事项', en: 'coordination asked of your agency' };

/** A crisis that is coordinated (危机干预协调): a department is asked to do its part, and answers. */
export interface Coordination {
  readonly id: string;
  /** The commission that coordinates. */
  readonly by: string;
  /** The department that is asked. */
  readonly to: string;
  readonly askedAt: Instant;
  readonly task: Sealed;
  readonly answer?: Sealed;
  readonly answeredAt?: Instant;
}

export interface CoordinateCrisisInput {
  /** The department, by agency id. */
  readonly to: string;
  /** What it is asked to do. */
  readonly task: Sealed;
}

export interface AnswerCoordinationInput {
  readonly coordinationId?: string;
  readonly answer: Sealed;
}

export interface CoordinationEvents {
  CrisisCoordinated: { readonly coordinationId: string; readonly to: string; readonly task: Sealed };
  CoordinationAnswered: { readonly coordinationId: string; readonly answer: Sealed };
}

export const coordinationEvents: EventDeclarations<CoordinationEvents> = {
  CrisisCoordinated: { name: { zh: '已协调危机干预', en: 'Crisis coordinated' } },
  CoordinationAnswered: { name: { zh: '协调事项已答复', en: 'Coordination answered' } },
};

export const evolveCoordination: Evolve<CoordinationEvents> = {
  CrisisCoordinated: ({ coordinations }, { coordinationId: id, to, task }, meta) => ({
    coordinations: [...coordinations, { id, by: meta.actor.agency.id, to, askedAt: meta.occurredAt, task }],
  }),
  CoordinationAnswered: ({ coordinations }, { coordinationId, answer }, meta) => ({
    coordinations: changed(coordinations, coordinationId, { answer, answeredAt: meta.occurredAt }),
  }),
};

/** 相关部门: those who may be asked. The committee is not told of what is psychological, nor do overseers ask each other. */
const DEPARTMENTS: readonly AgencyType[] = [
  'CA',
  'MPRA',
  'EDU',
  'SCHOOL',
  'HEALTH',
  'HOSP',
  'PSYSO',
  'H12355',
  'PSB',
  'PS',
  'WF',
  'CYL',
  'DPF',
  'HRSS',
  'TOWN',
  'STATION',
];

/** A crisis that whoever oversees the place can see: danger to self or others, or a referral that nobody has taken up. */
const inCrisis: Guard = (record, { actor }) => {
  const { referrals } = record.psych;
  const open = riskSeen(record) || referrals.some(({ status }) => status === 'declined');
  return open && relationsOf(record, actor.agency).has('overseer')
    ? undefined
    : refuse('NO_SUCH_ITEM', null, { item: aCrisis });
};

/** 协调危机干预: the commission asks a department to do its part. It sees neither diagnosis nor record (石台二(六)). */
export const CoordinateCrisis = command<CoordinateCrisisInput>({
  name: { zh: '协调危机干预', en: 'Coordinate a crisis' },
  personal: { task: 'evidence' },
  emits: ['CrisisCoordinated'],
  guards: [inCrisis],
  decide({ to, task }, _, { directory, newId }) {
    return takerOf(to, directory, DEPARTMENTS)
      ? [{ type: 'CrisisCoordinated', data: { coordinationId: newId(), to, task } }]
      : refuse('NO_SUCH_AGENCY', null, { agency: to });
  },
});

const asked = ({ coordinations }: CaseRecord, agency: string) => coordinations.filter(({ to }) => to === agency);
const unanswered = (record: CaseRecord, agency: string) =>
  asked(record, agency).filter(({ answeredAt }) => answeredAt === undefined);

/** 答复协调事项: what the department has done. */
export const AnswerCoordination = command<AnswerCoordinationInput>({
  name: { zh: '答复协调事项', en: 'Answer a coordination' },
  personal: { answer: 'evidence' },
  emits: ['CoordinationAnswered'],
  guards: [needs(unanswered, aCoordination, asked)],
  decide: ({ coordinationId, answer }, record, { actor }) =>
    on(coordinationId, unanswered(record, actor.agency.id), aCoordination, ({ id }) => [
      { type: 'CoordinationAnswered', data: { coordinationId: id, answer } },
    ]),
});
