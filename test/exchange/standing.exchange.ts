import { type ExchangeServer, readClients, ServerIdentity, startExchangeServer, type TakeTurn } from '#exchange';
import { type StandingService, standingService } from '../standing.service.ts';
import { AgencySystem } from './agency.system.ts';
import { type Authority, authority, type Identity } from './certificates.ts';

/** An exchange over a service, with certificates of its own. */
export interface StandingExchange {
  readonly standing: StandingService;
  readonly server: ExchangeServer;
  readonly authority: Authority;
  /** Key and certificate of an agency that is registered. */
  identity(agency: string): Identity;
  /** The system of an agency that is registered by its fingerprint. */
  system(agency: string): AgencySystem;
  /** A system with any certificate, or none. */
  stranger(identity?: Identity): AgencySystem;
  close(): Promise<void>;
}

/** Starts both; `agencies` are registered by fingerprint, `uris` by the URI in their certificate. */
export async function standingExchange(
  agencies: readonly string[],
  heartbeat?: number,
  takeTurn?: TakeTurn,
): Promise<StandingExchange> {
  const standing = await standingService();
  const ours = await authority('Jieli test authority');
  const identities = new Map(await Promise.all(agencies.map(async (id) => [id, await ours.issue(id)] as const)));
  const lines = [...identities].map(
    ([id, { fingerprint }]) => `  - {agency: ${id}, system: own, fingerprint: "${fingerprint}"}`,
  );
  const own = await ours.issue('localhost');
  const { runtime } = standing.service;
  const today = () => standing.host.now().slice(0, 10);
  const clients = readClients(`clients:\n${lines.join('\n')}`, runtime.directory, today);
  await runtime.systems.register(clients.systems);
  const server = await startExchangeServer({
    runtime,
    clients,
    identity: new ServerIdentity({ key: own.key, certificate: own.certificate, authority: ours.certificate }),
    address: 'localhost:0',
    heartbeat,
    takeTurn,
    report: () => 'reported',
  });
  const systems: AgencySystem[] = [];
  const connect = (identity?: Identity) => {
    const system = new AgencySystem(server.port, ours.certificate, identity);
    systems.push(system);
    return system;
  };
  return {
    standing,
    server,
    authority: ours,
    identity: (agency) => {
      const found = identities.get(agency);
      if (!found) throw new Error(`${agency} is not registered`);
      return found;
    },
    system: (agency) => connect(identities.get(agency)),
    stranger: connect,
    close: async () => {
      for (const system of systems) system.close();
      await server.close();
      await standing.close();
    },
  };
}
