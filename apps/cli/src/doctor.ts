import { Command } from 'commander';
import { examine, type Finding, readConfig } from '#service';

/** `jieli doctor`: what is wrong with a deployment, and what to do. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      '体检：查看部署有无问题、该怎么办，不改动任何东西；有问题时退出码为 1。' +
        'Looks at a deployment and changes nothing; exit code 1 when something is wrong.',
    )
    .action(async () => {
      const findings = await examine(readConfig(process.env));
      for (const finding of findings) console.log(lineOf(finding));
      if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
    });
}

function lineOf({ ok, title, found, remedy }: Finding): string {
  return `${ok ? '✓' : '✗'} ${title}: ${found}${remedy === undefined ? '' : `\n  → ${remedy}`}`;
}
