import { createHmac } from 'node:crypto';

/** A signing key in plain text, as it is used for a moment. */
export interface OpenKey {
  readonly id: string;
  readonly secret: string;
}

/** The headers of a delivery. */
export const HEADERS = {
  id: 'idempotency-key',
  timestamp: 'jieli-timestamp',
  signature: 'jieli-signature',
} as const;

/**
 * The signature header (签名): `<key id>=<hex>` for each active key, separated by commas; HMAC-SHA-256 over
 * `<timestamp>.<idempotency key>.<body>`, the timestamp in seconds since 1970. A receiver takes the key that it knows.
 */
export function signature(keys: readonly OpenKey[], timestamp: number, id: string, body: string): string {
  const signed = `${timestamp}.${id}.${body}`;
  return keys
    .map(({ id: key, secret }) => `${key}=${createHmac('sha256', secret).update(signed).digest('hex')}`)
    .join(',');
}
