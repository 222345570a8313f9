import type { Instant } from '#calendar';
import type { Agency } from '#policy';
import { windowClosed, windowRuns } from '../clock/window.ts';
import { command, type Guard, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import { type Basis, refuse } from '../kernel/refusal.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';

/** Who may bring a suspected patient for diagnosis (精神卫生法28). */
export const BRINGERS = {
  NEAR_RELATIVE: { zh: '近亲属', en: 'Near relative' },
  SELF: { zh: '本人', en: 'The child' },
  CIVIL_AFFAIRS: { zh: '民政等部门', en: 'Civil affairs' },
  UNIT: { zh: '所在单位', en: 'School or unit' },
  POLICE: { zh: '当地公安机关', en: 'Local police' },
  OTHER: { zh: '其他人', en: 'Someone else' },
} as const;
export type Bringer = keyof typeof BRINGERS;

/** A diagnosis (诊断结论); its text stays with the institution that made it. */
export interface Diagnosis {
  readonly id: string;
  readonly by: string;
  readonly at: Instant;
  readonly text: Sealed;
  /** When the conclusion was received: three days are counted from it. */
  readonly servedAt?: Instant;
  readonly contested?: boolean;
}

export interface RecordBroughtForDiagnosisInput {
  readonly broughtBy: Bringer;
  /** The institution is qualified to diagnose mental disorders (精神卫生法25). */
  readonly qualified: boolean;
  readonly note?: Sealed;
}

export interface DeclineDiagnosisInput {
  readonly because: Sealed;
}

export interface RecordDiagnosisInput {
  readonly conclusion: Sealed;
}

export interface ServeDiagnosisInput {
  readonly diagnosisId?: string;
}

export interface RequestRediagnosisInput {
  readonly diagnosisId?: string;
  /** Who asks, and why. */
  readonly grounds?: Sealed;
}

export interface DiagnosisEvents {
  BroughtForDiagnosis: { readonly entitled: boolean; readonly note?: Sealed };
  DiagnosisDeclined: { readonly because: Sealed };
  DiagnosisRecorded: { readonly diagnosisId: string; readonly conclusion: Sealed };
  DiagnosisServed: { readonly diagnosisId: string };
  RediagnosisRequested: { readonly diagnosisId: string; readonly grounds?: Sealed };
}

export const diagnosisEvents: EventDeclarations<DiagnosisEvents> = {
  BroughtForDiagnosis: { name: { zh: '送诊', en: 'Brought for diagnosis' } },
  DiagnosisDeclined: { name: { zh: '未作诊断', en: 'Diagnosis declined' } },
  DiagnosisRecorded: { name: { zh: '已作诊断', en: 'Diagnosis recorded' } },
  DiagnosisServed: { name: { zh: '诊断结论已送达', en: 'Diagnosis served' } },
  RediagnosisRequested: { name: { zh: '要求再次诊断', en: 'Re-diagnosis requested' } },
};

export const evolveDiagnosis: Evolve<DiagnosisEvents> = {
  BroughtForDiagnosis: (record, { entitled }, meta) => {
    const broughtTo = entitled ? [...record.psych.broughtTo, meta.actor.agency.id] : record.psych.broughtTo;
    return { psych: { ...record.psych, broughtTo } };
  },
  DiagnosisDeclined: () => ({}),
  DiagnosisRecorded: (record, { diagnosisId: id, conclusion: text }, meta) => ({
    psych: {
      ...record.psych,
      diagnoses: [...record.psych.diagnoses, { id, by: meta.actor.agency.id, at: meta.occurredAt, text }],
    },
  }),
  DiagnosisServed: (record, { diagnosisId }, meta) => ({
    psych: {
      ...record.psych,
      diagnoses: changed(record.psych.diagnoses, diagnosisId, { servedAt: meta.occurredAt }),
    },
  }),
  RediagnosisRequested: (record, { diagnosisId }) => ({
    psych: { ...record.psych, diagnoses: changed(record.psych.diagnoses, diagnosisId, { contested: true }) },
  }),
};

/** Whether an institution declined the electronic referral: the child may be brought there all the same (精神卫生法28). */
const turnedAway = ({ psych }: CaseRecord, { id }: Agency): boolean =>
  psych.referrals.some(({ declinedBy }) => declinedBy.includes(id));

/** 送诊登记: who brought the child, and whether the institution is qualified; open to one that declined a referral before. */
export const RecordBroughtForDiagnosis = command<RecordBroughtForDiagnosisInput>({
  name: { zh: '登记送诊', en: 'Record that the child was brought for diagnosis' },
  personal: { note: 'clinical' },
  emits: ['BroughtForDiagnosis'],
  comesBack: turnedAway,
  guards: [],
  decide: ({ broughtBy, qualified, note }) => [
    { type: 'BroughtForDiagnosis', data: { entitled: qualified && broughtBy !== 'OTHER', note } },
  ],
});

const noRefusal: Basis = {
  cite: {
    law: '精神卫生法',
    article: '28(3)',
    quote: '医疗机构接到送诊的疑似精神障碍患者，不得拒绝为其作出诊断',
    rule: 'H4',
  },
  standing: 'statute',
};

/** 不得拒绝诊断: binds once someone entitled has brought the child in, whatever the refusal is called (精神卫生法28(3)). */
export const notBrought: Guard = ({ psych }, { actor }) =>
  psych.broughtTo.includes(actor.agency.id) ? refuse('DIAGNOSIS_MAY_NOT_BE_REFUSED', noRefusal) : undefined;

/** 不作诊断: lawful only while nobody entitled has brought the child in. */
export const DeclineDiagnosis = command<DeclineDiagnosisInput>({
  name: { zh: '不作诊断', en: 'Decline to diagnose' },
  personal: { because: 'clinical' },
  emits: ['DiagnosisDeclined'],
  guards: [notBrought],
  decide: ({ because }) => [{ type: 'DiagnosisDeclined', data: { because } }],
});

/** 作出诊断: only a hospital diagnoses (精神卫生法23); the text stays with it. */
export const RecordDiagnosis = command<RecordDiagnosisInput>({
  name: { zh: '作出诊断', en: 'Record a diagnosis' },
  personal: { conclusion: 'clinical' },
  emits: ['DiagnosisRecorded'],
  guards: [],
  decide: ({ conclusion }, _, { newId }) => [{ type: 'DiagnosisRecorded', data: { diagnosisId: newId(), conclusion } }],
});

const aDiagnosis = { zh: '诊断结论', en: 'diagnosis' };
const own = (record: CaseRecord, agency: string) => record.psych.diagnoses.filter(({ by }) => by === agency);
const unserved = (record: CaseRecord, agency: string) => own(record, agency).filter(({ servedAt }) => !servedAt);
const contestable = (record: CaseRecord, agency: string) =>
  own(record, agency).filter(({ servedAt, contested }) => servedAt && !contested);

/** 送达诊断结论: whoever received it has three days to ask for another (精神卫生法32). */
export const ServeDiagnosis = command<ServeDiagnosisInput>({
  name: { zh: '送达诊断结论', en: 'Serve the diagnosis' },
  personal: {},
  emits: ['DiagnosisServed'],
  guards: [needs(unserved, aDiagnosis, own)],
  decide: ({ diagnosisId }, record, { actor }) =>
    on(diagnosisId, unserved(record, actor.agency.id), aDiagnosis, ({ id }) => [
      { type: 'DiagnosisServed', data: { diagnosisId: id } },
    ]),
});

const WINDOW = 'REDIAGNOSIS';

/** 要求再次诊断: the patient or the guardian asks the institution that diagnosed within three days, and it records that (精神卫生法32). */
export const RequestRediagnosis = command<RequestRediagnosisInput>({
  name: { zh: '要求再次诊断', en: 'Ask for a re-diagnosis' },
  personal: { grounds: 'clinical' },
  emits: ['RediagnosisRequested'],
  guards: [needs(contestable, aDiagnosis)],
  listedWhile: (record, hospital) => contestable(record, hospital).some(({ id }) => windowRuns(WINDOW, id, record)),
  decide: ({ diagnosisId, grounds }, record, context) =>
    on(diagnosisId, contestable(record, context.actor.agency.id), aDiagnosis, ({ id }) => {
      const asked = { type: 'RediagnosisRequested', data: { diagnosisId: id, grounds } } as const;
      return windowClosed(WINDOW, id, record, context) ?? [asked];
    }),
});
