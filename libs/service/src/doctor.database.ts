import type pg from 'pg';
import { desks } from '#desks';
import { logSchemaVersion } from '#event-store';
import { deskRole, desksWithoutTables, runtimeTablesGone, viewsSchemaVersion } from '#runtime';
import type { LogEngine } from './config.ts';
import { boundFindings, type Held } from './doctor.bound.ts';
import { type Finding, fine, wrong } from './finding.ts';
import { OLDEST_TESTED } from './postgres.version.ts';

type Look = (client: pg.Client) => Promise<Finding>;

const row = async <R extends pg.QueryResultRow>(client: pg.Client, sql: string): Promise<R> => {
  const { rows } = await client.query<R>(sql);
  return rows[0] as R;
};

/** What one look found; that it could not look is a finding too, and keeps no other from looking. */
export async function looked(look: () => Promise<Finding | readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return [await look()].flat();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const remedy =
      '检查数据库版本与表是否完整，见运维手册。Is the version of PostgreSQL one that is tested, are all tables there? See docs/operations.md.';
    return [wrong('查不了 Could not be looked at', why, remedy)];
  }
}

/** What the database says of itself and of what runs on it. */
export async function databaseFindings(client: pg.Client, log: LogEngine, held: Held): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const look of [server, connections, time]) findings.push(...(await looked(() => look(client))));
  const there = await row<{ there: boolean }>(
    client,
    `select to_regclass('runtime.migration') is not null and to_regclass('vault.master') is not null as there`,
  );
  if (!there.there) {
    const remedy = '服务还没有在此数据库上启动过。The service has not been started on this database yet: start it.';
    return [...findings, wrong('表结构 Schemas', '没有 none', remedy)];
  }
  const gone = await runtimeTablesGone(client);
  findings.push(tablesFinding(gone));
  if (gone.kept.length > 0) return findings; // how far the views have come stands nowhere: nothing further can be looked at
  findings.push(...(await looked(() => boundFindings(client, log, held))));
  for (const look of [viewsVersion, deskTables, deskVersions, deskRoles, duty, parked, deliveries, clocks]) {
    findings.push(...(await looked(() => look(client))));
  }
  if (log.engine !== 'postgres') return findings;
  for (const look of [logVersion, viewsBehind]) findings.push(...(await looked(() => look(client))));
  return findings;
}

const server: Look = async (client) => {
  const title = '数据库可达 Database reachable';
  const { version, encoding, creates, schemas } = await row<{
    version: string;
    encoding: string;
    creates: boolean;
    schemas: boolean;
  }>(
    client,
    `select current_setting('server_version') as version, current_setting('server_encoding') as encoding,
      (select rolcreaterole or rolsuper from pg_roles where rolname = current_user) as creates,
      has_database_privilege(current_database(), 'CREATE') as schemas`,
  );
  const found = `PostgreSQL ${version}, ${encoding}`;
  if (encoding !== 'UTF8')
    return wrong(title, found, '数据库须为 UTF8 编码。Make the database anew with encoding UTF8.');
  if (!creates) return wrong(title, `${found}, no CREATEROLE`, 'alter role … createrole;');
  if (!schemas) return wrong(title, `${found}, no CREATE on the database`, 'alter database … owner to …;');
  if (Number.parseInt(version, 10) < OLDEST_TESTED) {
    return wrong(
      title,
      found,
      `请升级到 PostgreSQL ${OLDEST_TESTED} 或更新。Upgrade: ${OLDEST_TESTED} is what is tested.`,
    );
  }
  return fine(title, found);
};

/** What stands beside the desks: without clocks nothing runs out, without tags no child is known again. */
function tablesFinding({ kept, built }: Awaited<ReturnType<typeof runtimeTablesGone>>): Finding {
  const title = '流程的表 Tables of the runtime';
  if (kept.length + built.length === 0) return fine(title, 'runtime');
  const found = `缺表 gone: ${[...kept, ...built].map((name) => `runtime.${name}`).join(', ')}`;
  if (kept.length === 0) return wrong(title, found, 'npm run jieli -- views rebuild');
  const remedy =
    '停止全部进程，删去派生的模式后启动，见运维手册 Backup。' +
    'Stop every process, drop the derived schemas and start, see Backup in docs/operations.md.';
  return wrong(title, found, remedy);
}

const MOST_USED = 0.8;

