import { delimiter, resolve } from 'node:path';
import { targetRules } from '#runtime';

/** What an operator sets, by environment variables. */
export interface Config {
  /** `PORT`: where HTTP listens; 3000 unless told. */
  readonly port: number;
  /** `JIELI_DATA`: the data folder; `.data` unless told. */
  readonly dataDir: string;
  /** `DATABASE_URL`: a PostgreSQL of your own; left out, the embedded one is started in the data folder. */
  readonly databaseUrl: string | undefined;
  /** `JIELI_CALENDAR`: a YAML file of rest days and workdays that corrects the published calendar. */
  readonly calendarFile: string | undefined;
  /** `JIELI_EVENT_STORE`: `postgres`, or `eventstoredb` with `JIELI_EVENTSTOREDB_URL` and, on a shared server, `JIELI_EVENTSTOREDB_PREFIX`. */
  readonly log: LogEngine;
  /** `JIELI_PACKS`: folders of policy packs beside the shipped ones, separated as in PATH. */
  readonly packFolders: readonly string[];
  /** `JIELI_WEBHOOK_NETWORKS`: networks that webhooks may be sent to although they are not public, separated by commas. */
  readonly webhookNetworks?: readonly string[];
}

/** Which engine keeps the log. Views and keys stay in PostgreSQL. */
export type LogEngine =
  | { readonly engine: 'postgres' }
  | { readonly engine: 'eventstoredb'; readonly connectionString: string; readonly prefix: string | undefined };

/** A mistake in how the service was set up: one line for a person, and exit code 1. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/** @throws SetupError naming the variable that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const port = Number(env.PORT || 3000);
  if (!/^\d*$/.test(env.PORT ?? '') || port > 65535) {
    throw new SetupError('PORT 须为 0–65535 的整数。PORT must be a whole number from 0 to 65535.');
  }
  const databaseUrl = env.DATABASE_URL || undefined;
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new SetupError('DATABASE_URL 须以 postgres:// 开头。DATABASE_URL must begin with postgres://.');
  }
  return {
    port,
    dataDir: resolve(env.JIELI_DATA || '.data'),
    databaseUrl,
    calendarFile: env.JIELI_CALENDAR || undefined,
    log: logEngine(env),
    packFolders: (env.JIELI_PACKS ?? '').split(delimiter).filter((folder) => folder !== ''),
    webhookNetworks: networks(env.JIELI_WEBHOOK_NETWORKS ?? ''),
  };
}

function networks(text: string): readonly string[] {
  const named = text.split(',').map((network) => network.trim());
  const written = named.filter((network) => network !== '');
  try {
    targetRules(written);
  } catch (error) {
    throw new SetupError(`JIELI_WEBHOOK_NETWORKS: ${error instanceof Error ? error.message : String(error)}`);
  }
  return written;
}

function logEngine(env: Readonly<Record<string, string | undefined>>): LogEngine {
  const engine = env.JIELI_EVENT_STORE || 'postgres';
  if (engine === 'postgres') return { engine };
  if (engine !== 'eventstoredb') {
    throw new SetupError(
      'JIELI_EVENT_STORE 须为 postgres 或 eventstoredb。JIELI_EVENT_STORE must be postgres or eventstoredb.',
    );
  }
  const connectionString = env.JIELI_EVENTSTOREDB_URL;
  if (!connectionString) {
    throw new SetupError(
      '请设置 JIELI_EVENTSTOREDB_URL（esdb:// 或 esdb+discover://）。Set JIELI_EVENTSTOREDB_URL (esdb:// or esdb+discover://).',
    );
  }
  return { engine, connectionString, prefix: env.JIELI_EVENTSTOREDB_PREFIX || undefined };
}
