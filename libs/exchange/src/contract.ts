import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { loadSync, type MessageTypeDefinition, type PackageDefinition } from '@grpc/proto-loader';
import protobuf from 'protobufjs';
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

/** google.protobuf.FileDescriptorSet, whose files are passed on as they are. */
const fileSet = new protobuf.Type('FileDescriptorSet').add(new protobuf.Field('file', 1, 'bytes', 'repeated'));

/**
 * The contract as tools read it by reflection: the descriptors that `npm run proto` holds equal to the files. What the loader
 * derives from the files names no imports and abridges types, and tools such as grpcurl do not take it.
 */
export function describedContract(): PackageDefinition {
  const bytes = readFileSync(join(contractFolder, 'baseline.binpb'));
  const { file: fileDescriptorProtos } = fileSet.decode(bytes) as unknown as { readonly file: Buffer[] };
  const message = contract['jieli.exchange.v1.Child'] as MessageTypeDefinition<object, object>;
  return { contract: { ...message, fileDescriptorProtos } }; // reflection looks at the files of an entry and nothing else
}
