import { key } from './envelope.ts';
import { Needed } from './field.ts';
import { text, uuid } from './kinds.ts';

/** What a supervisor says to learn a child's name (查看身份): which case, and why. Nothing happens to the case. */
export class OpenIdentity {
  @Needed(uuid) readonly caseId!: string;
  @Needed(key) readonly idempotencyKey!: string;
  /** Kept in the agency's audit stream, sealed. */
  @Needed(text(1000)) readonly reason!: string;
}
