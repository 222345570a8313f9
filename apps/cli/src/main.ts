import { Command } from 'commander';
import { EmbeddedPostgresError } from '#runtime';
import { ScenarioError } from '#scenario';
import { SetupError } from '#service';
import { doctorCommand } from './doctor.ts';
import { glossaryCommand } from './glossary.ts';
import { policyCommand } from './policy.ts';
import { scenarioCommand } from './scenario.ts';
import { simulateCommand } from './simulate.ts';
import { viewsCommand } from './views.ts';

const program = new Command('jieli')
  .description('接力 Jieli：命令行。The command line.')
  .showHelpAfterError('（用 --help 查看用法。Use --help to see how.）')
  .addCommand(scenarioCommand())
  .addCommand(viewsCommand())
  .addCommand(policyCommand())
  .addCommand(doctorCommand())
  .addCommand(simulateCommand())
  .addCommand(glossaryCommand());

// What is set on the program holds for a command made apart only when it is told so.
for (const group of program.commands) {
  group.copyInheritedSettings(program);
  for (const command of group.commands) command.copyInheritedSettings(group);
}

program.parseAsync().catch((error: unknown) => {
  const known = error instanceof SetupError || error instanceof EmbeddedPostgresError || error instanceof ScenarioError;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`${known ? message : stack}\n`);
  process.exitCode = 1;
});
