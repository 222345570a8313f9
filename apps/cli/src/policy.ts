import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Command } from 'commander';
import {
  describeProblem,
  isError,
  nearestName,
  type Pack,
  type PackFile,
  type PackSet,
  packSet,
  wrongQuotes,
} from '#policy';
import { checkFolders, shippedPacks, WrongPackFolder } from '#runtime';
import { describePack } from './policy.show.ts';
import { starterFiles } from './policy.starter.ts';

/** `jieli policy …`: for officers who write rules. */
export function policyCommand(): Command {
  const policy = new Command('policy').description('政策包。Policy packs.');
  policy
    .command('check')
    .description('校验政策包，逐条指出文件与行号。Check policy packs; each problem with file and line.')
    .argument('[folder...]', '政策包文件夹；不填为随附的政策包。Folders of packs; the shipped ones unless told.')
    .option('--seeds <folder>', '同时逐字核对引文。Compare quotes with the documents in a folder, letter for letter.')
    .action(orComplain(check));
  policy
    .command('show')
    .description('显示一地现行规则及其出处。Show the rules of a place, merged, and where each comes from.')
    .argument('<jurisdiction>', '政策包名、地名或区划代码。A pack, a place, or a division code.')
    .option('--at <date>', '按某日的规则（YYYY-MM-DD）。The rules of a day; today unless told.')
    .option('--packs <folder>', '另加政策包文件夹，可重复。A further folder of packs; may be repeated.', gather, [])
    .option('--json', '输出 JSON。As JSON.')
    .action(orComplain(show));
  policy
    .command('new')
    .description('生成新政策包的起始文件与样例场景。Write a starter pack and a golden scenario.')
    .argument('<name>', '名称：小写字母、数字、连字符。A name in small letters, digits and hyphens.')
    .option('--extends <pack>', '上级政策包。The pack above it.', 'national')
    .option('--division <code>', '区划代码或其前缀。The division code it governs, or a prefix.')
    .option(
      '--dir <folder>',
      '写到哪个文件夹；不填为随附政策包的文件夹。Where to; among the shipped packs unless told.',
    )
    .action(orComplain(start));
  return policy;
}

function check(folders: readonly string[], { seeds }: { seeds?: string }): void {
  const missing = [...folders, ...(seeds === undefined ? [] : [seeds])].find((folder) => !existsSync(folder));
  if (missing !== undefined) throw new Complaint(`没有文件夹 ${missing}。There is no folder ${missing}.`);
  const { files, problems } = checkFolders([shippedPacks, ...folders]);
  const quotes = seeds === undefined ? [] : wrongQuotesIn(files, seeds);
  for (const line of [...problems.map(describeProblem), ...quotes]) console.error(line);
  const errors = problems.filter(isError).length + quotes.length;
  console.log(summary(new Set(files.map(({ pack }) => pack)).size, errors, problems.length + quotes.length - errors));
  if (errors > 0) process.exitCode = 1;
}

function summary(packs: number, errors: number, warnings: number): string {
  const counted = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  const en = [counted(packs, 'pack'), counted(errors, 'error'), counted(warnings, 'warning')].join(', ');
  return `${packs} 个政策包，${errors} 处错误，${warnings} 条提醒。${en}.`;
}

function wrongQuotesIn(files: readonly PackFile[], folder: string): readonly string[] {
  const texts = new Map(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }): [string, string] => [name, readFileSync(join(folder, name), 'utf8')]),
  );
  const wrong = wrongQuotes(files, texts);
  const missing = new Set(wrong.map(({ seed }) => seed).filter((seed) => !texts.has(seed)));
  return [
    ...[...missing].map((seed) => `${folder} 里没有文件 ${seed}。There is no ${seed} in ${folder}.`),
    ...wrong
      .filter(({ seed }) => !missing.has(seed))
      .map(
        ({ pack, rule, seed, quote }) =>
          `${pack}: ${rule}: ${seed} 里没有这句话“${quote}”，请照原文逐字抄写。These words do not stand in ${seed}: copy them letter for letter.`,
      ),
  ];
}

interface ShowOptions {
  readonly at?: string;
  readonly packs?: readonly string[];
  readonly json?: boolean;
}

