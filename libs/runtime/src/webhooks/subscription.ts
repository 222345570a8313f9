import type { Instant } from '#calendar';
import type { Sealed } from '#case';

/** A signing key of a subscription (签名密钥); the secret is sealed under the master key. */
export interface WebhookKey {
  /** Named in each signature, so that the receiver knows which secret to take. */
  readonly id: string;
  readonly secret: Sealed;
  readonly since: Instant;
}

/** An agency's own system that is told when something changes at its desk (推送订阅). */
export interface WebhookSubscription {
  readonly id: string;
  readonly agency: string;
  readonly url: string;
  /** One, or two while they are being exchanged; every delivery is signed with each of them. */
  readonly keys: readonly WebhookKey[];
  /** Nothing that was recorded before this is told. */
  readonly since: Instant;
}

/** A notice on its way to one subscription (推送). */
export interface Delivery {
  /** The CloudEvent's id and the idempotency key: the same change has the same, however often it is sent. */
  readonly id: string;
  readonly subscription: string;
  /** Whose order is kept: a case's id, or the stream of what is no case. */
  readonly owner: string;
  /** Its place in that order. */
  readonly order: number;
  /** The CloudEvent as it is sent and signed, to the byte. */
  readonly body: string;
}

/** A delivery that was given up and holds back those behind it until it is replayed (停放的推送). */
export interface ParkedDelivery {
  readonly id: string;
  readonly subscription: string;
  readonly owner: string;
  readonly attempts: number;
  readonly error: string;
}
