import type { EventEmitter } from 'node:events';
import type { ClientBase, Pool, PoolClient, QueryArrayConfig } from 'pg';
import { failure } from './failure.ts';

/** A prepared statement and its parameters. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

export type Row = readonly (string | null)[];

/** Whoever waits for an answer is told of the error there; the event alone must not end the process. */
const heard = () => undefined;
const hear = (source: EventEmitter) => {
  if (!source.listeners('error').includes(heard)) source.on('error', heard);
};
const hearFromBirth = (client: PoolClient) => hear(client);

/**
 * Makes a pool safe from connections that break while idle, lent or being closed: `pg` says so by an event, and one that
 * nobody hears ends the process. The pool opens others by itself.
 */
export function hearErrors(pool: Pool): void {
  hear(pool);
  if (!pool.listeners('connect').includes(hearFromBirth)) pool.on('connect', hearFromBirth);
}

/**
 * Lends a connection of the pool, and closes it when it broke rather than giving it back.
 *
 * @throws StoreError as {@link failure} says.
 */
export async function connected<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    throw failure(error);
  }
  let broken = false;
  const lost = () => {
    broken = true;
  };
  hear(client);
  client.on('error', lost);
  try {
    return await work(client);
  } catch (error) {
    const reason = failure(error);
    broken ||= reason.code === 'unavailable'; // also a server that is going down, or has become a read-only replica
    throw reason;
  } finally {
    client.off('error', lost);
    client.release(broken);
  }
}

/** The server process behind a connection, as its notices name it. (The types of `pg` leave it out.) */
export function processIdOf(client: ClientBase): number {
  return (client as ClientBase & { readonly processID: number }).processID;
}

/** The rows as PostgreSQL's own text, whatever type parsers the process has set. */
export async function rows(client: PoolClient, { name, text, values }: Statement): Promise<readonly Row[]> {
  const config: QueryArrayConfig = {
    name,
    text,
    values,
    rowMode: 'array',
    types: { getTypeParser: () => (value: string) => value },
  };
  return (await client.query<(string | null)[]>(config)).rows;
}
