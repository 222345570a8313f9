import { Command } from 'commander';
import { withDatabase } from './with.database.ts';

/** `jieli exchange …`: for the operator who answers for agencies' own systems. */
export function exchangeCommand(): Command {
  const exchange = new Command('exchange').description('交换：各机构自有系统。The exchange: agencies’ own systems.');
  exchange
    .command('systems')
    .description(
      '列出登记的系统、最近一次联系、未签收的件数与最早时间。The registered systems: last heard of, unacknowledged handoffs, since when.',
    )
    .action(() =>
      withDatabase(async ({ systems }) => {
        const all = await systems.all();
        for (const { agency, systems: own, waiting, oldest } of all) {
          for (const { system, heard } of own)
            console.log(`${agency}\t${system}\t${heard ?? '—'}\t${waiting}\t${oldest ?? '—'}`);
        }
        const count = all.reduce((sum, { systems: own }) => sum + own.length, 0);
        console.log(`${count} 个系统。${count} systems.`);
      }),
    );
  return exchange;
}
