import { join } from 'node:path';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { projectRoot } from '#runtime';

/** The folder of the published contracts: others generate their clients from it. */
export const contractFolder = join(projectRoot, 'proto');

export const SERVICE = 'jieli.exchange.v1.ExchangeService';

/** The contract as the files say it: fields by their names in JSON, enumerations by name, what was not sent left out. */
export const contract: PackageDefinition = loadSync('jieli/exchange/v1/exchange.proto', {
  includeDirs: [contractFolder],
  longs: Number,
  enums: String,
});

/** The service's methods, for servers and for clients in tests. */
export const serviceDefinition = contract[SERVICE] as ServiceDefinition;
