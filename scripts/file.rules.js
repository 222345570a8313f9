/**
 * What neither linter nor compiler says of our files: how long they may be, that the pure libs take time and chance as
 * arguments, and that guides link to what exists. Prints each finding as `file:line: what`; ends with 1 on an error.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LONG = 250;
const TOO_LONG = 400;
const WIDE = 140;
const PURE = /^libs\/(calendar|policy|case|ledger|recommendation|simulation)\//;
const BESIDE = /\.(spec|fixture)\.ts$/;
/** The machine's clock and chance. `new Date(epoch)` and `Date.parse(text)` are arithmetic and allowed. */
const IMPURE =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\.|\bcrypto\.|\bset(Timeout|Interval|Immediate)\b|\bprocess\./;

let errors = 0;
let warnings = 0;
const error = (file, line, what) => {
  errors += 1;
  console.error(`${file}:${line}: error: ${what}`);
};
const warn = (file, line, what) => {
  warnings += 1;
  console.error(`${file}:${line}: warning: ${what}`);
};

function filesIn(folder, extension) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map(({ parentPath, name }) => join(parentPath, name).replaceAll('\\', '/'))
    .sort();
}

const linesOf = (file) => readFileSync(file, 'utf8').replace(/\n$/, '').split('\n');

const code = ['apps', 'libs', 'scripts', 'test'].flatMap((folder) => filesIn(folder, '.ts'));
for (const file of code) {
  const lines = linesOf(file);
  if (lines.length > TOO_LONG)
    error(file, lines.length, `${lines.length} lines, at most ${TOO_LONG}: split it by concern`);
  else if (lines.length > LONG) warn(file, lines.length, `${lines.length} lines; over ${LONG} is long`);
  if (!PURE.test(file) || BESIDE.test(file)) continue;
  for (const [n, line] of lines.entries()) {
    const found = /^\s*(\/?\*|\/\/)/.test(line) ? null : IMPURE.exec(line);
    if (found) error(file, n + 1, `${found[0]} in a pure lib: time, chance and ids come in as arguments`);
  }
}

const guides = [...readdirSync('.').filter((name) => name.endsWith('.md')), ...filesIn('docs', '.md')];
for (const file of guides) {
  for (const [n, line] of linesOf(file).entries()) {
    if (line.length > WIDE) warn(file, n + 1, `${line.length} characters; over ${WIDE} is wide`);
    for (const [, target] of line.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
      if (!existsSync(join(dirname(file), target))) error(file, n + 1, `there is no ${target}`);
    }
  }
}

console.log(`${code.length} source files, ${guides.length} guides: ${errors} errors, ${warnings} warnings`);
process.exitCode = errors > 0 ? 1 : 0;
