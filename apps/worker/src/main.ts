import { pino } from 'pino';
import { systemHost } from '#runtime';
import {
  demoAgencies,
  demoDirectory,
  openTelemetry,
  operated,
  readConfig,
  refuseDemoFolder,
  runInForeground,
  SetupError,
  serviceLogger,
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
  refuseDemoFolder(config);
  const telemetry = openTelemetry('worker', config.tracesEndpoint);
  const logger = serviceLogger(config.logLevel, pino.destination(2));
  const directory = config.oidc ? undefined : demoDirectory(demoAgencies());
  const host = systemHost();
  const core = await startCore({
    ...config,
    host,
    directory,
    logger,
    telemetry,
    durable: true,
    clocksByThemselves: true,
    say,
  });
  const { metrics } = telemetry;
  const running = await operated(core, config.metricsAddress, { metrics, sample: core.sample, ready: core.ready });
  say('接力后台进程就绪 Jieli worker ready.');
  return running;
}, say);
