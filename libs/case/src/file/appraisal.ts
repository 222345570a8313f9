import { command, needs, on } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import type { Sealed } from '../kernel/sealed.ts';
import type { CaseRecord } from '../record.ts';

const aFile = { zh: '本单位在办的治安案件', en: 'open public-security file of yours' };
const anAppraisal = { zh: '进行中的鉴定', en: 'appraisal that is under way' };

export interface BeginAppraisalInput {
  readonly fileId?: string;
  /** What is appraised, and by whom. */
  readonly subject?: Sealed;
}

export interface EndAppraisalInput {
  readonly fileId?: string;
}

export interface AppraisalEvents {
  AppraisalBegun: { readonly fileId: string; readonly subject?: Sealed };
  AppraisalEnded: { readonly fileId: string };
}

export const appraisalEvents: EventDeclarations<AppraisalEvents> = {
  AppraisalBegun: { name: { zh: '开始鉴定', en: 'Expert appraisal begun' } },
  AppraisalEnded: { name: { zh: '鉴定结束', en: 'Expert appraisal ended' } },
};

export const evolveAppraisal: Evolve<AppraisalEvents> = {
  AppraisalBegun: (record, { fileId }) => ({ files: changed(record.files, fileId, { appraised: true }) }),
  AppraisalEnded: (record, { fileId }) => ({ files: changed(record.files, fileId, { appraised: false }) }),
};

const inHand = (appraised: boolean) => (record: CaseRecord, agency: string) =>
  record.files.filter(
    (file) =>
      file.by === agency &&
      file.kind === 'PUBLIC_SECURITY' &&
      file.status === 'open' &&
      (file.appraised ?? false) === appraised,
  );

/** 鉴定: time for expert appraisal is not counted in the term of a public-security case (治安管理处罚法(2012)99). */
export const BeginAppraisal = command<BeginAppraisalInput>({
  name: { zh: '开始鉴定', en: 'Begin an expert appraisal' },
  personal: { subject: 'offence' },
  emits: ['AppraisalBegun'],
  guards: [needs(inHand(false), aFile)],
  decide: ({ fileId, subject }, record, { actor }) =>
    on(fileId, inHand(false)(record, actor.agency.id), aFile, ({ id }) => [
      { type: 'AppraisalBegun', data: { fileId: id, subject } },
    ]),
});

/** 鉴定结束: the term runs on. */
export const EndAppraisal = command<EndAppraisalInput>({
  name: { zh: '结束鉴定', en: 'End an expert appraisal' },
  personal: {},
  emits: ['AppraisalEnded'],
  guards: [needs(inHand(true), anAppraisal)],
  decide: ({ fileId }, record, { actor }) =>
    on(fileId, inHand(true)(record, actor.agency.id), anAppraisal, ({ id }) => [
      { type: 'AppraisalEnded', data: { fileId: id } },
    ]),
});
