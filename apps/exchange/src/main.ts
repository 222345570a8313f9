import { pino } from 'pino';
import { systemHost } from '#runtime';
import {
  demoAgencies,
  demoDirectory,
  metricsAddress,
  openTelemetry,
  operated,
  readConfig,
  readExchangeConfig,
  runInForeground,
  SetupError,
  startExchange,
} from '#service';

const say = (line: string) => process.stdout.write(`${line}\n`);

runInForeground(async () => {
  const exchange = readExchangeConfig(process.env);
  const config = readConfig(process.env);
  if (config.databaseUrl === undefined) {
    throw new SetupError(
      '交换服务与工作台共用一个数据库：请设置 DATABASE_URL。' +
        'The exchange shares the database of the desks: set DATABASE_URL.',
    );
  }
  if (process.env.NODE_ENV === 'production') {
    throw new SetupError(
      '机构名录仍是演示用的，不得用于生产环境（NODE_ENV=production）。' +
        'The directory of agencies is the demo’s and does not serve NODE_ENV=production.',
    );
  }
  const logger = pino({ level: process.env.JIELI_LOG ?? 'warn' }, pino.destination(2));
  const directory = demoDirectory(demoAgencies());
  const options = { ...config, host: systemHost(), directory, logger, durable: true, clocksByThemselves: true };
  const address = metricsAddress(process.env);
  const telemetry = openTelemetry('exchange', process.env);
  const started = await startExchange({ ...options, telemetry }, exchange);
  const { metrics } = telemetry;
  const running = await operated(started, address, { metrics, sample: started.sample, ready: started.core.ready });
  say(`接力交换服务就绪 Jieli exchange ready: ${exchange.address}（gRPC, 双向 TLS mutual TLS）`);
  return running;
}, say);
