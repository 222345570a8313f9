export { ClientsError, type ExchangeClients, readClients } from './clients.ts';
export { contractFolder, serviceDefinition } from './contract.ts';
export { type ExchangeServer, type ExchangeTls, startExchangeServer } from './server.ts';
export type { TakeTurn } from './service.ts';
