import { Metadata, type ServiceError, type status } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import type { InputProblem } from '#commands';

const text = (id: number) => ({ type: 'string', id });

/** The public error model of gRPC: google.rpc.Status with ErrorInfo and BadRequest. */
const model = protobuf.Root.fromJSON({
  nested: {
    google: {
      nested: {
        protobuf: {
          nested: { Any: { fields: { type_url: text(1), value: { type: 'bytes', id: 2 } } } },
        },
        rpc: {
          nested: {
            Status: {
              fields: {
                code: { type: 'int32', id: 1 },
                message: text(2),
                details: { rule: 'repeated', type: 'google.protobuf.Any', id: 3 },
              },
            },
            ErrorInfo: {
              fields: {
                reason: text(1),
                domain: text(2),
                metadata: { keyType: 'string', type: 'string', id: 3 } as protobuf.IMapField,
              },
            },
            BadRequest: {
              fields: { fieldViolations: { rule: 'repeated', type: 'FieldViolation', id: 1 } },
              nested: { FieldViolation: { fields: { field: text(1), description: text(2), reason: text(3) } } },
            },
          },
        },
      },
    },
  },
});

const encoded = (type: string, message: object) => model.lookupType(type).encode(message).finish();
const detail = (type: string, message: object) => ({
  type_url: `type.googleapis.com/${type}`,
  value: encoded(type, message),
});

/** What a caller is told besides the status code. */
export interface Telling {
  /** Stable code: a refusal's, or one of ours. */
  readonly reason: string;
  readonly zh: string;
  readonly en: string;
  readonly more?: Readonly<Record<string, string>>;
  readonly problems?: readonly InputProblem[];
}

/** A status with google.rpc details, as a call ends with it (状态). */
export function failure(code: status, { reason, zh, en, more = {}, problems = [] }: Telling): Partial<ServiceError> {
  const info = detail('google.rpc.ErrorInfo', { reason, domain: 'jieli', metadata: { zh, en, ...more } });
  const violations = problems.map(({ field, rule, message }) => ({
    field,
    description: `${message.zh}${message.en}`,
    reason: rule,
  }));
  const bad = violations.length > 0 ? [detail('google.rpc.BadRequest', { fieldViolations: violations })] : [];
  const said = `${zh}${en}`;
  // listed in the text as well: not every client reads details
  const listed = violations.flatMap(({ field, description }) =>
    description === said ? [] : `${field}: ${description}`,
  );
  const message = [said, ...listed].join('\n');
  const metadata = new Metadata();
  const bytes = encoded('google.rpc.Status', { code, message, details: [info, ...bad] });
  metadata.set('grpc-status-details-bin', Buffer.from(bytes));
  return { code, details: message, metadata };
}
