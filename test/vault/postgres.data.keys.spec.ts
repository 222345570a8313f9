import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import type { Sealed } from '#case';
import {
  keyNotices,
  loadKeyFile,
  migrateVault,
  newKeys,
  openVault,
  postgresDataKeys,
  rotateKeys,
  sealAway,
  type Vault,
  VaultError,
} from '#vault';
import { until } from '../../libs/event-store/src/postgres/server.fixture.ts';
import { dataKeysContract } from '../../libs/vault/src/data.keys.contract.ts';

const server = process.env.JIELI_TEST_DATABASE_URL;
if (server === undefined) throw new Error('JIELI_TEST_DATABASE_URL names no PostgreSQL server');

const master = newKeys('2025-03-14T10:00:00+08:00');
const database = `vault_${randomUUID().replaceAll('-', '')}`;
const admin = new Pool({ connectionString: server, max: 1 });
const pools: Pool[] = [];

function pool(): Pool {
  const url = new URL(server ?? '');
  url.pathname = `/${database}`;
  const made = new Pool({ connectionString: url.href, max: 4 });
  made.on('error', () => undefined);
  pools.push(made);
  return made;
}

/** A vault as in a process of its own: nothing is shared but the database and the key file. */
async function aVault(): Promise<Vault> {
  return openVault({ keys: master, dataKeys: postgresDataKeys(pool()) });
}

async function refusal(work: Promise<unknown>): Promise<unknown> {
  const reason: unknown = await work.catch((error: unknown) => error);
  return reason instanceof VaultError ? reason.code : reason;
}

beforeAll(async () => {
  await admin.query(`create database ${database}`);
  await Promise.all([migrateVault(pool()), migrateVault(pool()), migrateVault(pool())]);
});

afterAll(async () => {
  for (const each of pools) await each.end();
  await admin.query(`drop database ${database} with (force)`);
  await admin.end();
});

/** Other specs rotate too. */
const inTheFirstEpoch = () => pool().query('update vault.epoch set present = 1');

dataKeysContract('PostgreSQL', async () => {
  await inTheFirstEpoch();
  return postgresDataKeys(pool());
});

describe('a vault that keeps keys in memory', () => {
  it('forgets at once what another process drops or seals away', async () => {
    await inTheFirstEpoch();
    const url = new URL(server ?? '');
    url.pathname = `/${database}`;
    const notices = await keyNotices({ connectionString: url.href }, () => undefined);
    const vault = await openVault({ keys: master, dataKeys: postgresDataKeys(pool(), notices) });
    const elsewhere = postgresDataKeys(pool());
    const field = { childId: randomUUID(), category: 'identity', field: 'child.name' } as const;
    const [name, phone] = [await vault.seal(field, '林'), await vault.seal({ ...field, category: 'contact' }, '139')];
    expect(await vault.openMany([name, phone])).toEqual(['林', '139']);
    // A key that is at hand opens without a round trip: what is told comes in only while something else is waited for.
    const refuses = async (value: Sealed, code: string) => {
      await elsewhere.of(field.childId);
      return (await refusal(vault.open(value))) === code;
    };
    await elsewhere.drop(field.childId, 'identity');
    await until(() => refuses(name, 'shredded'));
    await sealAway(master, elsewhere, field.childId);
    await until(() => refuses(phone, 'sealed-away'));
    await notices.close();
  });

  it('keeps none while it does not hear', async () => {
    await inTheFirstEpoch();
    const dataKeys = postgresDataKeys(pool());
    const vault = await openVault({ keys: master, dataKeys });
    const field = { childId: randomUUID(), category: 'identity', field: 'child.name' } as const;
    const name = await vault.seal(field, '林');
    expect(await vault.open(name)).toBe('林');
    await postgresDataKeys(pool()).drop(field.childId);
    expect(await refusal(vault.open(name))).toBe('shredded');
  });
});

