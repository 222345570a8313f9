import { StoreError } from '#event-store';
import { ViewsUnavailable } from '#runtime';
import type { Random } from '../random.ts';

/** What is done to the runtime. */
export type FaultKind = 'crash' | 'delay' | 'duplicate' | 'skew' | 'error' | 'lease';

export type FaultCounts = Record<FaultKind, number>;

/** How likely each fault is, at each request where it could strike. */
export interface FaultRates {
  readonly crash: number;
  readonly delay: number;
  readonly duplicate: number;
  readonly error: number;
}

/** Seeds differ in how hard they are on the runtime: some crash a lot, some only lose answers. */
export function ratesFor(random: Random): FaultRates {
  const upTo = (most: number) => (random.chance(0.2) ? 0 : random.next() * most);
  return { crash: upTo(0.06), delay: upTo(0.2), duplicate: upTo(0.3), error: upTo(0.15) };
}

export const calm: FaultRates = { crash: 0, delay: 0, duplicate: 0, error: 0 };

export const noFaults = (): FaultCounts => ({ crash: 0, delay: 0, duplicate: 0, skew: 0, error: 0, lease: 0 });

const INJECTED = 'by the simulation';

/** What a store says that cannot answer. */
export const storeDown = () => new StoreError('unavailable', INJECTED);
export const viewsDown = () => new ViewsUnavailable(INJECTED);

/** Whether an error is only what the simulation did. */
export function isInjected(error: unknown): boolean {
  return error instanceof Error && error.message === INJECTED;
}
