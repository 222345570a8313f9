import { readFileSync } from 'node:fs';
import type { AgencyDirectory } from '#access';
import { ClientsError, type ExchangeClients, type ExchangeServer, readClients, startExchangeServer } from '#exchange';
import type { Host } from '#runtime';
import { type ExchangeSettings, SetupError } from './config.ts';
import { type Core, type CoreOptions, startCore } from './core.ts';
import type { Sample } from './telemetry.ts';
import { prepareTurns, turns } from './turns.ts';

/** What the exchange needs besides the rest: files in PEM and a file of clients, read. */
export interface ExchangeConfig {
  readonly address: string;
  readonly key: Buffer;
  readonly certificate: Buffer;
  readonly authority: Buffer;
  readonly clients: string;
  /** Calls that the systems of one agency may make in a minute. */
  readonly callsAMinute: number;
}

/** @throws SetupError naming the variable that is missing or whose file cannot be read. */
export function readExchangeConfig(settings: ExchangeSettings): ExchangeConfig {
  const { address, keyFile, certificateFile, authorityFile, clientsFile, callsAMinute } = settings;
  return {
    address,
    key: fileOf(keyFile, 'JIELI_EXCHANGE_KEY'),
    certificate: fileOf(certificateFile, 'JIELI_EXCHANGE_CERTIFICATE'),
    authority: fileOf(authorityFile, 'JIELI_EXCHANGE_AUTHORITY'),
    clients: fileOf(clientsFile, 'JIELI_EXCHANGE_CLIENTS').toString('utf8'),
    callsAMinute,
  };
}

function fileOf(path: string | undefined, variable: string): Buffer {
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
  const core = await startCore(options);
  try {
    const clients = clientsIn(exchange.clients, core.signIn.directory, options.host);
    const { runtime, report } = core;
    const { traces } = core.telemetry;
    const { key, certificate, authority, address, callsAMinute } = exchange;
    const { pool } = core.database;
    await prepareTurns(pool);
    const server = await startExchangeServer({
      runtime,
      clients,
      tls: { key, certificate, authority },
      address,
      report,
      traced: traces.request,
      takeTurn: turns(pool, 'agency', callsAMinute),
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
    if (error instanceof SetupError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new SetupError(
      `交换服务不能启动，请检查 JIELI_EXCHANGE_*。The exchange cannot start; check JIELI_EXCHANGE_*: ${why}`,
    );
  }
}

function clientsIn(text: string, directory: AgencyDirectory, { now }: Host): ExchangeClients {
  try {
    return readClients(text, directory, () => now().slice(0, 10));
  } catch (error) {
    if (error instanceof ClientsError) throw new SetupError(`JIELI_EXCHANGE_CLIENTS: ${error.message}`);
    throw error;
  }
}
