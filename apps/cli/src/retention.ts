import { Command, Option } from 'commander';
import { type CalendarDate, parseDate } from '#calendar';
import { loadPacks, shippedPacks, systemHost } from '#runtime';
import {
  answeringOfficer,
  applyRetention,
  type Database,
  decideRetention,
  type KeepingEnded,
  keepingEnded,
  mayReviewKeeping,
  type RetentionDecision,
  readConfig,
  SetupError,
} from '#service';
import { withDatabase as withDirectory } from './opened.ts';
import { ENDS, STANDINGS } from './policy.show.ts';
import { withDatabase } from './with.database.ts';

const BACK_UP = '请立即重新备份密钥文件与数据库。Back the key file and the database up anew now.';

interface Decided {
  readonly child: string;
  readonly rule: string;
  readonly officer: string;
  readonly decision: 'keep' | 'seal' | 'shred';
  readonly until?: string;
}

/** `jieli retention …`: for the operator who answers for how long personal data are kept (保存期限). */
export function retentionCommand(): Command {
  const retention = new Command('retention').description('保存期限。How long personal data are kept.');
  retention
    .command('due')
    .description('列出保存期限已届满的信息；不含姓名。List what has been kept as long as it may be; no names.')
    .option('--at <date>', '按某日（YYYY-MM-DD）。As of a day; today unless told.')
    .option('--json', '输出 JSON。As JSON.')
    .action(due);
  retention
    .command('apply')
    .description(
      '执行期限届满的封存与销毁；须复核的不动。Seal away and shred what the packs say; what is to be reviewed is left.',
    )
    .requiredOption('-o, --officer <id>', '责任人员编号。Who answers for it.')
    .action(({ officer }: { officer: string }) => apply(officer));
  retention
    .command('decide')
    .description(
      '复核：续存至某日、封存或者销毁。Decide on what is to be reviewed: keep it on, seal it away, or shred it.',
    )
    .requiredOption('-c, --child <id>', '儿童编号。The child’s id.')
    .requiredOption('-r, --rule <name>', '规则名。The rule.')
    .addOption(
      new Option('-d, --decision <what>', '续存、封存或者销毁。What is decided.')
        .choices(['keep', 'seal', 'shred'])
        .makeOptionMandatory(),
    )
    .option('-u, --until <date>', '续存至。Kept until.')
    .requiredOption('-o, --officer <id>', '责任人员编号。Who answers for it.')
    .action(decide);
  return retention;
}

const packs = () => loadPacks([shippedPacks, ...readConfig(process.env).packFolders]);
const today = () => systemHost().now().slice(0, 10) as CalendarDate;
const dueOn = (database: Database, day: CalendarDate) => keepingEnded(database, packs(), day);

async function due({ at, json = false }: { at?: string; json?: boolean }): Promise<void> {
  const day = at === undefined ? today() : dayNamed(at);
  await withDatabase(async (database) => {
    const ended = await dueOn(database, day);
    if (json) return console.log(JSON.stringify(ended, null, 2));
    for (const one of ended) console.log(lineOf(one));
    console.log(`${ended.length} 项。${ended.length} in all.`);
  });
}

function lineOf({ until, rule, childId, end, categories, pack, standing, cases }: KeepingEnded): string {
  const what = `${ENDS[end].zh} ${ENDS[end].en}`;
  return `${until} ${rule} ${childId} ${what}: ${categories.join(' ')} (${pack}, ${standing} ${STANDINGS[standing].zh}; ${cases.length} files)`;
}

const applying = (officer: string) => ({
  host: systemHost(),
  officer,
  progress: (done: number) => process.stderr.write(`${done} 个数据密钥已重新封装。${done} data keys wrapped anew.\n`),
});

async function apply(officer: string): Promise<void> {
  await withDirectory(async (database) => {
    await answeringOfficer(database, officer);
    const ended = await dueOn(database, today());
    const { sealed, shredded, reviews } = await applyRetention(database, ended, applying(officer));
    console.log(
      `封存 ${sealed}、销毁 ${shredded} 个数据密钥；${reviews.length} 项待复核。` +
        `${sealed} data keys sealed away, ${shredded} shredded; ${reviews.length} to be reviewed.`,
    );
    for (const one of reviews) console.log(lineOf(one));
    if (shredded > 0) console.log(BACK_UP);
  });
}

async function decide({ child, rule, officer, decision, until }: Decided): Promise<void> {
  const day = until === undefined ? undefined : dayNamed(until);
  if ((decision === 'keep') !== (day !== undefined) || (day !== undefined && day < today())) {
    throw new SetupError(
      '续存须以 --until 写明将来的日期。To keep on needs --until with a day to come; nothing else takes it.',
    );
  }
  await withDirectory(async (database) => {
    await answeringOfficer(database, officer); // who asks is asked before anything is looked up
    const ended = await dueOn(database, today());
    const one = ended.find((each) => each.childId === child.toLowerCase() && each.rule === rule);
    if (!one) throw new SetupError('该儿童按该规则没有届满的信息。Nothing of this child is due by that rule.');
    await mayReviewKeeping(database, { childId: one.childId, officer });
    const what: RetentionDecision = day === undefined ? { end: decision as 'seal' | 'shred' } : { keepUntil: day };
    const { sealed, shredded } = await decideRetention(database, one, what, applying(officer));
    console.log(`已办理。Done: ${sealed} sealed away, ${shredded} shredded.`);
    if (shredded > 0) console.log(BACK_UP);
  });
}

function dayNamed(text: string): CalendarDate {
  const day = parseDate(text);
  if (day) return day;
  throw new SetupError(`“${text}”不是 YYYY-MM-DD 日期。"${text}" is not a date YYYY-MM-DD.`);
}
