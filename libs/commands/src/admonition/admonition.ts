import type { IssueAdmonitionInput } from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { text, uuid } from '../kinds.ts';

/** 训诫. */
export class IssueAdmonition implements Fields<IssueAdmonitionInput> {
  @Optional(uuid) readonly findingId: string | undefined;
  @Needed(text()) readonly text!: string;
}