function show(jurisdiction: string, { at = today(), packs: folders = [], json = false }: ShowOptions): void {
  if (!isDate(at)) throw new Complaint(`“${at}”不是 YYYY-MM-DD 日期。"${at}" is not a date YYYY-MM-DD.`);
  const packs = load(folders);
  const named = packs.names.find((name) => {
    const title = packs.get(name)?.title;
    return [name, title?.zh, title?.en.toLowerCase()].includes(jurisdiction.toLowerCase());
  });
  const pack: Pack | undefined = /^\d{2,12}$/.test(jurisdiction)
    ? packs.inForce(jurisdiction, at)
    : packs.get(named ?? '', at);
  if (!pack) {
    const list = packs.names.join(', ');
    const [zh, en] = meant(jurisdiction, packs.names);
    throw new Complaint(
      `没有政策包“${jurisdiction}”。${zh}There is no pack "${jurisdiction}"; there are: ${list}.${en}`,
    );
  }
  if (named && pack.name !== named && !json) {
    console.log(
      `${named} 在 ${at} 尚未生效，以下为其上级的规则。${named} is not in force on ${at}; its parent’s rules hold.\n`,
    );
  }
  console.log(json ? JSON.stringify({ at, ...pack }, null, 2) : describePack(pack, at));
}

interface StartOptions {
  readonly extends: string;
  readonly division?: string;
  readonly dir?: string;
}

function start(name: string, { extends: parent, division, dir = shippedPacks }: StartOptions): void {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new Complaint(
      `“${name}”不能作名称：须为小写字母、数字、连字符。"${name}" is no name: small letters, digits, hyphens.`,
    );
  }
  if (division !== undefined && !/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(division)) {
    throw new Complaint(
      `“${division}”不是区划代码：须为 2、4、6、9 或 12 位数字。"${division}" is not a division code: 2, 4, 6, 9 or 12 digits.`,
    );
  }
  const packs = load();
  const { names } = packs;
  const above = packs.get(parent);
  if (!above) {
    const [zh, en] = meant(parent, names);
    throw new Complaint(
      `没有上级政策包“${parent}”。${zh}There is no pack "${parent}"; there are: ${names.join(', ')}.${en}`,
    );
  }
  const outside = division !== undefined && !division.startsWith(above.division);
  if (outside) {
    throw new Complaint(
      `区划“${division}”不在上级政策包“${parent}”的区划“${above.division}”之内。"${division}" does not lie in "${above.division}", the division of "${parent}".`,
    );
  }
  const taken = names.find((other) => packs.get(other)?.division === division);
  if (taken !== undefined) {
    throw new Complaint(
      `区划“${division}”已有政策包“${taken}”。Division "${division}" has a pack already: "${taken}".`,
    );
  }
  const folder = join(dir, name);
  if (existsSync(folder))
    throw new Complaint(`${folder} 已经存在，未作改动。${folder} exists already; nothing was written.`);
  if (names.includes(name)) throw new Complaint(`已有政策包“${name}”。There is a pack "${name}" already.`);
  const written = Object.entries(starterFiles({ name, parent, division, within: above.division })).map(
    ([file, text]) => {
      const path = join(folder, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { flag: 'wx' });
      return relative(process.cwd(), path);
    },
  );
  for (const path of written) console.log(path);
  const where = dir === shippedPacks ? '' : ` ${dir}`;
  console.log(`下一步：填写后运行。Next: fill it in, then npm run jieli -- policy check${where}`);
}

/** The nearest of the names there are, asked for in Chinese and English; nothing where none is near. */
function meant(wrong: string, names: readonly string[]): readonly [zh: string, en: string] {
  const near = nearestName(wrong, names);
  return near === undefined ? ['', ''] : [`是否应为“${near}”？`, ` Is "${near}" meant?`];
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
}

/** The day in Shanghai. */
function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** What a person got wrong: said in one line, without a stack. */
class Complaint extends Error {}

function orComplain<Args extends readonly unknown[]>(action: (...args: Args) => void): (...args: Args) => void {
  return (...args) => {
    try {
      action(...args);
    } catch (error) {
      if (!(error instanceof Complaint || error instanceof WrongPackFolder)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  };
}

/** The shipped packs and those of more folders, merged. */
function load(folders: readonly string[] = []): PackSet {
  const missing = folders.find((folder) => !existsSync(folder));
  if (missing !== undefined) throw new Complaint(`没有文件夹 ${missing}。There is no folder ${missing}.`);
  const { files, problems } = checkFolders([shippedPacks, ...folders]);
  const wrong = problems.filter(isError);
  if (wrong.length > 0) throw new Complaint(wrong.map(describeProblem).join('\n'));
  return packSet(files);
}

/** An option that may be given several times. */
function gather(value: string, all: readonly string[]): readonly string[] {
  return [...all, value];
}
