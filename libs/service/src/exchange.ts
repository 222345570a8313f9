import { readFileSync } from 'node:fs';
import { ClientsError, type ExchangeClients, type ExchangeServer, readClients, startExchangeServer } from '#exchange';
import { SetupError } from './config.ts';
import { type Core, type CoreOptions, startCore } from './core.ts';
import type { Sample } from './telemetry.ts';

/** What an operator sets for the exchange, by environment variables: files in PEM and a file of clients. */
export interface ExchangeConfig {
  /** `JIELI_EXCHANGE_ADDRESS`: where it listens; `127.0.0.1:50051` unless told. */
  readonly address: string;
  /** `JIELI_EXCHANGE_KEY`, `JIELI_EXCHANGE_CERTIFICATE`: the server's own key and certificate. */
  readonly key: Buffer;
  readonly certificate: Buffer;
  /** `JIELI_EXCHANGE_AUTHORITY`: who signs the agencies' certificates. */
  readonly authority: Buffer;
  /** `JIELI_EXCHANGE_CLIENTS`: which certificate speaks for which agency. */
  readonly clients: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws SetupError naming the variable that is missing or whose file cannot be read. */
export function readExchangeConfig(env: Environment): ExchangeConfig {
  const address = env.JIELI_EXCHANGE_ADDRESS || '127.0.0.1:50051';
  if (!/^[^\s]+:\d{1,5}$/.test(address)) {
    throw new SetupError('JIELI_EXCHANGE_ADDRESS 须为 主机:端口。JIELI_EXCHANGE_ADDRESS must be host:port.');
  }
  return {
    address,
    key: fileOf(env, 'JIELI_EXCHANGE_KEY'),
    certificate: fileOf(env, 'JIELI_EXCHANGE_CERTIFICATE'),
    authority: fileOf(env, 'JIELI_EXCHANGE_AUTHORITY'),
    clients: fileOf(env, 'JIELI_EXCHANGE_CLIENTS').toString('utf8'),
  };
}

function fileOf(env: Environment, variable: string): Buffer {
  const path = env[variable];
  if (!path) throw new SetupError(`请设置 ${variable}（文件路径）。Set ${variable} to the path of a file.`);
  try {
    return readFileSync(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SetupError(`${variable} 的文件读不了。The file of ${variable} cannot be read: ${why}`);
  }
}

/** A running exchange on a core of its own. */
export interface Exchange {
  readonly core: Core;
  readonly server: ExchangeServer;
  /** Brings gauges up to date, the exchange's own among them. */
  readonly sample: Sample;
  close(): Promise<void>;
}

/** @throws SetupError with one line that says what to do. */
export async function startExchange(options: CoreOptions, exchange: ExchangeConfig): Promise<Exchange> {
  const clients = clientsIn(exchange.clients, options);
  const core = await startCore(options);
  try {
    const { runtime, report } = core;
    const { traces } = core.telemetry;
    const { key, certificate, authority, address } = exchange;
    const server = await startExchangeServer({
      runtime,
      clients,
      tls: { key, certificate, authority },
      address,
      report,
      traced: traces.request,
    });
    const sample = async () => {
      core.telemetry.metrics.streams.set(server.streams.open());
      core.telemetry.metrics.unacknowledged.set(server.streams.unacknowledged());
      await core.sample();
    };
    const close = async () => {
      await server.close();
      await core.close();
    };
    return { core, server, sample, close };
  } catch (error) {
    await core.close();
    const why = error instanceof Error ? error.message : String(error);
    throw new SetupError(
      `交换服务不能启动，请检查 JIELI_EXCHANGE_*。The exchange cannot start; check JIELI_EXCHANGE_*: ${why}`,
    );
  }
}

function clientsIn(text: string, { directory }: CoreOptions): ExchangeClients {
  try {
    return readClients(text, directory);
  } catch (error) {
    if (error instanceof ClientsError) throw new SetupError(`JIELI_EXCHANGE_CLIENTS: ${error.message}`);
    throw error;
  }
}
