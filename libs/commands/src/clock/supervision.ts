import type { AnswerSupervisionInput, SuperviseHolderInput, UrgeHolderInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { text, uuid } from '../kinds.ts';

/** 催办. */
export class UrgeHolder implements Fields<UrgeHolderInput> {
  @Optional(uuid) readonly clockId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}

/** 督办. */
export class SuperviseHolder implements Fields<SuperviseHolderInput> {
  @Optional(uuid) readonly clockId: string | undefined;
  @Needed(text()) readonly demand!: string;
}

/** 答复督办. */
export class AnswerSupervision implements Fields<AnswerSupervisionInput> {
  @Optional(uuid) readonly supervisionId: string | undefined;
  @Needed(text()) readonly answer!: string;
}
