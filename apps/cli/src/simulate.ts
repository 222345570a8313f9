import { Command, InvalidArgumentError } from 'commander';
import { ASSUMPTIONS, drawYear, type Load, loadOf, PATHS, setupsFor, volumeOf } from '#simulation';
import { type Measured, measure } from './simulate.measure.ts';

interface Options {
  readonly children: number;
  readonly seed: number;
  readonly measure?: number;
}

/** `jieli simulate nation`: a year of a country from stated assumptions, and a scaled run that checks the model. */
export function simulateCommand(): Command {
  const simulate = new Command('simulate').description('规模推算。What a country would make of it.');
  simulate
    .command('nation')
    .description(
      '按所列假设抽取一国一年：命令、查询、日志、时限、峰值与所需机器。A year of a country from stated assumptions: load and machines.',
    )
    .requiredOption('--children <number>', '儿童数，如 71e6。Children, such as 71e6.', numberFrom(1, 1e10))
    .option(
      '--seed <number>',
      '种子：同一种子得同一结果。The same seed gives the same year.',
      numberFrom(0, 2 ** 32 - 1),
      1,
    )
    .option(
      '--measure [cases]',
      '另在本机真实服务上办若干个案，推算与实测并列；相差过大时退出码为 1。Plays some cases against a real local server beside the prediction.',
      numberFrom(1, 5_000),
    )
    .action(run);
  return simulate;
}

const FEW_CASES = 60;

async function run({ children, seed, measure: cases }: Options): Promise<void> {
  const year = drawYear(children, seed);
  for (const line of report(children, seed, loadOf(year))) console.log(line);
  if (cases === undefined) return;
  const count = typeof cases === 'number' ? cases : FEW_CASES;
  const measured = await measure(count, seed, (line) => process.stderr.write(`\r${line} `));
  process.stderr.write('\n');
  const { lines, holds } = compared(measured);
  for (const line of lines) console.log(line);
  if (!holds) process.exitCode = 1;
}

const whole = (value: number) => Math.round(value).toLocaleString('en');
const bytes = (value: number) => `${(value / 1e9).toFixed(1)} GB`;

function report(children: number, seed: number, load: Load): readonly string[] {
  const day = Math.floor(load.busiestHour / 24) + 1;
  return [
    `一年 A year: ${whole(children)} 名儿童 children, 种子 seed ${seed}`,
    '',
    '假设 Assumptions',
    ...Object.values(ASSUMPTIONS).map(({ value, origin, zh, en }) => `  ${value}  ${zh} ${en} [${origin}]`),
    ...PATHS.map(
      ({ share, zh, name, steps }) => `  ${share}  ${zh} ${name}: ${steps.length} 个命令 commands [configured]`,
    ),
    '',
    '推算 Predicted',
    `  个案 cases                ${whole(load.cases)}`,
    `  命令 commands             ${whole(load.commands)}`,
    `  查询 queries              ${whole(load.reads)}`,
    `  事件 events               ${whole(load.events)}`,
    `  日志 log                  ${bytes(load.logBytes)}`,
    `  视图 views                ${bytes(load.viewBytes)}`,
    `  起算的时限 clocks started   ${whole(load.clocks)}`,
    `  平日在走的时限 running      ${whole(load.clocksRunning)}`,
    `  最忙一小时 busiest hour    ${whole(load.peakHour)} 个命令 commands, 第 ${day} 日 ${load.busiestHour % 24} 时 day and hour`,
    `  峰值 peak                 ${load.commandsAtPeak.toFixed(1)} 命令/秒 commands/s, ${load.readsAtPeak.toFixed(1)} 查询/秒 queries/s`,
    '',
    '机器 Machines',
    ...setupsFor(load).flatMap(({ zh, en, api, worker, databases, diskEach, note }) => [
      `  ${zh} ${en}`,
      `    api ${api}, worker ${worker}, 数据库 databases ${databases} × ${bytes(diskEach)}（${note.zh} ${note.en}）`,
    ]),
  ];
}

/** How far the model may be from what was measured before it is called wrong. */
const TOLERANCE = 0.15;

function compared(measured: Measured): { readonly lines: readonly string[]; readonly holds: boolean } {
  const predicted = volumeOf(measured.paths);
  const { commandsPerProcess, readsPerProcess } = ASSUMPTIONS;
  const rows = [
    ['命令 commands', predicted.commands, measured.commands - measured.refused.length],
    ['事件 events', predicted.events, measured.events],
    ['时限 clocks started', predicted.clocks, measured.clocks],
    ['时限日 clock days', predicted.clockDays, measured.clockDays],
    ['日志字节 log bytes', predicted.logBytes, measured.logBytes],
    ['视图字节 view bytes', predicted.viewBytes, measured.viewBytes],
  ] as const;
  const within = (ratio: number) => Math.abs(ratio - 1) <= TOLERANCE;
  const holds = rows.every(([, model, found]) => within(found / model)) && measured.refused.length === 0;
  return {
    holds,
    lines: [
      '',
      `实测 Measured on this machine: ${measured.cases} 个个案 cases`,
      ...rows.map(([name, model, found]) => {
        const ratio = found / model;
        return `  ${within(ratio) ? '✓' : '✗'} ${name}: 推算 predicted ${whole(model)}, 实测 measured ${whole(found)} (${ratio.toFixed(2)})`;
      }),
      ...measured.byPath.map((made, n) => {
        const { name, events, clocks, clockDays } = PATHS[n] ?? { name: '', events: 0, clocks: 0, clockDays: 0 };
        const played = Object.values(made).map((one) => one.toFixed(1));
        const found = measured.paths[n] === 0 ? '未抽到 none was drawn' : played.join(', ');
        return `  · ${name} (events, clocks, clock days): 假设 assumed ${events}, ${clocks}, ${clockDays}; 实测 measured ${found}`;
      }),
      // Speed is the machine's: told, never judged.
      `  · 命令/秒 commands/s, one process: 假设 assumed ${commandsPerProcess.value}, 实测 measured ${measured.commandsPerSecond.toFixed(1)}`,
      `  · 查询/秒 queries/s, one process: 假设 assumed ${readsPerProcess.value}, 实测 measured ${measured.readsPerSecond.toFixed(1)}`,
      ...measured.refused.map((line) => `  ✗ ${line}`),
    ],
  };
}

function numberFrom(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(
      `应为 ${least} 至 ${most} 的整数。A whole number from ${least} to ${most} is needed.`,
    );
  };
}
