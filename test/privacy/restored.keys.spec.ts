import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rotateKeys } from '#vault';
import { people } from '../case.steps.ts';
import { PLANTED, plantedCase } from '../planted.case.ts';
import { jieliWith } from '../process/jieli.process.ts';
import { MORNING, type StandingService, standingService } from '../standing.service.ts';

interface KeyRow {
  readonly child_id: string;
  readonly category: string;
  readonly wrapped: Buffer;
}

let standing: StandingService;
let caseId: string;
/** Of before the keys were rotated, and of after: key file, and what the vault holds. */
let [older, newer]: { file: string; rows: readonly KeyRow[] }[] = [];

const path = () => join(standing.dataDir, 'master.key.json');
const taken = async () => ({
  file: readFileSync(path(), 'utf8'),
  rows: await standing.query<KeyRow>('select child_id, category, wrapped from vault.data_key'),
});

/** Puts a backup of the vault back, as a restored dump does. */
async function restoreVault(epoch: number, rows: readonly KeyRow[]): Promise<void> {
  await standing.query('update vault.epoch set present = $1', [epoch]);
  for (const { child_id, category, wrapped } of rows) {
    const text = 'update vault.data_key set wrapped = $3, epoch = $4 where child_id = $1 and category = $2';
    await standing.query(text, [child_id, category, wrapped, epoch]);
  }
}

const startSays = () =>
  standing.start().then(
    () => 'started',
    (error: Error) => error.message,
  );
const doctorSays = async () => {
  const environment = { DATABASE_URL: standing.databaseUrl, JIELI_DATA: standing.dataDir };
  const { stdout } = await jieliWith(environment, 'doctor');
  return /^(. 密钥与数据库.*\n(?: .*\n)?)/m.exec(stdout)?.[1] ?? stdout;
};

beforeAll(async () => {
  standing = await standingService();
  caseId = await plantedCase(people(standing));
  await standing.stage.settled();
  older = await taken();
  const dataKeys = standing.service.core.database.dataKeys;
  await rotateKeys({ path: path(), dataKeys, now: MORNING });
  newer = await taken();
  await standing.stop();
});
afterAll(() => standing.close());

it('an old key file beside the newest vault ends the start with one line, and the doctor says what to do', async () => {
  writeFileSync(path(), older?.file ?? '');
  for (const said of [await startSays(), await doctorSays()]) {
    expect(said).toContain('the vault is of epoch 2, the key file of epoch 1');
    expect(said).toContain('Put the newest key file back.');
  }
  expect(await startSays()).not.toContain('\n');
});

it('an old vault beside the newest key file does so too', async () => {
  writeFileSync(path(), newer?.file ?? '');
  await restoreVault(1, older?.rows ?? []);
  for (const said of [await startSays(), await doctorSays()]) {
    expect(said).toContain('the vault is of epoch 1, the key file of epoch 2');
    expect(said).toContain('Restore the schema vault of the newest backup.');
  }
});

it('the newest of both start, and open what was sealed before', async () => {
  await restoreVault(2, newer?.rows ?? []);
  expect(await doctorSays()).toContain('✓');
  expect(await startSays()).toBe('started');
  const { text } = await people(standing).police.ask(`{ case(id: "${caseId}") { childName } }`);
  expect(JSON.parse(text)).toEqual({ data: { case: { childName: PLANTED.childName } } });
});
