import {
  BREACH_DISPOSALS,
  type BreachDisposal,
  type DisposeBreachInput,
  type EscalateBreachInput,
  type RecordBreachInput,
  type ReplaceOrderInput,
} from '#case';
import { type Fields, Needed, Optional } from '../field.ts';
import { agencyId, oneOf, text, uuid } from '../kinds.ts';

/** 认定违反责令. */
export class RecordBreach implements Fields<RecordBreachInput> {
  @Optional(uuid) readonly orderId: string | undefined;
  @Needed(text()) readonly note!: string;
}

/** 移送违反责令. */
export class EscalateBreach implements Fields<EscalateBreachInput> {
  @Optional(uuid) readonly orderId: string | undefined;
  @Needed(agencyId) readonly to!: string;
  @Optional(text()) readonly note: string | undefined;
}

/** 处置违反责令. */
export class DisposeBreach implements Fields<DisposeBreachInput> {
  @Optional(uuid) readonly orderId: string | undefined;
  @Needed(oneOf(BREACH_DISPOSALS)) readonly disposal!: BreachDisposal;
  @Optional(text()) readonly note: string | undefined;
}

/** 以他令替代责令. */
export class ReplaceOrder implements Fields<ReplaceOrderInput> {
  @Optional(uuid) readonly orderId: string | undefined;
  @Optional(text()) readonly note: string | undefined;
}
