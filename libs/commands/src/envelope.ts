import type { Instant } from '#calendar';
import { Needed, Optional } from './field.ts';
import { instant, pattern, text, uuid } from './kinds.ts';

/** A key that its sender made up. */
export const key = pattern(
  /^[A-Za-z0-9._:-]{1,128}$/,
  '应为1至128位字母、数字或“._:-”。',
  'Takes 1 to 128 letters, digits or any of “._:-”.',
);

const version = pattern(
  /^[A-Za-z0-9_-]{1,64}$/,
  '应为1至64位字母、数字或“_-”。',
  'Takes 1 to 64 letters, digits or any of “_-”.',
);

/** What every mutation carries beside the command's own fields (信封). */
export class Envelope {
  /** The case it is given on; only a command that opens a case may do without. */
  @Optional(uuid) readonly caseId: string | undefined;
  /** The same key from the same agency is the same command: a retry gets the first answer. */
  @Needed(key) readonly idempotencyKey!: string;
  /** When it happened, as the officer says; left out, now. */
  @Optional(instant) readonly occurredAt: Instant | undefined;
  /** Why a rule that is not law is set aside (变通理由). */
  @Optional(text(1000)) readonly reason: string | undefined;
  /** The version of the case that was on screen (`Case.version`): opaque, ours to read. */
  @Optional(version) readonly seen: string | undefined;
}

/** What the mutation carries that makes a recommendation, or a ledger entry: there is none yet to name. */
export class NewItemEnvelope {
  @Needed(key) readonly idempotencyKey!: string;
  @Optional(instant) readonly occurredAt: Instant | undefined;
  @Optional(text(1000)) readonly reason: string | undefined;
}

/** What every other mutation on a recommendation carries. */
export class RecommendationEnvelope {
  @Needed(uuid) readonly recommendationId!: string;
  @Needed(key) readonly idempotencyKey!: string;
  @Optional(instant) readonly occurredAt: Instant | undefined;
  @Optional(text(1000)) readonly reason: string | undefined;
  @Optional(version) readonly seen: string | undefined;
}

/** What every other mutation on an entry on the key-minor register carries. */
export class KeyMinorEnvelope {
  @Needed(uuid) readonly keyMinorEntryId!: string;
  @Needed(key) readonly idempotencyKey!: string;
  @Optional(instant) readonly occurredAt: Instant | undefined;
  @Optional(text(1000)) readonly reason: string | undefined;
  @Optional(version) readonly seen: string | undefined;
}

/** What every other mutation on a ledger entry carries. */
export class LedgerEntryEnvelope {
  @Needed(uuid) readonly ledgerEntryId!: string;
  @Needed(key) readonly idempotencyKey!: string;
  @Optional(instant) readonly occurredAt: Instant | undefined;
  @Optional(text(1000)) readonly reason: string | undefined;
  @Optional(version) readonly seen: string | undefined;
}
