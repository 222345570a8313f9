import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { importList, type ListName, type Revocation, revoke } from '#access';
import { epochOf, instantAt } from '#calendar';
import { systemHost } from '#runtime';
import { type Connection, connect, readConfig, SetupError } from '#service';

interface List {
  readonly name: ListName;
  readonly title: string;
  readonly columns: string;
}

const LISTS: readonly List[] = [
  {
    name: 'agencies',
    title: '机构名录。Agencies.',
    columns: 'id,type,division,name_zh,name_en[,valid_from,valid_until]',
  },
  {
    name: 'officers',
    title: '经办人名录。Officers.',
    columns: 'id,agency,name[,role,subject,valid_from,valid_until]',
  },
  {
    name: 'deputies',
    title: '代理。Who stands in for another agency.',
    columns: 'officer,agency,valid_from,valid_until',
  },
];

/** `jieli agencies|officers|deputies import` and `jieli tokens revoke`: the directory of a service with an identity provider. */
export function directoryCommands(): readonly Command[] {
  return [...LISTS.map(listCommand), tokensCommand()];
}

function listCommand({ name, title, columns }: List): Command {
  const list = new Command(name).description(title);
  list
    .command('import')
    .description(`导入 CSV（UTF-8）：全部写入或全不写入。Imports a CSV, all of it or nothing: ${columns}`)
    .argument('<file>', 'CSV 文件。The CSV file.')
    .option('--dry-run', '只检查，不写入。Checks, and writes nothing.', false)
    .action((file: string, { dryRun }: { dryRun: boolean }) => importFile(name, file, dryRun));
  return list;
}

function tokensCommand(): Command {
  const tokens = new Command('tokens').description('令牌。Tokens.');
  tokens
    .command('revoke')
    .description('吊销一枚令牌，或一名经办人此前的全部令牌。Revokes a token, or all that an officer was issued so far.')
    .option('--officer <id>', '经办人编号。The officer.')
    .option('--token <jti>', '令牌的 jti。The token’s jti.')
    .requiredOption('--reason <text>', '原因。Why.')
    .action((given: { officer?: string; token?: string; reason: string }) => revokeTokens(given));
  return tokens;
}

async function importFile(name: ListName, file: string, dryRun: boolean): Promise<void> {
  const bytes = read(file);
  const { added, changed, unchanged, problems } = await withPool((pool) => importList(pool, name, bytes, dryRun));
  for (const { line, message } of problems) process.stderr.write(`${file}:${line}: ${message}\n`);
  if (problems.length > 0) {
    console.log(`${problems.length} 个问题，未写入。${problems.length} problems; nothing was written.`);
    process.exitCode = 1;
    return;
  }
  const zh = `新增 ${added}，变更 ${changed}，未变 ${unchanged}`;
  const en = `${added} added, ${changed} changed, ${unchanged} unchanged`;
  console.log(dryRun ? `试运行，未写入：${zh}。Dry run, nothing written: ${en}.` : `${zh}。${en}.`);
  if (name === 'agencies' && !dryRun && added + changed > 0) {
    console.log(
      '已有个案按新名录展示，须运行 jieli views rebuild。Cases that are there show by the new list after jieli views rebuild.',
    );
  }
}

async function revokeTokens({ officer, token, reason }: { officer?: string; token?: string; reason: string }) {
  if ((officer === undefined) === (token === undefined)) {
    throw new SetupError('请填写 --officer 或 --token 之一。Give --officer or --token, one of them.');
  }
  const what: Revocation =
    officer === undefined ? { kind: 'token', value: token ?? '', reason } : { kind: 'officer', value: officer, reason };
  const ahead = readConfig(process.env).oidc?.tolerance ?? 0;
  const until = instantAt(epochOf(systemHost().now()) + ahead * 1_000);
  if (!(await withPool((pool) => revoke(pool, what, until)))) {
    throw new SetupError(`没有经办人 ${officer}。There is no officer ${officer}.`);
  }
  console.log('已吊销，下一次请求起生效。Revoked from the next request on.');
  if (officer !== undefined && ahead > 0) {
    console.log(
      `请在 ${ahead} 秒后重新登录：此前签发的令牌均不予认可。Sign in again in ${ahead} seconds: what is issued before is not believed.`,
    );
  }
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new SetupError(`文件无法读取。The file cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

async function withPool<T>(work: (pool: Connection['pool']) => Promise<T>): Promise<T> {
  const { pool, close } = await connect({ ...readConfig(process.env), durable: true });
  try {
    return await work(pool);
  } finally {
    await close();
  }
}
