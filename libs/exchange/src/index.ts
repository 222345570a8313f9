export { ClientsError, checkClients, type ExchangeClients, readClients } from './clients.ts';
export { contractFolder, serviceDefinition } from './contract.ts';
export { noRevocations, type Revocations, RevocationsError, readRevocations } from './revocations.ts';
export { checkKey, type ExchangeTls, ServerIdentity } from './server.identity.ts';
export { type ExchangeServer, startExchangeServer } from './server.ts';
export type { TakeTurn } from './service.ts';
