import { Argument, Command, Option } from 'commander';
import type { CopyPhase, CopyProgress } from '#event-store';
import { logAddress, type Moved, moveLog, orderLogByHorizon, readConfig } from '#service';
import { endBar, progressBar } from './progress.bar.ts';

interface CopyFlags {
  readonly from: string;
  readonly to: string;
  readonly fromPrefix?: string;
  readonly toPrefix?: string;
}

const HELP = `
地址 An address: embedded（数据目录内置库 the one in the data folder）, postgres://…, esdb://…, esdb+discover://…

先停止服务的全部进程。中断后再次运行即可续传；结束前逐一核对事件。完成后视图在下次启动时重建，原日志保留不动。
Stop every process of the service first. Broken off, run it again: it goes on where it was. In the end every event is compared.
Afterwards the views are built anew at the next start; the old log stays as it is.`;

const ORDER_HELP = `
先停止服务的全部进程。不可改回；已有位置不变。Stop every process of the service first. There is no way back; positions stay what they are.`;

/** `jieli log …`: for the operator who moves the log. */
export function logCommand(): Command {
  const log = new Command('log').description('日志：全部事实所在。The log: where all facts are.');
  log
    .command('copy')
    .description('把日志从一个引擎迁至另一个，并核对。Move the log from one engine to the other, and verify it.')
    .addOption(address('--from <address>', '日志现在何处。Where the log is now.', 'JIELI_LOG_FROM'))
    .addOption(address('--to <address>', '迁往何处。Where it is to go.', 'JIELI_LOG_TO'))
    .option(
      '--from-prefix <prefix>',
      '来源 EventStoreDB 中的流名前缀。Prefix of stream names in the EventStoreDB it is in.',
    )
    .option(
      '--to-prefix <prefix>',
      '目标 EventStoreDB 中的流名前缀。Prefix of stream names in the EventStoreDB it goes to.',
    )
    .addHelpText('after', HELP)
    .action(copy);
  log
    .command('order')
    .description('改变日志的排序方式（PostgreSQL）。Changes how events come into one order (PostgreSQL).')
    .addArgument(new Argument('<order>', 'horizon').choices(['horizon']))
    .addHelpText('after', ORDER_HELP)
    .action(order);
  return log;
}

/** Addresses hold passwords, and what stands on a command line can be seen by others on the machine. */
function address(flags: string, description: string, variable: string): Option {
  return new Option(flags, description).env(variable).makeOptionMandatory();
}

async function copy(flags: CopyFlags): Promise<void> {
  const { dataDir, databaseUrl, log } = readConfig(process.env);
  const moved = await moveLog({
    dataDir,
    databaseUrl,
    from: logAddress(flags.from, flags.fromPrefix),
    to: logAddress(flags.to, flags.toPrefix),
    order: log.engine === 'postgres' ? log.order : undefined,
    progress: showing(),
    trouble: (error) => process.stderr.write(`${error.message}\n`),
  });
  endBar();
  report(moved);
}

async function order(): Promise<void> {
  const { dataDir, databaseUrl } = readConfig(process.env);
  const trouble = (error: Error) => void process.stderr.write(`${error.message}\n`);
  await orderLogByHorizon({ dataDir, databaseUrl, trouble });
  console.log(
    '日志今后按事务次序排列。From now on the log is in horizon order: JIELI_EVENT_ORDER=horizon, or leave it unset.',
  );
}

const PHASES: Readonly<Record<CopyPhase, string>> = {
  comparing: 'events 比对已有 compared',
  copying: 'events 复制 copied',
  verifying: 'events 核对 verified',
  claims: '幂等键 idempotency keys',
};

/** One bar a phase. */
function showing(): (progress: CopyProgress) => void {
  let current: CopyPhase | undefined;
  let bar = progressBar('');
  let last = Date.now();
  return ({ phase, since, events, of }) => {
    if (of === 0) return;
    if (phase !== current) {
      if (current !== undefined) endBar();
      current = phase;
      bar = progressBar(PHASES[phase], since, last);
    }
    bar(events, of);
    last = Date.now();
  };
}

function report({ events, streams, claims, copied, hash, log }: Moved): void {
  console.log(
    `${events} 个事件，${streams} 条流，本次复制 ${copied} 个；两处一致。${events} events, ${streams} streams, ${copied} copied now; both are the same.`,
  );
  console.log(`${claims} 个幂等键归属一致。${claims} idempotency keys belong to the same cases.`);
  console.log(`SHA-256 ${hash}`);
  const engine = `JIELI_EVENT_STORE=${log.engine}`;
  const prefix = log.prefix === '' ? '' : ` JIELI_EVENTSTOREDB_PREFIX=${log.prefix}`;
  console.log(
    `今后以 ${engine}${prefix} 启动；视图将在首次启动时重建。Start with ${engine}${prefix} from now on; the first start builds the views.`,
  );
}
