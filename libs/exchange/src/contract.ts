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

interface Described {
  readonly field?: readonly { readonly name: string; readonly typeName: string }[];
  readonly oneofDecl?: readonly { readonly name: string }[];
  readonly value?: readonly { readonly name: string }[];
}

/** A name of ours as the contract's files write it: `workOrderId` is `work_order_id`. */
export function named(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A message or an enumeration as the files have it, by its own name. */
const described = (name: string) => (contract[`jieli.exchange.v1.${name}`]?.type ?? {}) as Described;

/** The fields of a message, by their names in the files, and the names of their types; those of scalars are empty. */
export function fieldsOfMessage(message: string): ReadonlyMap<string, string> {
  return new Map(
    described(message).field?.map(({ name, typeName }) => [named(name), typeName.split('.').at(-1) ?? '']),
  );
}

/** The oneof of a message; fields that are optional have one of their own each, whose name begins with `_`. */
export function oneofOf(message: string): string {
  return described(message).oneofDecl?.find(({ name }) => !name.startsWith('_'))?.name ?? '';
}

/** The names of the enumeration that a field holds, but for the one that says nothing; none for other fields. */
export function enumNames(message: string, path: readonly string[]): readonly string[] {
  const type = path.reduce((within, name) => fieldsOfMessage(within).get(name) ?? '', message);
  return (described(type).value ?? []).map(({ name }) => name).filter((name) => !name.endsWith('_UNSPECIFIED'));
}

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
