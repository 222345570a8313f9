import type { RecordDissuasionInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { text, uuid } from '../kinds.ts';

/** 记录劝诫、制止. */
export class RecordDissuasion implements Fields<RecordDissuasionInput> {
  @Optional(uuid) readonly flagId: string | undefined;
  @Needed(text()) readonly told!: string;
  @Optional(text()) readonly answer: string | undefined;
}
