import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Help, type Option } from 'commander';
import { projectRoot } from '#runtime';
import { auditCommand } from './audit.ts';
import { calendarCommand } from './calendar.ts';
import { conflictsCommand } from './conflicts.ts';
import { directoryCommands } from './directory.ts';
import { doctorCommand } from './doctor.ts';
import { exchangeCommand } from './exchange.ts';
import { glossaryCommand } from './glossary.ts';
import { keysCommand } from './keys.ts';
import { logCommand } from './log.ts';
import { policyCommand } from './policy.ts';
import { retentionCommand } from './retention.ts';
import { scenarioCommand } from './scenario.ts';
import { simulateCommand } from './simulate.ts';
import { bilingual } from './usage.errors.ts';
import { viewsCommand } from './views.ts';
import { webhooksCommand } from './webhooks.ts';

const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { readonly version: string };

/** What an option is for, and that a command cannot do without it: commander says so only to whoever leaves it out. */
function described(option: Option): string {
  const none = Array.isArray(option.defaultValue) && option.defaultValue.length === 0; // nothing given is no value to be told
  const told = none ? Object.create(option, { defaultValue: { value: undefined } }) : option;
  const said = Help.prototype.optionDescription.call(new Help(), told);
  return option.mandatory ? `${said}（必填。Required.）` : said;
}

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '用法 Usage:',
  'Arguments:': '参数 Arguments:',
  'Options:': '选项 Options:',
  'Commands:': '命令 Commands:',
};

/** What commander says of its own, in Chinese too. */
function withHelp(command: Command): void {
  command.helpOption('-h, --help', '查看用法。Show this help.');
  if (command.commands.length > 0)
    command.helpCommand('help [command]', '查看一条命令的用法。Show help for a command.');
}

/** The command line with every command (命令行). */
export function jieliProgram(): Command {
  const program = new Command('jieli')
    .description('接力 Jieli：命令行。The command line.')
    .version(version, '-V, --version', '版本。The version.')
    .configureHelp({ optionDescription: described, styleTitle: (title) => TITLES[title] ?? title })
    .configureOutput({ outputError: (said, write) => write(bilingual(said)) })
    .showHelpAfterError('（用 --help 查看用法。Use --help to see how.）')
    .addCommand(scenarioCommand())
    .addCommand(viewsCommand())
    .addCommand(webhooksCommand())
    .addCommand(exchangeCommand())
    .addCommand(logCommand())
    .addCommand(auditCommand())
    .addCommand(keysCommand())
    .addCommand(retentionCommand())
    .addCommand(policyCommand())
    .addCommand(doctorCommand())
    .addCommand(simulateCommand())
    .addCommand(calendarCommand())
    .addCommand(conflictsCommand())
    .addCommand(glossaryCommand());

  for (const command of directoryCommands()) program.addCommand(command);

  // What is set on the program holds for a command made apart only when it is told so.
  withHelp(program);
  for (const group of program.commands) {
    group.copyInheritedSettings(program);
    withHelp(group);
    for (const command of group.commands) {
      command.copyInheritedSettings(group);
      withHelp(command);
    }
  }
  return program;
}
