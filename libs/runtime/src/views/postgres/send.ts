import type { PoolClient } from 'pg';

/** Sends a prepared statement; `name` and `schema` together name it. */
export type Send = (name: string, schema: string, text: string, values: readonly unknown[]) => void;

/** Sends statements in order without waiting for the answer to the one before; `sent` gathers what they answer. */
export function sender(client: PoolClient): { readonly send: Send; readonly sent: readonly Promise<unknown>[] } {
  const sent: Promise<unknown>[] = [];
  return {
    sent,
    send: (name, schema, text, values) =>
      void sent.push(client.query({ name: `${name} ${schema}`, text, values: [...values] })),
  };
}

/** Settles when all was done. */
export async function done(sent: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(sent)) if (result.status === 'rejected') throw result.reason;
}
