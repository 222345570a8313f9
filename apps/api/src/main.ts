import { pino } from 'pino';
import { desks } from '#desks';
import { EmbeddedPostgresError } from '#runtime';
import {
  demoAgencies,
  demoDirectory,
  demoHost,
  deskPath,
  metricsAddress,
  openTelemetry,
  operated,
  playDemo,
  readConfig,
  type Service,
  SetupError,
  startService,
} from '#service';
import { VaultError } from '#vault';

const say = (line: string) => process.stdout.write(`${line}\n`);

let service: Service | undefined;
let ending: Promise<void> | undefined;

/** Ends everything that was started, PostgreSQL included; a second signal does not wait. */
function end(signal: NodeJS.Signals): void {
  if (ending) process.exit(130);
  say(`\n${signal}：正在停止。Stopping.`);
  ending = (service?.close() ?? Promise.resolve()).then(
    () => process.exit(0),
    (error: unknown) => fail(error),
  );
}

function fail(error: unknown): never {
  const known = error instanceof SetupError || error instanceof EmbeddedPostgresError || error instanceof VaultError;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`${known ? message : stack}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  const config = readConfig(process.env);
  if (process.env.NODE_ENV === 'production') {
    throw new SetupError(
      '演示令牌不得用于生产环境（NODE_ENV=production），而生产用的身份认证尚未实现。' +
        'The demo issuer does not run with NODE_ENV=production, and sign-in for production is not built yet.',
    );
  }
  const logger = pino({ level: process.env.JIELI_LOG ?? 'warn' }, pino.destination(2));
  const directory = demoDirectory(demoAgencies());
  const host = demoHost(config.dataDir);
  say('接力 Jieli：正在启动。Starting.');
  const address = metricsAddress(process.env);
  const telemetry = openTelemetry('api', process.env);
  const started = await startService({
    ...config,
    host,
    directory,
    logger,
    telemetry,
    durable: true,
    clocksByThemselves: true,
  });
  const { ready, core } = started;
  service = await operated(started, address, { metrics: telemetry.metrics, sample: core.sample, ready });
  await playDemo(service, host, directory, config.dataDir, (line) => say(`  演示场景 Playing ${line}`));
  service.open();
  welcome(service.url);
}

function welcome(url: string): void {
  say('');
  say('各工作台的 GraphQL 地址 GraphQL address of each desk:');
  for (const desk of desks) say(`  ${desk.title.zh} ${desk.title.en}: ${url}${deskPath(desk)}`);
  say('');
  say('演示令牌 A demo token (officers: GET /demo/officers):');
  say(`  TOKEN=$(curl -s ${url}/demo/token -H 'content-type: application/json' \\`);
  say(`    -d '{"officer":"psb-441502"}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`);
  say('试一试 A query to paste:');
  say(`  curl -s ${url}/desks/police/graphql -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\`);
  say(
    `    -d '{"query":"{ me { agency { name { zh } } } cases { edges { node { id stage childName } } } inbox { edges { node { due colour clock { title { zh } cite { source clause } } } } } }"}'`,
  );
  say('');
  say(`就绪 Ready: ${url}/health/ready   停止 Stop: Ctrl-C`);
}

main().catch(async (error: unknown) => {
  if (ending) return ending; // what was under way when the signal came has lost its service; that is no fault
  await service?.close().catch(() => undefined);
  fail(error);
});
