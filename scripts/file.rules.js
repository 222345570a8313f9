/**
 * What neither linter nor compiler says of our files: how long they may be, and that the pure libs take time and chance as
 * arguments. Prints each finding as `file:line: what`; ends with 1 when there is an error.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LONG = 250;
const TOO_LONG = 400;
const PURE = /^libs\/(calendar|policy|case|ledger|recommendation)\//;
const BESIDE = /\.(spec|fixture)\.ts$/;
/** The machine's clock and chance. `new Date(epoch)` and `Date.parse(text)` are arithmetic and allowed. */
const IMPURE =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\.now\b|\bcrypto\.|\bset(Timeout|Interval|Immediate)\b|\bprocess\./;

const files = ['apps', 'libs', 'scripts', 'test'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map(({ parentPath, name }) => join(parentPath, name).replaceAll('\\', '/')),
);

let errors = 0;
let warnings = 0;
for (const file of files.sort()) {
  const lines = readFileSync(file, 'utf8').replace(/\n$/, '').split('\n');
  if (lines.length > TOO_LONG) {
    errors += 1;
    console.error(`${file}:${lines.length}: error: ${lines.length} lines; at most ${TOO_LONG}, split it by concern`);
  } else if (lines.length > LONG) {
    warnings += 1;
    console.error(`${file}:${lines.length}: warning: ${lines.length} lines; over ${LONG} is long`);
  }
  if (!PURE.test(file) || BESIDE.test(file)) continue;
  for (const [n, line] of lines.entries()) {
    const found = IMPURE.exec(line);
    if (!found) continue;
    errors += 1;
    console.error(`${file}:${n + 1}: error: ${found[0]} in a pure lib; time, chance and ids come in as arguments`);
  }
}
console.log(`${files.length} files, ${errors} errors, ${warnings} warnings`);
process.exitCode = errors > 0 ? 1 : 0;
