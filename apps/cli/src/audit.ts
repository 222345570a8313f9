import { appendFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { notarise } from '#runtime';
import { type Database, type QueryGround, queryGrounds, SetupError } from '#service';
import { dump } from './audit.dump.ts';
import { extractFor, queryFor } from './audit.extract.ts';
import { subject } from './audit.subject.ts';
import { verify } from './audit.verify.ts';
import { witnessOnce } from './audit.witness.ts';
import { withDatabase as withDirectory } from './opened.ts';
import { withDatabase } from './with.database.ts';

/** `jieli audit …`: for supervisors, auditors and those who witness the log. */
export function auditCommand(): Command {
  const audit = new Command('audit').description(
    '存证与审计：日志的检查点与核验。The log’s checkpoints, and how to verify it.',
  );
  audit
    .command('key')
    .description('输出核验检查点签名的公钥，每行一个。Print the keys by which checkpoints are checked, one a line.')
    .action(() => withDatabase(async ({ notarising }) => console.log(notarising.signer.verifiers.join('\n'))));
  audit
    .command('checkpoint')
    .description('记录至今的全部事件，签署并输出检查点。Record all events so far, sign a checkpoint and print it.')
    .option('-n, --notes <file>', '并附加到见证记录文件。Append it to a file of notes as well.')
    .action(({ notes }: { notes?: string }) => withDatabase((database) => makeCheckpoint(database, notes)));
  audit
    .command('dump')
    .description(
      '导出最新检查点覆盖的全部记录（个人信息仍封口）。Write out all records under the newest checkpoint; personal fields stay sealed.',
    )
    .argument('<file>', '导出文件；叶哈希写入 <file>.leaves。Where to; leaf hashes go to <file>.leaves.')
    .action((file: string) => withDatabase((database) => dump(database, file)));
  audit
    .command('verify')
    .description(
      '离线核验导出文件，指出首个分歧的位置。Verify a dump offline; names the position of the first divergence.',
    )
    .argument('<dump>', 'audit dump 的文件。A file of audit dump.')
    .requiredOption('-n, --notes <file>', '见证方保存的检查点。The checkpoints that a witness kept.')
    .option('-l, --leaves <file>', '叶哈希，缺省为 <dump>.leaves。Leaf hashes; <dump>.leaves unless told.')
    .option(
      '-k, --key <key>',
      '日志或见证方的公钥，可多次。Keys of the log or of witnesses; each note must bear a signature of every one.',
      (key: string, all: readonly string[]) => [...all, key],
      [],
    )
    .action(verify);
  audit
    .command('subject')
    .description(
      '以儿童为中心：谁办理、谁读取了该儿童的信息。About one child: who acted, who read its data, when and why. Opens nothing.',
    )
    .argument('<id>', '儿童或个案编号。The id of a child or a case.')
    .action((id: string) => withDatabase((database) => subject(database, id)));
  audit
    .command('extract')
    .description(
      '监护人查阅：打开该儿童的信息写入文件，举报人以化名代替；留痕。For a guardian: opens a child’s data into a file, the reporter aliased; it is noted in the log.',
    )
    .requiredOption('-c, --child <id>', '儿童编号。The child’s id.')
    .requiredOption('-o, --officer <id>', '经办人编号。Who hands it over.')
    .requiredOption(
      '-f, --out <file>',
      '写入何处；已有的文件不覆盖。Where to; a file that is there is not written over.',
    )
    .action((asked: { child: string; officer: string; out: string }) =>
      withDirectory((database) => extractFor(database, asked)),
    );
  audit
    .command('query')
    .description(
      '依法查询：连同已封存的信息一并打开写入文件；留痕。A statutory query: as extract, and opens what was sealed away too; it is noted in the log.',
    )
    .requiredOption('-c, --child <id>', '儿童编号。The child’s id.')
    .addOption(
      new Option(
        '-g, --ground <ground>',
        '事由（参照刑事诉讼法286，未见原文）。The ground, worded after a law whose text was not seen.',
      )
        .choices(Object.keys(queryGrounds))
        .makeOptionMandatory(),
    )
    .requiredOption('-o, --officer <id>', '经办人编号。Who answers for it.')
    .requiredOption(
      '-f, --out <file>',
      '写入何处；已有的文件不覆盖。Where to; a file that is there is not written over.',
    )
    .action((asked: { child: string; officer: string; out: string; ground: QueryGround }) =>
      withDirectory((database) => queryFor(database, asked)),
    );
  audit
    .command('witness')
    .description(
      '见证机构：核对最新检查点确由所记延续，签署并保存；拒绝回滚与分叉。令牌在 JIELI_TOKEN。For a witnessing agency: checks that the newest checkpoint goes on from what it remembers, signs and keeps it; refuses rollback and fork. The token is in JIELI_TOKEN.',
    )
    .requiredOption('-u, --url <url>', '服务地址。Where the service is.')
    .requiredOption('-g, --log <key>', '日志公钥（audit key）。The log’s key, as audit key prints it.')
    .requiredOption('-n, --notes <file>', '见证记录，逐次追加。Where notes are kept, one after the other.')
    .requiredOption(
      '-o, --own <file>',
      '本机构的签名密钥文件，没有则新建。This agency’s own key file, made when missing.',
    )
    .action(witnessOnce);
  return audit;
}

async function makeCheckpoint({ store, notarising }: Database, notes: string | undefined): Promise<void> {
  const note = await notarise(store, notarising);
  if (note === null) throw new SetupError('日志为空，没有可签署的内容。The log is empty; there is nothing to sign.');
  process.stdout.write(note);
  if (notes !== undefined) await appendFile(notes, `${note}\n`);
}
