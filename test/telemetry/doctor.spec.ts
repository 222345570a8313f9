import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { postgresStore } from '#event-store';
import { type Config, examine, readConfig } from '#service';
import { authority } from '../exchange/certificates.ts';
import { type StandingService, standingService } from '../standing.service.ts';

/** The published calendar knows this year and the next month. */
const NOW = Date.parse('2026-06-01T00:00:00Z');

let standing: StandingService;
let config: Config;

beforeAll(async () => {
  standing = await standingService();
  const port = Number(new URL(standing.service.url).port);
  config = { ...readConfig({}), dataDir: standing.dataDir, databaseUrl: standing.databaseUrl, port };
});
afterAll(() => standing.close());

/** Titles of what is wrong; each says what to do. */
async function wrong(of: Partial<Config> = {}): Promise<readonly string[]> {
  const findings = (await examine({ ...config, ...of }, NOW)).filter(({ ok }) => !ok);
  expect(findings.every(({ remedy }) => remedy)).toBe(true);
  return findings.map(({ title }) => title.split(' ')[0] as string);
}

const courtRole = () => `${new URL(standing.databaseUrl).pathname.slice(1)}_desk_court`;

describe('the doctor', () => {
  it('finds nothing wrong with a service that runs', async () => {
    const findings = await examine(config, NOW);
    expect(findings.filter(({ ok, title }) => !ok && !/^(数据目录的磁盘|数据库连接数)/.test(title))).toEqual([]);
    expect(findings).toHaveLength(23);
  });

  const broken: readonly (readonly [string, string, () => unknown, () => unknown])[] = [
    [
      'a key file that others may read',
      '主密钥文件',
      () => chmodSync(join(standing.dataDir, 'master.key.json'), 0o644),
      () => chmodSync(join(standing.dataDir, 'master.key.json'), 0o600),
    ],
    [
      'a key file that is lost',
      '主密钥文件',
      () => renameSync(join(standing.dataDir, 'master.key.json'), join(standing.dataDir, 'lost')),
      () => renameSync(join(standing.dataDir, 'lost'), join(standing.dataDir, 'master.key.json')),
    ],
    [
      'the key of another database',
      '密钥与数据库',
      () => standing.query(`update vault.master set key_id = 'another' || key_id`),
      () => standing.query(`update vault.master set key_id = replace(key_id, 'another', '')`),
    ],
    [
      'a vault that is older than the key file',
      '密钥与数据库',
      () => standing.query('update vault.epoch set present = 0'),
      () => standing.query('update vault.epoch set present = 1'),
    ],
    [
      'a key file that is older than the vault',
      '密钥与数据库',
      () => standing.query('update vault.epoch set present = 2'),
      () => standing.query('update vault.epoch set present = 1'),
    ],
    [
      'a signing key that is lost',
      '签名密钥文件',
      () => renameSync(join(standing.dataDir, 'signing.key.json'), join(standing.dataDir, 'lost')),
      () => renameSync(join(standing.dataDir, 'lost'), join(standing.dataDir, 'signing.key.json')),
    ],
    [
      'the signing key of another log',
      '签名密钥与日志',
      () => standing.query(`update audit.tree set signer = 'another' || signer`),
      () => standing.query(`update audit.tree set signer = replace(signer, 'another', '')`),
    ],
    [
      'a desk whose role is not ours to take on',
      '工作台角色',
      () => standing.query(`alter role "${courtRole()}" rename to "${courtRole()}_away"`),
      () => standing.query(`alter role "${courtRole()}_away" rename to "${courtRole()}"`),
    ],
    [
      'views that a newer program has changed',
      '视图表版本',
      () => standing.query('insert into runtime.migration (version) values (99)'),
      () => standing.query('delete from runtime.migration where version = 99'),
    ],
    [
      'a parked case',
      '停放的个案',
      () => standing.query(`insert into runtime.parked values ('case-x', '1', 'why')`),
      () => standing.query('delete from runtime.parked'),
    ],
    [
      'a clock that is due and does not run out',
      '到期时限',
      () => standing.query(`insert into runtime.clock values ('c', 'x', '2001-01-01T00:00:00.000+08:00')`),
      () => standing.query(`delete from runtime.clock where id = 'c'`),
    ],
    [
      'tables of another version',
      '工作台表版本',
      () => standing.query(`update runtime.desk set version = version + 90 where name = 'court'`),
      () => standing.query(`update runtime.desk set version = version - 90 where name = 'court'`),
    ],
    [
      'a log of another version',
      '日志表版本',
      () => standing.query('insert into log.migration (version) values (99)'),
      () => standing.query('delete from log.migration where version = 99'),
    ],
    [
      'a log that was restored to an earlier moment than the views',
      '视图与流程滞后',
      () => standing.query(`update runtime.checkpoint set position = '99999' where name = 'views'`),
      () => standing.query(`update runtime.checkpoint set position = null where name = 'views'`),
    ],
  ];
  it.each(broken)('finds %s', async (_, title, breakIt, mendIt) => {
    await breakIt();
    const found = await wrong();
    await mendIt();
    expect(found).toContain(title);
    expect(await wrong()).not.toContain(title);
  });

  it.each(['views', 'processes'])('finds that %s are far behind, whatever else keeps up', async (name) => {
    const pool = new Pool({ connectionString: standing.databaseUrl });
    const store = await postgresStore({ pool, listen: false });
    const event = () => ({ id: randomUUID(), type: 'Nothing', data: {}, meta: {} });
    for (let n = 0; n < 5; n += 1) await store.append(`audit-${name}`, 'any', Array.from({ length: 250 }, event));
    await store.close();
    await pool.end();
    await standing.stage.settled();
    const before = await standing.query('select name, position from runtime.checkpoint order by name');
    expect(await wrong()).not.toContain('视图与流程滞后');
    await standing.query('update runtime.checkpoint set position = null where name = $1', [name]);
    const found = await wrong();
    const position = before.find((checkpoint) => checkpoint.name === name)?.position;
    await standing.query('update runtime.checkpoint set position = $2 where name = $1', [name, position]);
    expect(found).toContain('视图与流程滞后');
  });

  it('tells what it could not look at, and looks at the rest', async () => {
    const before = await examine(config, NOW);
    await standing.query('alter table runtime.clock rename to elsewhere');
    const findings = await examine(config, NOW);
    await standing.query('alter table runtime.elsewhere rename to clock');
    expect(findings).toHaveLength(before.length);
    const failed = findings.find(({ title }) => title.startsWith('查不了'));
    expect(failed).toMatchObject({ ok: false, found: expect.stringContaining('runtime.clock') });
    expect(findings.some(({ title }) => title.startsWith('视图与流程滞后'))).toBe(true);
  });

  it('finds that nobody is on duty', async () => {
    await standing.stop();
    const found = await wrong();
    await standing.start();
    expect(found).toContain('值守');
    expect(await wrong()).not.toContain('值守');
  });

  it('finds a database that cannot be reached, one that was never used, and none at all', async () => {
    const closed = standing.databaseUrl.replace(/:\d+\//, ':1/');
    expect(await wrong({ databaseUrl: closed })).toContain('数据库可达');
    expect(await wrong({ databaseUrl: process.env.JIELI_TEST_DATABASE_URL })).toContain('表结构');
    expect(await wrong({ databaseUrl: undefined })).toContain('数据库可达');
  });

  it('finds a log that is elsewhere, packs and calendars that are wrong, and a year without a calendar', async () => {
    const log = {
      engine: 'eventstoredb',
      connectionString: 'esdb://127.0.0.1:1?tls=false',
      prefix: undefined,
    } as const;
    expect(await wrong({ log })).toContain('日志所在');
    expect(await wrong({ packFolders: ['/nowhere'] })).toContain('政策包');
    expect(await wrong({ calendarFile: '/nowhere' })).toContain('日历');
    const late = await examine(config, Date.parse('2099-06-01T00:00:00Z'));
    expect(late.filter(({ ok, title }) => !ok && title.startsWith('日历'))).toHaveLength(1);
  });

  it('finds an identity provider that cannot be asked, and another program at our port', async () => {
    const oidc = readConfig({ JIELI_OIDC_ISSUER: 'http://127.0.0.1:1', JIELI_OIDC_AUDIENCE: 'desks' }).oidc;
    expect(await wrong({ oidc })).toContain('统一身份认证');
    const other = createServer((_, response) => response.end('something else')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expect(await wrong({ port })).toContain('端口');
    other.close();
    await once(other, 'close');
    expect(await wrong({ port })).not.toContain('端口');
  });

  describe('of the exchange', () => {
    const DAY = 86_400_000;
    let folder: string;
    let set: Config['exchange'];
    const exchangeWrong = async (more: Partial<Config['exchange']> = {}, now = Date.now()) =>
      (await examine({ ...config, exchange: { ...set, ...more } }, now))
        .filter(({ ok, title }) => !ok && /^(交换服务|机构证书|证书吊销)/.test(title))
        .map(({ title }) => title.split(' ')[0]);
    const file = (name: string, content: string | Buffer) => {
      writeFileSync(join(folder, name), content, { mode: 0o600 });
      return join(folder, name);
    };

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'jieli-doctor-'));
      const ours = await authority('agencies', 100);
      const own = await ours.issue('localhost');
      set = {
        address: '127.0.0.1:0',
        keyFile: file('key', own.key),
        certificateFile: file('certificate', own.certificate),
        authorityFile: file('authority', ours.certificate),
        clientsFile: file('clients.yaml', 'clients: [{agency: psb-441502, system: own, uri: "urn:a"}]'),
        revocationsFile: file('revoked', await ours.takeBack([own])),
      };
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it('finds nothing wrong with files that fit', async () => {
      expect(await exchangeWrong()).toEqual([]);
    });

    it('finds certificates that have ended or will soon, and an old revocation list', async () => {
      expect(await exchangeWrong({}, Date.now() + 90 * DAY)).toEqual([
        '交换服务证书',
        '机构证书的签发机构',
        '证书吊销列表',
      ]);
      expect(await exchangeWrong({}, Date.now() + 200 * DAY)).toHaveLength(3);
      expect(await exchangeWrong({}, Date.now() - 200 * DAY)).toEqual(['交换服务证书', '机构证书的签发机构']);
    });

    it('finds a key that others may read, and says what to do as of the master key', async () => {
      const keyFile = file('open', readFileSync(set.keyFile ?? ''));
      chmodSync(keyFile, 0o644);
      const findings = await examine({ ...config, exchange: { ...set, keyFile } });
      const found = findings.find(({ title }) => title.startsWith('交换服务证书'));
      expect(found).toMatchObject({ ok: false, remedy: `chmod 600 ${keyFile}` });
      expect(found?.found).toContain(`${keyFile} is open to other users`);
    });

    it('finds an agency that the directory has not', async () => {
      const unknown = 'clients: [{agency: nobody-1, system: own, uri: "urn:a"}]';
      expect(await exchangeWrong({ clientsFile: file('unknown.yaml', unknown) })).toEqual(['交换服务机构与名录']);
    });

    it('finds a key of another certificate, and files that are wrong or missing', async () => {
      const other = await (await authority('others')).issue('localhost');
      expect(await exchangeWrong({ keyFile: file('other', other.key) })).toEqual(['交换服务证书']);
      expect(await exchangeWrong({ authorityFile: file('text', 'none') })).toEqual([
        '机构证书的签发机构',
        '证书吊销列表',
      ]);
      expect(await exchangeWrong({ clientsFile: file('wrong.yaml', 'clients: [') })).toEqual(['交换服务准入']);
      expect(await exchangeWrong({ revocationsFile: '/nowhere' })).toEqual(['证书吊销列表']);
      expect(await exchangeWrong({ keyFile: undefined })).toEqual(['交换服务证书']);
    });
  });
});
