import { GROUNDS, type Ground, type RecordFindingInput } from '#case';
import { type Fields, Needed, Optional } from './field.ts';
import { oneOf, text, uuid } from './kinds.ts';

/** 记录认定. */
export class RecordFinding implements Fields<RecordFindingInput> {
  @Optional(uuid) readonly reportId: string | undefined;
  @Needed(oneOf(GROUNDS)) readonly ground!: Ground;
  @Needed(text()) readonly statement!: string;
}
