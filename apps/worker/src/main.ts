import { pino } from 'pino';
import { systemHost } from '#runtime';
import {
  demoAgencies,
  demoDirectory,
  metricsAddress,
  openTelemetry,
  operated,
  readConfig,
  runInForeground,
  SetupError,
  startCore,
} from '#service';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Views, processes and clocks without requests: stands by, and takes duty when nobody has it. */
runInForeground(async () => {
  const config = readConfig(process.env);
  if (config.databaseUrl === undefined) {
    throw new SetupError(
      '后台进程与工作台共用一个数据库：请设置 DATABASE_URL。The worker shares the database of the desks: set DATABASE_URL.',
    );
  }
  if (process.env.NODE_ENV === 'production') {
    throw new SetupError(
      '机构名录仍是演示用的，不得用于生产环境（NODE_ENV=production）。' +
        'The directory of agencies is the demo’s and does not serve NODE_ENV=production.',
    );
  }
  const address = metricsAddress(process.env);
  const telemetry = openTelemetry('worker', process.env);
  const logger = pino({ level: process.env.JIELI_LOG ?? 'warn' }, pino.destination(2));
  const directory = demoDirectory(demoAgencies());
  const host = systemHost();
  const core = await startCore({
    ...config,
    host,
    directory,
    logger,
    telemetry,
    durable: true,
    clocksByThemselves: true,
  });
  const { metrics } = telemetry;
  const running = await operated(core, address, { metrics, sample: core.sample, ready: core.ready });
  say('接力后台进程就绪 Jieli worker ready.');
  return running;
}, say);
