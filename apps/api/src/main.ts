import { pino } from 'pino';
import { desks } from '#desks';
import { EmbeddedPostgresError, systemHost } from '#runtime';
import {
  type Closable,
  demoAgencies,
  demoDirectory,
  demoHost,
  deskPath,
  openTelemetry,
  operated,
  playDemo,
  readConfig,
  refuseDemoFolder,
  type Service,
  type ServiceOptions,
  SetupError,
  serviceLogger,
  startService,
} from '#service';
import { VaultError } from '#vault';

const say = (line: string) => process.stdout.write(`${line}\n`);

let running: Closable | undefined;
let ending: Promise<void> | undefined;

/** Ends everything that was started, PostgreSQL included; a second signal does not wait. */
function end(signal: NodeJS.Signals): void {
  if (ending) process.exit(130);
  say(`\n${signal}：正在停止。Stopping.`);
  ending = (running?.close() ?? Promise.resolve()).then(
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
  refuseDemoFolder(config);
  const logger = serviceLogger(config.logLevel, pino.destination(2));
  say('接力 Jieli：正在启动。Starting.');
  const telemetry = openTelemetry('api', config.tracesEndpoint);
  const options = { ...config, logger, telemetry, durable: true, clocksByThemselves: true, lost: fail, say };
  const service = await (config.oidc ? start({ ...options, host: systemHost() }) : startDemo(options));
  service.open();
  for (const line of config.oidc ? addresses(service.url) : welcome(service.url)) say(line);
}

/** A service and, where an address is set, what operators see of it; both end together. */
async function start(options: ServiceOptions): Promise<Service> {
  const service = await startService(options);
  const { core, ready } = service;
  running = await operated(service, options.metricsAddress, {
    metrics: core.telemetry.metrics,
    sample: core.sample,
    ready,
  });
  return service;
}

type Options = Omit<ServiceOptions, 'host' | 'directory'>;

/** A service with the demo's agencies and officers, its scenarios played into it at the first start. */
async function startDemo(options: Options): Promise<Service> {
  const { dataDir } = options;
  const directory = demoDirectory(demoAgencies());
  const host = demoHost(dataDir);
  const service = await start({ ...options, host, directory });
  await playDemo(service, host, directory, dataDir, (line) => say(`  演示场景 Playing ${line}`));
  return service;
}

function addresses(url: string): readonly string[] {
  return [
    '',
    '各工作台的 GraphQL 地址 GraphQL address of each desk:',
    ...desks.map((desk) => `  ${desk.title.zh} ${desk.title.en}: ${url}${deskPath(desk)}`),
    '',
    `就绪 Ready: ${url}/health/ready   停止 Stop: Ctrl-C`,
  ];
}

function welcome(url: string): readonly string[] {
  const [ready = '', ...above] = addresses(url).toReversed();
  return [
    ...above.toReversed(),
    '演示令牌 A demo token (officers: GET /demo/officers):',
    `  TOKEN=$(curl -s ${url}/demo/token -H 'content-type: application/json' \\`,
    `    -d '{"officer":"psb-441502"}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`,
    '试一试 A query to paste:',
    `  curl -s ${url}/desks/police/graphql -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\`,
    `    -d '{"query":"{ me { agency { name { zh } } } cases { edges { node { id stage childName } } } inbox { edges { node { due colour clock { title { zh } cite { source clause } } } } } }"}'`,
    '',
    ready,
  ];
}

main().catch(async (error: unknown) => {
  if (ending) return ending; // what was under way when the signal came has lost its service; that is no fault
  await running?.close().catch(() => undefined);
  fail(error);
});