describe('a rotation on PostgreSQL', () => {
  it('loses no key of those who seal meanwhile', async () => {
    await inTheFirstEpoch();
    const folder = await mkdtemp(join(tmpdir(), 'jieli-rotation-'));
    const path = join(folder, 'master.key.json');
    const keyFile = () => loadKeyFile(path, { create: true, createdAt: '2025-03-14T10:00:00+08:00' });
    await pool().query('delete from vault.data_key');
    const vaults = await Promise.all(
      [0, 1, 2].map(async () =>
        openVault({ keys: await keyFile(), reload: keyFile, dataKeys: postgresDataKeys(pool()) }),
      ),
    );
    const sealed: Sealed[] = [];
    let rotating = true;
    const seal = async (vault: Vault) => {
      while (rotating) {
        sealed.push(await vault.seal({ childId: randomUUID(), category: 'identity', field: 'child.name' }, '林'));
      }
    };
    const sealing = Promise.all(vaults.map(seal));
    const dataKeys = postgresDataKeys(pool());
    for (const epoch of [2, 3, 4]) {
      await until(async () => (await dataKeys.of(randomUUID())).length === 0 && sealed.length > epoch * 20);
      expect(await rotateKeys({ path, dataKeys, now: '2025-04-01T00:00:00+08:00' })).toMatchObject({ epoch });
    }
    rotating = false;
    await sealing;
    const fresh = await openVault({ keys: await keyFile(), dataKeys });
    expect(new Set(await fresh.openMany(sealed))).toEqual(new Set(['林']));
    for (const vault of vaults) expect((await vault.openMany(sealed)).length).toBe(sealed.length);
    await rm(folder, { recursive: true });
  });
});

describe('two vaults on one PostgreSQL', () => {
  beforeAll(inTheFirstEpoch);

  it('come to one key when both seal first for a new child', async () => {
    const [one, other] = [await aVault(), await aVault()];
    const asking = pool();
    for (let turn = 0; turn < 20; turn += 1) {
      const field = { childId: randomUUID(), category: 'identity', field: 'child.name' } as const;
      const sealed = await Promise.all([one.seal(field, '林小满'), other.seal(field, '𠮷晓曼')]);
      const keys = await asking.query('select version from vault.data_key where child_id = $1', [field.childId]);
      expect(keys.rows).toEqual([{ version: 1 }]);
      for (const vault of [one, other, await openVault({ keys: master, dataKeys: postgresDataKeys(asking) })]) {
        expect(await vault.openMany(sealed)).toEqual(['林小满', '𠮷晓曼']);
      }
    }
  });

  it('keep every key in the database before they give a value out', async () => {
    const vault = await aVault();
    const categories = ['identity', 'contact', 'reporter', 'evidence', 'clinical', 'offence', 'placement'] as const;
    const childId = randomUUID();
    const sealed = await Promise.all(
      categories.map((category) => vault.seal({ childId, category, field: 'x' }, category)),
    );
    expect(await (await aVault()).openMany(sealed)).toEqual([...categories]);
  });

  it('agree about what was shredded', async () => {
    const field = { childId: randomUUID(), category: 'clinical', field: 'finding' } as const;
    const keys = postgresDataKeys(pool());
    const vault = await openVault({ keys: master, dataKeys: keys });
    const old = await vault.seal(field, '旧');
    const contact = await vault.seal({ ...field, category: 'contact' }, '留');
    expect(await keys.drop(field.childId, 'clinical')).toBe(1);
    expect(await keys.drop(field.childId, 'clinical')).toBe(0);
    for (const each of [vault, await aVault()]) {
      expect(await refusal(each.open(old))).toBe('shredded');
      expect(await each.open(contact)).toBe('留');
    }
    const [one, other] = [await aVault(), await aVault()];
    const fresh = await Promise.all([one.seal(field, '新'), other.seal(field, '新')]);
    expect(await vault.openMany(fresh)).toEqual(['新', '新']);
    expect(fresh[0]).toContain('sealed:1:2:');
    expect(await refusal(one.open(old))).toBe('shredded');
    expect(await keys.drop(field.childId)).toBe(2);
    expect(await refusal(vault.openMany([contact, ...fresh]))).toBe('shredded');
  });

  it('do not know a key that was never there, nor one that was moved', async () => {
    const vault = await aVault();
    const [mine, theirs] = [randomUUID(), randomUUID()];
    const field = { category: 'identity', field: 'child.name' } as const;
    const sealed = await vault.seal({ childId: mine, ...field }, '林小满');
    await vault.seal({ childId: theirs, ...field }, '林晓曼');
    const strange = sealed.replace(mine, randomUUID()) as Sealed;
    expect(await refusal(vault.open(strange))).toBe('unknown-key');
    await pool().query(
      `update vault.data_key as to_other set wrapped = mine.wrapped from vault.data_key as mine
       where to_other.child_id = $1 and mine.child_id = $2`,
      [theirs, mine],
    );
    const moved = sealed.replace(mine, theirs) as Sealed;
    expect(await refusal((await aVault()).open(moved))).toBe('unknown-key');
  });

  it('may migrate again over what is there', async () => {
    const vault = await aVault();
    const sealed = await vault.seal({ childId: randomUUID(), category: 'evidence', field: 'note' }, '在');
    await migrateVault(pool());
    expect(await (await aVault()).open(sealed)).toBe('在');
  });
});
