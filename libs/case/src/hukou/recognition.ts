import { command, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';
import { aRequest, ownIn } from './hukou.ts';

export interface GiveHukouOpinionInput {
  readonly hukouRequestId?: string;
  readonly eligible: boolean;
  readonly note?: Sealed;
}

export interface DecideHukouRequestInput {
  readonly hukouRequestId?: string;
  readonly recognised: boolean;
  /** What the applicant is to be told of the reasons. */
  readonly because?: Sealed;
}

export interface NotifyApplicantInput {
  readonly hukouRequestId?: string;
  readonly message?: Sealed;
}

export interface RecognitionEvents {
  HukouOpinionGiven: { readonly hukouRequestId: string; readonly eligible: boolean; readonly note?: Sealed };
  HukouDecisionMade: { readonly hukouRequestId: string; readonly recognised: boolean; readonly because?: Sealed };
  ApplicantNotified: { readonly hukouRequestId: string; readonly message?: Sealed };
}

export const recognitionEvents: EventDeclarations<RecognitionEvents> = {
  HukouOpinionGiven: { name: { zh: '户籍地乡镇已提出初步意见', en: 'First opinion of the hukou township given' } },
  HukouDecisionMade: { name: { zh: '户籍地县级已作出决定', en: 'Decision of the hukou county made' } },
  ApplicantNotified: { name: { zh: '已告知申请人', en: 'Applicant notified' } },
};

export const evolveRecognition: Evolve<RecognitionEvents> = {
  HukouOpinionGiven: (record, { hukouRequestId, eligible }) => ({
    hukou: changed(record.hukou, hukouRequestId, { status: 'opined', eligible }),
  }),
  HukouDecisionMade: (record, { hukouRequestId, recognised, because }) => ({
    hukou: changed(record.hukou, hukouRequestId, { status: 'decided', recognised, because }),
  }),
  ApplicantNotified: (record, { hukouRequestId }) => ({
    hukou: changed(record.hukou, hukouRequestId, { status: 'told' }),
  }),
};

const withTownship = (record: CaseRecord, agency: string) =>
  record.hukou.filter(({ township, status }) => township === agency && status === 'pushed');
const withCounty = (record: CaseRecord, agency: string) =>
  record.hukou.filter(({ county, status }) => county === agency && status === 'opined');

/** 初步意见: of the hukou township, within fifteen working days. It stands at the county's desk at once, and counts as received. */
export const GiveHukouOpinion = command<GiveHukouOpinionInput>({
  name: { zh: '提出初步意见', en: 'Give the hukou township’s first opinion' },
  personal: { note: 'evidence' },
  emits: ['HukouOpinionGiven'],
  aside: true,
  guards: [needs(withTownship, aRequest)],
  decide: ({ hukouRequestId, eligible, note }, record, { actor }) =>
    on(hukouRequestId, withTownship(record, actor.agency.id), aRequest, ({ id }) => [
      { type: 'HukouOpinionGiven', data: { hukouRequestId: id, eligible, note } },
    ]),
});

/** 审核决定: of the hukou county, within fifteen working days; whoever took the application has it at once. */
export const DecideHukouRequest = command<DecideHukouRequestInput>({
  name: { zh: '审核认定', en: 'Decide on recognition' },
  personal: { because: 'evidence' },
  emits: ['HukouDecisionMade'],
  aside: true,
  guards: [needs(withCounty, aRequest)],
  decide: ({ hukouRequestId, recognised, because }, record, { actor }) =>
    on(hukouRequestId, withCounty(record, actor.agency.id), aRequest, ({ id }) => [
      { type: 'HukouDecisionMade', data: { hukouRequestId: id, recognised, because } },
    ]),
});

/** 告知申请人: whoever took the application tells the result, within three working days; with it the request ends. */
export const NotifyApplicant = command<NotifyApplicantInput>({
  name: { zh: '告知申请人', en: 'Notify the applicant' },
  personal: { message: 'evidence' },
  emits: ['ApplicantNotified'],
  aside: true,
  guards: [needs(ownIn('decided'), aRequest)],
  decide: ({ hukouRequestId, message }, record, { actor }) =>
    on(hukouRequestId, ownIn('decided')(record, actor.agency.id), aRequest, ({ id }) => [
      { type: 'ApplicantNotified', data: { hukouRequestId: id, message } },
    ]),
});
