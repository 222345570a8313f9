import { CLOSING_REASONS, type CloseCaseInput, type ClosingReason } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { oneOf, text } from '../kinds.ts';

/** 结案. */
export class CloseCase implements Fields<CloseCaseInput> {
  @Needed(oneOf(CLOSING_REASONS)) readonly closingReason!: ClosingReason;
  @Optional(text()) readonly note: string | undefined;
}
