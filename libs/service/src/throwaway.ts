import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type AgencyDirectory, agencyDirectory } from '#access';
import { type Instant, parseInstant } from '#calendar';
import { isSuperior } from '#case';
import type { AgencyType } from '#policy';
import { type OwnedHost, ownedHost } from '#runtime';
import type { Scenario, Stage } from '#scenario';
import { type LogEngine, readConfig, SetupError } from './config.ts';
import { demoAgencies, demoAgency, demoDirectory } from './demo/demo.directory.ts';
import { serviceStage } from './demo/stage.ts';
import { type Service, startService } from './service.ts';

/** A service on a throw-away database with a clock of its own, gone when it is closed. */
export interface ThrowAway {
  readonly service: Service;
  readonly host: OwnedHost;
  readonly directory: AgencyDirectory;
  readonly stage: Stage;
  close(): Promise<void>;
}

export interface ThrowAwayOptions {
  /** A PostgreSQL server to make the database in; left out, an embedded one is started and thrown away too. */
  readonly databaseUrl?: string;
  readonly directory?: AgencyDirectory;
  readonly start?: Instant;
  /** Folders of policy packs beside the shipped ones. */
  readonly packFolders?: readonly string[];
  readonly log?: LogEngine;
}

/** A scenario plays months in seconds. */
const UNHINDERED = 1_000_000;
const LONG_AGO = parseInstant('2024-06-01T00:00+08:00') as Instant;

export async function startThrowAway(options: ThrowAwayOptions = {}): Promise<ThrowAway> {
  const dataDir = await mkdtemp(join(tmpdir(), 'jieli-'));
  const directory = options.directory ?? demoDirectory(demoAgencies());
  const host = ownedHost(options.start ?? LONG_AGO);
  const database = options.databaseUrl === undefined ? undefined : await freshDatabase(options.databaseUrl);
  const cleanUp = async () => {
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const service = await startService({
      ...readConfig({}),
      requestsAMinute: UNHINDERED,
      port: 0,
      dataDir,
      databaseUrl: database?.url,
      packFolders: options.packFolders ?? [],
      log: options.log ?? { engine: 'postgres' },
      durable: false,
      clocksByThemselves: false,
      host,
      directory,
    });
    service.open();
    const close = async () => {
      await service.close();
      await cleanUp();
    };
    return { service, host, directory, stage: serviceStage(service, host, directory), close };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

/** The demo's agencies, those a scenario declares, and one of each type it names that its place would lack. */
export function directoryFor(scenarios: readonly Scenario[], types: readonly AgencyType[]): AgencyDirectory {
  const agencies = new Map(demoAgencies().map((agency) => [agency.id, agency]));
  for (const { agencies: declared = [] } of scenarios) {
    for (const { type, division, name } of declared) {
      const agency = demoAgency(type, division, name ?? { zh: division, en: division });
      agencies.set(agency.id, agency);
    }
  }
  for (const { place } of scenarios) {
    for (const type of types) {
      const there = agencyDirectory([...agencies.values()], []).nearest(type, place);
      if (there && !isSuperior(there)) continue;
      const division = place.slice(0, DIGITS[type] ?? 6);
      const agency = demoAgency(type, division, { zh: division, en: division });
      agencies.set(agency.id, agency);
    }
  }
  return demoDirectory([...agencies.values()]);
}

/** How far down an agency type stands: village, township; all others are the county's. */
const DIGITS: Partial<Record<AgencyType, number>> = {
  RVC: 12,
  CD: 12,
  GRID: 12,
  TOWN: 9,
  STATION: 9,
  CS: 9,
  PS: 9,
  SCHOOL: 9,
};

/** Makes a database of a new name on a server, and the way to drop it with the roles that its desks got. */
export async function freshDatabase(serverUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `jieli_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: serverUrl });
    try {
      await client.connect();
      await client.query(sql);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new SetupError(
        `不能建一次性数据库（${why}）：DATABASE_URL 的账号须有 CREATEDB 与 CREATEROLE；不设则用内置库。` +
          'Cannot make a throw-away database: the user of DATABASE_URL needs CREATEDB and CREATEROLE; unset it to use the embedded one.',
      );
    } finally {
      await client.end();
    }
  };
  await run(`create database ${name} encoding 'UTF8' template template0`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await run(`drop database if exists ${name} with (force)`);
      const client = new pg.Client({ connectionString: serverUrl });
      await client.connect();
      const { rows } = await client.query<{ rolname: string }>(`select rolname from pg_roles where rolname like $1`, [
        `${name}\\_desk%`,
      ]);
      for (const { rolname } of rows) await client.query(`drop role "${rolname}"`);
      await client.end();
    },
  };
}
