import { chmodSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, examine, readConfig } from '#service';
import { type StandingService, standingService } from '../standing.service.ts';

let standing: StandingService;
let config: Config;

beforeAll(async () => {
  standing = await standingService();
  config = { ...readConfig({}), dataDir: standing.dataDir, databaseUrl: standing.databaseUrl };
});
afterAll(() => standing.close());

/** Titles of what is wrong; each says what to do. */
async function wrong(of: Partial<Config> = {}): Promise<readonly string[]> {
  const findings = (await examine({ ...config, ...of })).filter(({ ok }) => !ok);
  expect(findings.every(({ todo }) => todo)).toBe(true);
  return findings.map(({ title }) => title.split(' ')[0] as string);
}

describe('the doctor', () => {
  it('finds nothing wrong with a service that runs', async () => {
    const findings = await examine(config);
    expect(findings.filter(({ ok, title }) => !ok && !title.startsWith('数据目录的磁盘'))).toEqual([]);
    expect(findings).toHaveLength(11);
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
      'views that are far behind',
      '视图与流程滞后',
      () => standing.query(`update runtime.checkpoint set position = '-2000' where name = 'views'`),
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
});
