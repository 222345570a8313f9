import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sealed } from '#case';
import { notarise, systemHost } from '#runtime';
import { connect, KEY_FILE, shredChild } from '#service';
import { chained, dumpVerifier, readCheckpoint, readNote } from '#transparency';
import { loadKeyFile, openVault, postgresDataKeys } from '#vault';
import { replaceKeyFile } from '../../../libs/vault/src/key.file.ts';
import type { Proof } from '../proof.ts';
import { type House, opened, openHouse, plant, type Subject, sealedIn, secretsOf } from './house.ts';
import { countIn, filesBelow, scanner, writings } from './scan.ts';

/** The keys themselves are where they belong; a shredded subject's are not among them. */
const KEY_FILES = [KEY_FILE, 'signing.key.json', 'postgres.password'];

/**
 * Children are shredded in a running installation with PostgreSQL's files beside it: neither what was said of them nor a key
 * stands anywhere, an old backup opens nothing with the keys of today, others lose nothing, and the log is still the one noted.
 */
export const shred: Proof = async ({ full, tell }) => {
  const [subjects, survivors] = full ? [100, 20] : [12, 4];
  const folder = await mkdtemp(join(tmpdir(), 'jieli-shred-'));
  const [dataDir, backup] = [join(folder, 'house'), join(folder, 'backup')];
  const logged: string[] = [];
  let house: House | undefined;
  const reopen = async () => {
    await house?.close();
    house = await openHouse(dataDir, logged);
    return house;
  };
  try {
    tell(`shred: ${subjects} children and ${survivors} others`);
    const first = await reopen();
    const planted: Subject[] = [];
    for (let n = 0; n < subjects + survivors; n += 1) planted.push(await plant(first, n));
    const [gone, kept] = [planted.slice(0, subjects), planted.slice(subjects)];
    const values = await sealedOf(first, gone);
    const others = await sealedOf(first, kept);
    const before = await opened(first, values);
    const secrets = await secretsOf(
      first,
      gone.map(({ childId }) => childId),
    );
    const note = (await notarise(first.database.store, first.database.notarising)) ?? '';
    await first.runtime.settled();
    await first.close();
    house = undefined;
    await cp(dataDir, backup, { recursive: true });

    tell('shred: shredding');
    const second = await reopen();
    for (const { childId } of gone) await shredOne(second, childId);
    const after = await opened(second, values);
    const othersAfter = await opened(second, others);
    const tags = await tagsLeft(second, gone);
    await dump(second, join(dataDir, 'dump'));
    await second.close();
    house = undefined;

    tell('shred: looking through every file');
    const words = gone.flatMap(({ said }) => said);
    const trace = tracesIn(dataDir, logged, words, secrets);
    await cp(join(dataDir, KEY_FILE), join(backup, KEY_FILE));
    const old = await openedInBackup(backup, values);
    const third = await reopen();
    const verified = await verifies(third, note);

    tell('shred: planted bugs');
    const bugs = await plantedBugs({ third, reopen, folder, logged, words, secrets, note, kept });
    const escaped = Object.entries(bugs).filter(([, caught]) => !caught);
    const holds =
      before === values.length &&
      after === 0 &&
      othersAfter === others.length &&
      tags === 0 &&
      trace.words === 0 &&
      trace.keys === 0 &&
      old === 0 &&
      verified &&
      escaped.length === 0;
    return {
      holds,
      figures: [
        `${subjects} children shredded: ${after} of ${values.length} sealed values open, ${before} before; ${tags} match tags left to look up`,
        `${trace.words} of ${words.length} planted strings and ${trace.keys} of ${secrets.length} keys in ${trace.files} files (database, WAL, dump, logs), ${Math.round(trace.bytes / 2 ** 20)} MB`,
        `an old backup with the keys of today opens ${old} of ${values.length}`,
        `${survivors} other children: ${othersAfter} of ${others.length} sealed values open`,
        `the log ${verified ? 'still verifies' : 'does not verify any more'} against the checkpoint from before`,
        `${Object.keys(bugs).length - escaped.length} of ${Object.keys(bugs).length} planted bugs caught`,
        ...Object.entries(bugs).map(([bug, caught]) => `  ${caught ? 'caught' : 'NOT CAUGHT'}: ${bug}`),
      ],
    };
  } finally {
    await house?.close();
    await rm(folder, { recursive: true, force: true });
  }
};

async function shredOne({ database }: House, childId: string): Promise<void> {
  await shredChild(database, { host: systemHost() }, { childId, ground: 'RETENTION_EXPIRED', officer: 'prove' });
}

async function sealedOf({ database }: House, children: readonly Subject[]): Promise<readonly Sealed[]> {
  const ids = new Set(children.map(({ childId }) => childId));
  const events = await database.store.readAll({ after: null, limit: 100_000 });
  return events.flatMap(({ data }) => sealedIn(data)).filter((value) => ids.has(value.split(':')[3] ?? ''));
}

async function tagsLeft({ database }: House, children: readonly Subject[]): Promise<number> {
  const events = await database.store.readAll({ after: null, limit: 100_000 });
  const cases = events.flatMap(({ stream, data }) =>
    children.some(({ childId }) => JSON.stringify(data).includes(childId)) ? [stream.slice('case-'.length)] : [],
  );
  const { rows } = await database.pool.query('select from runtime.tag where case_id = any($1)', [cases]);
  return rows.length;
}

