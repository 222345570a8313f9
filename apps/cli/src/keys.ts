import { join } from 'node:path';
import { Command, Option } from 'commander';
import { KEY_AUDIT, systemHost } from '#runtime';
import {
  answeringOfficer,
  knownFilesOf,
  readConfig,
  SetupError,
  type ShreddingGround,
  SM2_KEY_FILE,
  shredChild,
  shreddingGrounds,
} from '#service';
import { readVerifier, signerOf } from '#transparency';
import { loadSigningKey, rotateKeys, type SuiteName, sealAway, suiteNames } from '#vault';
import { type Opened, withDatabase as withDirectory } from './opened.ts';
import { withDatabase } from './with.database.ts';

/** `jieli keys …`: for the operator who answers for the keys. */
export function keysCommand(): Command {
  const keys = new Command('keys').description('密钥：轮换、销毁、封存。Keys: rotate, shred, seal away.');
  keys
    .command('rotate')
    .description(
      '换用新的密钥周期并销毁旧周期，服务不停。A new key epoch takes the place of the old, which is destroyed; services go on.',
    )
    .addOption(
      new Option('-s, --suite <suite>', '此后封口所用密码套件。With what is sealed from now on.').choices(suiteNames),
    )
    .action(({ suite }: { suite?: SuiteName }) => rotate(suite));
  keys
    .command('sm2')
    .description(
      '此后检查点另以国密 SM2 签名，重启后生效；输出其公钥。From the next start on checkpoints are signed by SM2 too; prints its key.',
    )
    .action(signBySm2);
  keys
    .command('shred')
    .description(
      '销毁一名儿童的个人信息，备份中亦不可恢复。Shred a child’s personal data, out of reach of every backup too.',
    )
    .requiredOption('-c, --child <id>', '儿童编号。The child’s id.')
    .addOption(
      new Option(
        '-g, --ground <ground>',
        `事由（参照个人信息保护法47，未见原文）。The ground, worded after a law whose text was not seen: ${grounds()}.`,
      )
        .choices(Object.keys(shreddingGrounds))
        .makeOptionMandatory(),
    )
    .requiredOption('-o, --officer <id>', '责任人员编号。Who answers for it.')
    .action(shred);
  keys
    .command('seal')
    .description(
      '封存一名儿童的信息：此后只有依法查询可以打开。Seal a child’s data away: only a statutory query opens it from now on.',
    )
    .requiredOption('-c, --child <id>', '儿童编号。The child’s id.')
    .option('-t, --category <category>', '只封存一类信息，如 offence。One category alone, such as offence.')
    .requiredOption('-o, --officer <id>', '责任人员编号。Who answers for it.')
    .action(seal);
  return keys;
}

const grounds = () =>
  Object.entries(shreddingGrounds)
    .map(([code, { zh, en }]) => `${code} ${zh} ${en}`)
    .join('; ');

const progress = (done: number) =>
  process.stderr.write(`${done} 个数据密钥已重新封装。${done} data keys wrapped anew.\n`);

async function rotate(suite: SuiteName | undefined): Promise<void> {
  const now = systemHost().now();
  await withDatabase(async ({ dataKeys, store, keyPlace }) => {
    const done = await rotateKeys({ path: keyPlace, dataKeys, now, suite, progress });
    const event = { id: systemHost().newId(), type: 'KeysRotated', data: done, meta: { at: now } };
    await store.append(KEY_AUDIT, 'any', [event]);
    console.log(`第 ${done.epoch} 周期，旧周期已销毁。Epoch ${done.epoch}; the one before is destroyed.`);
    console.log(BACK_UP);
  });
}

async function signBySm2(): Promise<void> {
  const { dataDir } = readConfig(process.env);
  await withDatabase(async ({ notarising }) => {
    const { name, verifier } = notarising.signer;
    if (readVerifier(verifier).scheme.name === 'SM2') {
      throw new SetupError('该日志已由 SM2 签名：见 audit key。This log is signed by SM2 already: see audit key.');
    }
    const path = join(dataDir, SM2_KEY_FILE);
    const key = await loadSigningKey(path, {
      create: true,
      createdAt: systemHost().now(),
      name,
      algorithm: 'sm2',
    });
    console.log(signerOf(key).verifier);
  });
}

const BACK_UP = '请立即重新备份密钥文件与数据库。Back the key file and the database up anew now.';

interface Asked {
  readonly child: string;
  readonly officer: string;
}

async function shred({ child, ground, officer }: Asked & { ground: ShreddingGround }): Promise<void> {
  const childId = childNamed(child);
  await withDirectory(async (database) => {
    await holdAsked(database, childId, officer);
    const asked = { childId, ground, officer, progress };
    const { dropped, cases, epoch } = await shredChild(database, { host: systemHost() }, asked);
    console.log(
      `已销毁 ${dropped} 个数据密钥，涉及 ${cases} 份档案；第 ${epoch} 周期。` +
        `${dropped} data keys shredded, ${cases} files; epoch ${epoch}.`,
    );
    console.log(BACK_UP);
  });
}

async function seal({ child, category, officer }: Asked & { category?: string }): Promise<void> {
  const childId = childNamed(child);
  await withDirectory(async (database) => {
    await holdAsked(database, childId, officer);
    const { keys, dataKeys, store, host } = database;
    const live = await dataKeys.of(childId);
    const named = live.find((key) => key.category === category)?.category;
    if (category !== undefined && named === undefined) {
      throw new SetupError(`该儿童没有 ${category} 类信息。The child has no data of the category ${category}.`);
    }
    const sealed = await sealAway(keys, dataKeys, childId, named);
    const data = { childId, category: named ?? null, officer, sealed };
    await store.append(KEY_AUDIT, 'any', [
      { id: host.newId(), type: 'PersonalDataSealedAway', data, meta: { at: host.now() } },
    ]);
    console.log(`已封存 ${sealed} 个数据密钥。${sealed} data keys sealed away.`);
  });
}

/** Keys that are gone do not come back: who answers and whom it is about are looked up before anything is touched. */
async function holdAsked(database: Opened, childId: string, officer: string): Promise<void> {
  await answeringOfficer(database, officer);
  await knownFilesOf(database.store, childId);
}

function childNamed(text: string): string {
  const id = text.toLowerCase();
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  throw new SetupError('儿童编号须为 UUID。A child is named by a UUID.');
}