const connections: Look = async (client) => {
  const title = '数据库连接数 Connections';
  const { used, most } = await row<{ used: number; most: number }>(
    client,
    `select (select count(*) from pg_stat_activity where backend_type = 'client backend')::int as used,
      current_setting('max_connections')::int as most`,
  );
  const found = `${used} / ${most}`;
  if (used <= most * MOST_USED) return fine(title, found);
  const remedy =
    '调高 max_connections，或减少进程：每个进程至多用三十余个。Raise max_connections, or run fewer processes.';
  return wrong(title, found, remedy);
};

const MOST_SKEW = 2_000;

const time: Look = async (client) => {
  const title = '时钟 Clock';
  const before = Date.now();
  const { at } = await row<{ at: string }>(
    client,
    'select (extract(epoch from clock_timestamp()) * 1000)::bigint as at',
  );
  const after = Date.now();
  const skew = Number(at) < before ? before - Number(at) : Math.max(0, Number(at) - after);
  const found = `与数据库相差 differs from the database by ${skew} ms`;
  if (skew <= MOST_SKEW) return fine(title, found);
  return wrong(title, found, '在两台机器上启用时间同步（NTP）。Turn on time synchronisation (NTP) on both machines.');
};

const viewsVersion: Look = async (client) => {
  const title = '视图表版本 Version of the views’ tables';
  const { version } = await row<{ version: number }>(
    client,
    'select max(version)::int as version from runtime.migration',
  );
  return versionFinding(title, version, viewsSchemaVersion);
};

function versionFinding(title: string, version: number, own: number): Finding {
  if (version === own) return fine(title, `${version}`);
  const remedy =
    '数据库较新则升级程序，较旧则重启服务即升级。A newer one needs a newer program; an older one a restart.';
  return wrong(title, `${version}，程序 this program ${own}`, remedy);
}

/** What lets us take on a role; before PostgreSQL 16 membership did, and there was no privilege of this name. */
const TAKE_ON = `case when current_setting('server_version_num')::int < 160000 then 'MEMBER' else 'SET' end`;

/** Roles are the cluster's: a dump that was restored on another server lacks them. */
const deskRoles: Look = async (client) => {
  const title = '工作台角色 Roles of the desks';
  const { name } = await row<{ name: string }>(client, 'select current_database() as name');
  const roles = desks.map((desk) => deskRole(name, desk.name));
  const { rows } = await client.query<{ role: string }>(
    `select rolname as role from pg_roles where rolname = any($1) and pg_has_role(current_user, oid, ${TAKE_ON})`,
    [roles],
  );
  const there = new Set(rows.map(({ role }) => role));
  const missing = roles.filter((role) => !there.has(role));
  if (missing.length === 0) return fine(title, `${roles.length}`);
  const remedy = '重启服务即重建；账号须有 CREATEROLE。A restart makes them anew; the user needs CREATEROLE.';
  return wrong(title, `缺少或不可用 missing or not ours: ${missing.join(', ')}`, remedy);
};

/** Without them a desk cannot be read; made anew by a start, they are empty until they are built. */
const deskTables: Look = async (client) => {
  const title = '工作台的表 Tables of the desks';
  const gone = await desksWithoutTables(client, desks);
  const rows = await client.query<{ name: string }>('select name from runtime.desk where version = 0 order by name');
  const empty = rows.rows.map(({ name }) => name).filter((name) => !gone.includes(name));
  if (gone.length + empty.length === 0) return fine(title, `${desks.length} 个工作台 desks`);
  const found = [
    ...(gone.length > 0 ? [`缺表 gone: ${gone.join(', ')}`] : []),
    ...(empty.length > 0 ? [`尚无内容 empty until built: ${empty.join(', ')}`] : []),
  ];
  return wrong(title, found.join('; '), `npm run jieli -- views rebuild ${[...gone, ...empty].join(' ')}`);
};

const deskVersions: Look = async (client) => {
  const title = '工作台表版本 Versions of the desks’ tables';
  const { rows } = await client.query<{ name: string; version: number }>('select name, version from runtime.desk');
  const built = new Map(rows.map(({ name, version }) => [name, version]));
  const other = desks.filter(({ name, version }) => built.get(name) !== version).map(({ name }) => name);
  if (other.length === 0) return fine(title, `${desks.length} 个工作台 desks`);
  const remedy =
    '所有进程须为同一版本；重启服务即重建。All processes need the same version; a restart builds them anew.';
  return wrong(title, `与程序不同 differ from this program: ${other.join(', ')}`, remedy);
};

