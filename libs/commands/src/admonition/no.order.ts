import type { DecideNoAdmonitionInput, DecideNoOrderInput } from '#case';
import { type Fields, Optional } from '../field.ts';
import { text, uuid } from '../kinds.ts';

/** 决定不予训诫. */
export class DecideNoAdmonition implements Fields<DecideNoAdmonitionInput> {
  @Optional(uuid) readonly findingId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}

/** 决定不予责令. */
export class DecideNoOrder implements Fields<DecideNoOrderInput> {
  @Optional(uuid) readonly findingId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}
