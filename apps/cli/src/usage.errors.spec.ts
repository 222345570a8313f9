import { Command, Option } from 'commander';
import { bilingual } from './usage.errors.ts';

/** What commander itself says of a command line, so that its words and ours cannot drift. */
function saidOf(...line: readonly string[]): string {
  let said = '';
  const quiet = (command: Command) =>
    command.exitOverride().configureOutput({
      writeErr: () => undefined,
      outputError: (text) => {
        said += text;
      },
    });
  const program = quiet(new Command('jieli'));
  const audit = quiet(new Command('audit').argument('<id>').requiredOption('-c, --child <id>'));
  program.addCommand(audit.addOption(new Option('-s, --suite <suite>').choices(['intl', 'gm'])));
  try {
    program.parse(line, { from: 'user' });
  } catch {
    // said above
  }
  return said;
}

it.each([
  [['nowhere'], '没有命令“nowhere”。Unknown command'],
  [['audit', 'x', '-c', 'y', '--wrong'], '没有选项“--wrong”。Unknown option'],
  [['audit', '-c', 'y'], '缺少参数 <id>。Missing required argument'],
  [['audit', 'x'], '缺少选项 -c, --child <id>。Required option'],
  [['audit', 'x', '-c'], '选项 -c, --child <id> 缺少取值。Option'],
  [['audit', 'x', 'y', '-c', 'z'], '参数过多。Too many arguments'],
  [['audit', 'x', '-c', 'y', '-s', 'none'], '选项 -s, --suite <suite> 的取值“none”无效。Option'],
])('%j is answered in both languages, in one line', (line, start) => {
  const told = bilingual(saidOf(...line));
  expect(told.slice(0, start.length)).toBe(start);
  expect(told.trimEnd().split('\n')).toHaveLength(1);
});

it('passes on what it does not know', () => {
  expect(bilingual('error: something new\n')).toBe('error: something new\n');
});
