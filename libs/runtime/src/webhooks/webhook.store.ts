import type { Position } from '#event-store';
import type { Delivery, ParkedDelivery, WebhookSubscription } from './subscription.ts';

/** Where subscriptions and deliveries are kept. */
export interface WebhookStore {
  subscriptions(): Promise<readonly WebhookSubscription[]>;
  save(subscription: WebhookSubscription): Promise<void>;
  /** Takes a subscription away; what waits for it is never sent. */
  remove(id: string): Promise<void>;
  /** How far the log has been turned into deliveries. */
  checkpoint(): Promise<Position | null>;
  /** Keeps deliveries and how far the log has come, both or neither; a delivery that is there already stays as it is. */
  record(deliveries: readonly Delivery[], position: Position): Promise<void>;
  /**
   * Hands deliveries to `handle`, those of one subscription and owner one after the other; what it throws is tried again
   * later, more and more seldom, and at last parked. Only one process may do this at a time.
   */
  work(handle: (delivery: Delivery, last: boolean) => Promise<void>): Promise<{ close(): Promise<void> }>;
  /** How many deliveries wait or are being tried again. */
  waiting(): Promise<number>;
  parked(): Promise<readonly ParkedDelivery[]>;
  /** Has parked deliveries tried again, all of them unless named; resolves with how many there were. */
  replay(ids?: readonly string[]): Promise<number>;
  close(): Promise<void>;
}