const logVersion: Look = async (client) => {
  const { version } = await row<{ version: number }>(client, 'select max(version)::int as version from log.migration');
  return versionFinding('日志表版本 Version of the log’s tables', version, logSchemaVersion);
};

const duty: Look = async (client) => {
  const title = '值守 Duty';
  const { rows } = await client.query<{ pid: number; address: string | null; since: string }>(
    `select pid, coalesce(host(client_addr), 'local') as address, to_char(backend_start, 'YYYY-MM-DD HH24:MI') as since
     from pg_locks join pg_stat_activity using (pid) join pg_database on pg_database.oid = pg_locks.database
     where locktype = 'advisory' and granted and pg_database.datname = current_database()
       and objid = (hashtext('jieli duty')::bigint & 4294967295)::oid`,
  );
  const [holder] = rows;
  if (holder) return fine(title, `${holder.address}，自 since ${holder.since}`);
  const remedy =
    '启动 npm start 或 npm run worker；不要经事务级连接池连接。Start one; connect directly, not by a transaction pooler.';
  return wrong(title, '没有进程值守 nobody', remedy);
};

const parked: Look = async (client) => {
  const title = '停放的个案 Parked cases';
  const { count } = await row<{ count: number }>(client, 'select count(*)::int as count from runtime.parked');
  if (count === 0) return fine(title, '0');
  return wrong(title, `${count}`, 'npm run jieli -- views parked; views retry');
};

/** Made with the first subscription: until then there is none. */
const deliveries: Look = async (client) => {
  const title = '停放的推送 Parked deliveries';
  const { there } = await row<{ there: boolean }>(
    client,
    `select to_regclass('webhook_queue.job') is not null as there`,
  );
  const count = there
    ? (
        await row<{ count: number }>(
          client,
          `select count(*)::int as count from webhook_queue.job where state = 'failed'`,
        )
      ).count
    : 0;
  if (count === 0) return fine(title, '0');
  return wrong(title, `${count}`, 'npm run jieli -- webhooks parked; webhooks replay');
};

const clocks: Look = async (client) => {
  const title = '到期时限 Due clocks';
  const { running, unswept } = await row<{ running: number; unswept: number }>(
    client,
    `select count(*)::int as running, count(*) filter (where due <
       to_char((now() - interval '1 minute') at time zone 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS.MS+08:00'))::int as unswept
     from runtime.clock`,
  );
  const found = `${running} 个在走 running, ${unswept} 个到期未处理 due and not run out`;
  if (unswept === 0) return fine(title, found);
  return wrong(title, found, '见运维手册 JieliClocksNotSwept。See JieliClocksNotSwept in docs/operations.md.');
};

const MOST_BEHIND = 1_000;
/** Further nobody counts. */
const COUNTED = 1_000_000;

const viewsBehind: Look = async (client) => {
  const title = '视图与流程滞后 Views and processes behind the log';
  const { keys } = await row<{ keys: number }>(
    client,
    `select cardinality(conkey) as keys from pg_constraint where conrelid = 'log.event'::regclass and contype = 'p'`,
  );
  const [events, come] = keys === 1 ? ['e.pos', 'at.pos'] : ['(e.turn, e.pos)', '(at.turn, at.pos)'];
  const { rows } = await client.query<{ behind: number; beyond: boolean }>(
    `with at as (
       select split_part('0-' || coalesce(position, '0'), '-', -2)::bigint as turn,
         split_part('0-' || coalesce(position, '0'), '-', -1)::bigint as pos
       from unnest(array['views', 'processes']) with ordinality as wanted (name, nth)
       left join runtime.checkpoint using (name) order by nth)
     select at.pos > 0 and not exists (select from log.event e where ${events} >= ${come}) as beyond,
       (select count(*) from (select from log.event e where ${events} > ${come} limit ${COUNTED}) as rest)::int as behind
     from at`,
  );
  const found = `${rows.map(({ behind }) => behind).join(', ')} 个事件 events`;
  if (rows.some(({ beyond }) => beyond)) {
    const remedy =
      '日志比视图旧（恢复了较早的日志）：见运维手册 Backup，删去派生的模式。' +
      'The log is older than the views: it was restored. Drop the derived schemas, see Backup in docs/operations.md.';
    return wrong(title, '日志止于视图或流程之前 the log ends before views or processes', remedy);
  }
  if (rows.every(({ behind }) => behind <= MOST_BEHIND)) return fine(title, found);
  return wrong(title, found, '见运维手册 JieliViewsBehind。See JieliViewsBehind in docs/operations.md.');
};
