/** Where a number comes from: `given` by whoever asks, `configured` by us without a source, `measured` by `--seed 7 --measure 120` on two shared cores. */
export type Origin = 'given' | 'configured' | 'measured';

export interface Assumption {
  readonly value: number;
  readonly origin: Origin;
  readonly zh: string;
  readonly en: string;
}

const configured = (value: number, zh: string, en: string): Assumption => ({ value, origin: 'configured', zh, en });
const measured = (value: number, zh: string, en: string): Assumption => ({ value, origin: 'measured', zh, en });

/** Everything that the simulation takes for granted (假设), none of it from a statute or a statistic but the children given. */
export const ASSUMPTIONS = {
  provinces: configured(31, '省级区划数', 'divisions of the first level that are drawn'),
  spread: configured(0.7, '各省规模的离散（对数正态）', 'how unlike the provinces are in size (log-normal deviation)'),
  casesPerThousand: configured(4, '每千名儿童每年的个案', 'cases a year for a thousand children'),
  restDayShare: configured(0.15, '周末工作量与工作日之比', 'work of a day at the weekend, in that of a weekday'),
  readsPerCommand: configured(15, '每个命令伴随的查询', 'queries that go with a command'),
  peakFactor: configured(3, '最忙一分钟与最忙一小时平均之比', 'the busiest minute, in the mean of the busiest hour'),
  yearsKept: configured(20, '日志保存年数', 'years that the log is kept'),
  diskFactor: configured(2, '磁盘与数据之比（索引、空隙）', 'disk in the size of the data: indexes and gaps'),
  headroom: configured(3, '机器余量', 'how many times the peak the machines must bear'),
  bytesPerEvent: measured(1_007, '每个事件在日志中的字节', 'bytes of an event in the log, without indexes'),
  bytesPerCase: measured(17_100, '每个个案在视图中的字节', 'bytes of a case in all views, without indexes'),
  commandsPerProcess: measured(87, '单进程每秒命令（依次办理）', 'commands a second of a process, one after the other'),
  readsPerProcess: measured(358, '单进程每秒查询（依次）', 'queries a second of a process, one after the other'),
} as const satisfies Readonly<Record<string, Assumption>>;
