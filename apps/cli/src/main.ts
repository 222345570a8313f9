import { Command } from 'commander';
import { CopyError, StoreError } from '#event-store';
import { BadTarget, EmbeddedPostgresError } from '#runtime';
import { ScenarioError } from '#scenario';
import { SetupError } from '#service';
import { NoteError } from '#transparency';
import { VaultError } from '#vault';
import { auditCommand } from './audit.ts';
import { calendarCommand } from './calendar.ts';
import { conflictsCommand } from './conflicts.ts';
import { directoryCommands } from './directory.ts';
import { doctorCommand } from './doctor.ts';
import { glossaryCommand } from './glossary.ts';
import { keysCommand } from './keys.ts';
import { logCommand } from './log.ts';
import { policyCommand } from './policy.ts';
import { retentionCommand } from './retention.ts';
import { scenarioCommand } from './scenario.ts';
import { simulateCommand } from './simulate.ts';
import { viewsCommand } from './views.ts';
import { webhooksCommand } from './webhooks.ts';

/** Whose message is for a person; of all others the stack is shown. */
const KNOWN = [
  SetupError,
  EmbeddedPostgresError,
  ScenarioError,
  VaultError,
  CopyError,
  StoreError,
  NoteError,
  BadTarget,
];

const program = new Command('jieli')
  .description('接力 Jieli：命令行。The command line.')
  .showHelpAfterError('（用 --help 查看用法。Use --help to see how.）')
  .addCommand(scenarioCommand())
  .addCommand(viewsCommand())
  .addCommand(webhooksCommand())
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
for (const group of program.commands) {
  group.copyInheritedSettings(program);
  for (const command of group.commands) command.copyInheritedSettings(group);
}

program.parseAsync().catch((error: unknown) => {
  const known = KNOWN.some((kind) => error instanceof kind);
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`${known ? message : stack}\n`);
  process.exitCode = 1;
});