/** The records of the log, and every table as text. */
async function dump({ database: { store, notarising, pool } }: House, file: string): Promise<void> {
  await notarise(store, notarising);
  const lines = await chained(notarising, await store.readAll({ after: null, limit: 100_000 }));
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema not in ('information_schema', 'pg_catalog')`,
  );
  const tables: string[] = [];
  for (const { name } of rows) {
    const { rows: own } = await pool.query<{ line: string }>(`select t::text as line from ${name} as t`);
    tables.push(...own.map(({ line }) => line));
  }
  await writeFile(file, [...lines.map(({ text }) => text), ...tables].join('\n'));
  await pool.query('checkpoint');
}

function tracesIn(dataDir: string, logged: readonly string[], words: readonly string[], secrets: readonly Buffer[]) {
  const files = filesBelow(dataDir, KEY_FILES);
  const own = scanner(words.map((word) => Buffer.from(word)));
  const keys = scanner(secrets.flatMap(writings));
  const log = Buffer.from(logged.join(''));
  const found = { words: countIn(files, own) + own.in(log).size, keys: countIn(files, keys) + keys.in(log).size };
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  return { ...found, files: files.length, bytes };
}

/** By the vault alone: a service refuses to start on an old vault beside newer keys, and whoever tries to read it need not ask one. */
async function openedInBackup(backup: string, values: readonly Sealed[]): Promise<number> {
  const { pool, close } = await connect({ dataDir: backup, databaseUrl: undefined, durable: true });
  try {
    const keys = await loadKeyFile(join(backup, KEY_FILE), { create: false });
    const vault = await openVault({ keys, dataKeys: postgresDataKeys(pool) });
    return await opened({ database: { vault } }, values);
  } finally {
    await close();
  }
}

async function verifies({ database: { store, notarising } }: House, note: string): Promise<boolean> {
  const checkpoint = readCheckpoint(readNote(note).text);
  const events = await store.readAll({ after: null, limit: checkpoint.size });
  const verifier = dumpVerifier({ tree: notarising.tree, checkpoints: [checkpoint] });
  for (const { text } of await chained(notarising, events)) verifier.line(Buffer.from(text));
  const { agreed, divergence } = verifier.end();
  return divergence === undefined && agreed === checkpoint.size;
}

interface Planted {
  readonly third: House;
  readonly reopen: () => Promise<House>;
  readonly folder: string;
  readonly logged: string[];
  readonly words: readonly string[];
  readonly secrets: readonly Buffer[];
  readonly note: string;
  readonly kept: readonly Subject[];
}

/** Ways to shred badly, done to the installation after it held: what is looked for must be found. */
async function plantedBugs({ third, reopen, folder, logged, words, secrets, note, kept }: Planted) {
  const [word = '', other = '', third_ = ''] = words;
  const [secret = Buffer.alloc(32)] = secrets;
  const { dataDir } = third;
  const bugs: Record<string, boolean> = {};
  const traced = async () => {
    const house = await reopen();
    await house.database.pool.query('checkpoint');
    await house.close();
    const found = tracesIn(dataDir, logged, words, secrets);
    return found.words + found.keys;
  };

  // The key is dropped, and the epoch that wrapped it lives on: a backup of a moment ago opens with the keys of today.
  const [child, next] = kept;
  if (!child || !next) throw new Error('nobody is left');
  const backup = join(folder, 'backup-of-a-bug');
  const values = await sealedOf(third, [child]);
  await third.close();
  await cp(dataDir, backup, { recursive: true });
  let house = await reopen();
  await house.database.dataKeys.drop(child.childId);
  bugs['the key is dropped, the epoch is not destroyed'] = (await openedInBackup(backup, values)) > 0;

  // The epoch is replaced, and stays in the key file.
  const nextValues = await sealedOf(house, [next]);
  await house.close();
  await rm(backup, { recursive: true });
  await cp(dataDir, backup, { recursive: true });
  const before = await loadKeyFile(join(dataDir, KEY_FILE), { create: false });
  house = await reopen();
  await shredOne(house, next.childId);
  await house.close();
  const after = await loadKeyFile(join(dataDir, KEY_FILE), { create: false });
  await replaceKeyFile(join(backup, KEY_FILE), { ...after, epochs: [...before.epochs, ...after.epochs] });
  bugs['the old epoch stays in the key file'] = (await openedInBackup(backup, nextValues)) > 0;

  // One field went past the door; the row was deleted as soon as somebody saw.
  house = await reopen();
  await house.database.pool.query('create table stray (text text)');
  await house.database.pool.query('insert into stray values ($1)', [word]);
  await house.database.pool.query('delete from stray');
  const stray = await traced();
  bugs['a plain text was stored, and its row deleted'] = stray > 0;

  logged.push(JSON.stringify({ level: 30, msg: other }));
  const told = await traced();
  bugs['a log line names the child'] = told > stray;

  house = await reopen();
  await house.database.pool.query('insert into stray values ($1)', [secret.toString('hex')]);
  const leaked = await traced();
  bugs['a bare key was stored'] = leaked > told;

  house = await reopen();
  await house.database.store.append(`case-${randomUUID()}`, 'no-stream', [
    { id: randomUUID(), type: 'Stray', data: { name: third_ }, meta: {} },
  ]);
  bugs['an event holds plain text'] = (await traced()) > leaked;

  // Shredding by deleting from the log.
  house = await reopen();
  await house.database.pool.query(
    `alter table log.event disable trigger append_only; update log.event set data = '{}' where pos = 2`,
  );
  bugs['the events themselves were emptied'] = !(await verifies(house, note));
  return bugs;
}
