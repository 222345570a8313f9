import {
  type CloseSurveyRoundInput,
  DATA_HALVES,
  type DataHalf,
  type EstablishSurveyWorkInput,
  type SubmitDataInput,
  type SurveyWorkCommandName,
  type SurveyWorkInputOf,
} from '#ledger';
import { type FieldClass, type Fields, Needed, Optional } from '../field.ts';
import { agencyIds, oneOf, text, whole } from '../kinds.ts';

/** 建立摸排与数据共享机制. */
export class EstablishSurveyWork implements Fields<EstablishSurveyWorkInput> {
  @Needed(agencyIds) readonly departments!: string[];
}

/** 报送数据. */
export class SubmitData implements Fields<SubmitDataInput> {
  @Needed(oneOf(DATA_HALVES)) readonly for!: DataHalf;
  @Needed(whole(0, 1_000_000)) readonly children!: number;
  @Optional(text()) readonly note: string | undefined;
}

/** 完成一轮摸排. */
export class CloseSurveyRound implements Fields<CloseSurveyRoundInput> {
  @Needed(whole(0, 1_000_000)) readonly children!: number;
}

/** 记录推进会议. */
export class RecordAnnualMeeting {}

/** The class of every command on survey work. */
export const surveyWorkClasses: {
  readonly [N in SurveyWorkCommandName]: FieldClass<Fields<SurveyWorkInputOf<N>>>;
} = { EstablishSurveyWork, SubmitData, CloseSurveyRound, RecordAnnualMeeting };
