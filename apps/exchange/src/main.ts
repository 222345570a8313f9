import { pino } from 'pino';
import { systemHost } from '#runtime';
import {
  demoAgencies,
  demoDirectory,
  openTelemetry,
  operated,
  readConfig,
  readExchangeConfig,
  refuseDemoFolder,
  runInForeground,
  SetupError,
  serviceLogger,
  startExchange,
} from '#service';

const say = (line: string) => process.stdout.write(`${line}\n`);

runInForeground(async () => {
  const config = readConfig(process.env);
  const exchange = readExchangeConfig(config.exchange);
  if (config.databaseUrl === undefined) {
    throw new SetupError(
      '交换服务与工作台共用一个数据库：请设置 DATABASE_URL。' +
        'The exchange shares the database of the desks: set DATABASE_URL.',
    );
  }
  refuseDemoFolder(config);
  const logger = serviceLogger(config.logLevel, pino.destination(2));
  const directory = config.oidc ? undefined : demoDirectory(demoAgencies());
  const options = { ...config, host: systemHost(), directory, logger, durable: true, clocksByThemselves: true, say };
  const telemetry = openTelemetry('exchange', config.tracesEndpoint);
  const started = await startExchange({ ...options, telemetry }, exchange);
  const { metrics } = telemetry;
  const running = await operated(started, config.metricsAddress, {
    metrics,
    sample: started.sample,
    ready: started.core.ready,
  });
  say(`接力交换服务就绪 Jieli exchange ready: ${exchange.address}（gRPC, 双向 TLS mutual TLS）`);
  return running;
}, say);
