import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What is counted (指标), in the form of Prometheus. Labels are names of commands and codes; nothing of a case or a person. */
export interface Metrics {
  readonly command: Histogram<'command' | 'outcome'>;
  /** Commands that ended without an outcome. Without labels, so that the first one is an increase over 0. */
  readonly failed: Counter;
  readonly refusals: Counter<'command' | 'code'>;
  readonly append: Histogram;
  readonly appendBatch: Histogram;
  readonly viewCommit: Histogram;
  readonly appendToView: Histogram;
  readonly troubles: Counter<'kind'>;
  readonly viewLag: Gauge;
  readonly processLag: Gauge;
  readonly clocks: Gauge<'state'>;
  readonly parked: Gauge;
  readonly unreviewed: Gauge;
  readonly deliveries: Gauge<'state'>;
  readonly dutyHeld: Gauge;
  readonly streams: Gauge;
  readonly systems: Gauge<'state'>;
  readonly unacknowledged: Gauge;
  readonly longestUnacknowledged: Gauge;
  readonly trustValid: Gauge<'file'>;
  readonly sampleFailed: Gauge;
  /** Everything as text, for `/metrics`. */
  text(): Promise<string>;
  readonly contentType: string;
  /** Names of all metrics. */
  names(): readonly string[];
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A registry of its own for each service, so that two of them in one process do not mix. */
export function openMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = <L extends string = never>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge<L>({ name, help, labelNames, registers });
  const seconds = <L extends string = never>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Histogram<L>({ name, help, labelNames, buckets: SECONDS, registers });
  const troubles = new Counter({
    name: 'jieli_troubles_total',
    help: '故障次数 Troubles that are tried again, and faults of ours',
    labelNames: ['kind'],
    registers,
  });
  for (const kind of ['trouble', 'fault']) troubles.inc({ kind }, 0); // what is not there at first does not increase with the first
  return {
    command: seconds('jieli_command_seconds', '命令耗时 Time of a command, by what became of it', [
      'command',
      'outcome',
    ]),
    failed: new Counter({
      name: 'jieli_commands_failed_total',
      help: '无结果的命令数 Commands that ended without an outcome',
      registers,
    }),
    refusals: new Counter({
      name: 'jieli_refusals_total',
      help: '拒绝次数 Refusals by code',
      labelNames: ['command', 'code'],
      registers,
    }),
    append: seconds('jieli_append_seconds', '追加耗时 Time of an append, waiting for its batch included'),
    appendBatch: new Histogram({
      name: 'jieli_append_batch_size',
      help: '一次提交的追加数 Appends that shared a commit',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
      registers,
    }),
    viewCommit: seconds('jieli_view_commit_seconds', '视图提交耗时 Time of a commit of views'),
    appendToView: seconds(
      'jieli_append_to_view_seconds',
      '追加到可见 From durable to shown, of what this process appended',
    ),
    troubles,
    viewLag: gauge('jieli_view_lag_seconds', '视图滞后 How long the views have been behind the log, at least'),
    processLag: gauge('jieli_process_lag_seconds', '流程滞后 How long processes have been behind the log, at least'),
    clocks: gauge('jieli_clocks', '时限数 Clocks: running, overdue, unswept (due and not yet run out)', ['state']),
    parked: gauge('jieli_parked_cases', '停放的个案 Cases that cannot be shown'),
    unreviewed: gauge('jieli_glass_reviews_overdue', '逾期未复核的紧急调阅 Emergency readings not reviewed in time'),
    deliveries: gauge('jieli_webhook_deliveries', '待送通知数 Deliveries to agencies’ systems: waiting, parked', [
      'state',
    ]),
    dutyHeld: gauge('jieli_duty_held', '有进程值守 1 while some process is on duty'),
    streams: gauge('jieli_exchange_streams', '打开的交接流 Open streams of handoffs'),
    systems: gauge(
      'jieli_exchange_systems',
      '机构系统数 Agencies’ systems: registered, silent (not heard of for 5 min)',
      ['state'],
    ),
    unacknowledged: gauge('jieli_exchange_unacknowledged', '未签收 Open handoffs that were sent and not acknowledged'),
    longestUnacknowledged: gauge(
      'jieli_exchange_longest_unacknowledged_seconds',
      '未签收最久者 How long the oldest of them has been waiting',
    ),
    trustValid: gauge(
      'jieli_exchange_valid_seconds',
      '证书剩余有效期 Until the exchange’s own certificate or its authority ends, or a newer revocation list was promised',
      ['file'],
    ),
    sampleFailed: gauge('jieli_sample_failed', '1 when the database could not be asked for gauges'),
    text: () => registry.metrics(),
    contentType: registry.contentType,
    names: () => registry.getMetricsAsArray().map(({ name }) => name),
  };
}
