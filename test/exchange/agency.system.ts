import {
  type ChannelOptions,
  Client,
  type ClientReadableStream,
  credentials,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import { serviceDefinition } from '#exchange';
import type { Identity } from './certificates.ts';

/** The error model as gRPC publishes it, read by what is written there and not by what we encode. */
const { root } = protobuf.parse(`
  syntax = "proto3"; package google.rpc;
  message Any { string type_url = 1; bytes value = 2; }
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message ErrorInfo { string reason = 1; string domain = 2; map<string, string> metadata = 3; }
  message BadRequest {
    message FieldViolation { string field = 1; string description = 2; string reason = 3; }
    repeated FieldViolation field_violations = 1;
  }`);

type Fields = Readonly<Record<string, never>>;

/** What a call came to. */
export interface Reply {
  readonly code: number;
  readonly details: string;
  readonly answer: { readonly outcome?: Outcome } & Readonly<Record<string, unknown>>;
  /** google.rpc.ErrorInfo. */
  readonly info?: {
    readonly reason: string;
    readonly domain: string;
    readonly metadata: Readonly<Record<string, string>>;
  };
  /** google.rpc.BadRequest. */
  readonly violations: readonly { readonly field: string; readonly reason: string; readonly description: string }[];
}

export interface Outcome {
  readonly caseId: string;
  readonly caseVersion: string;
  readonly events: readonly string[];
  readonly clocks?: readonly { readonly clock: string }[];
  readonly repeated?: boolean;
}

export interface HandoffEvent {
  readonly eventId: string;
  readonly change: string;
  readonly handoff: Readonly<Record<string, unknown>> & { readonly id: string; readonly caseId: string };
}

export interface StreamMessage {
  readonly event?: HandoffEvent;
  readonly heartbeat?: object;
  readonly cursor: string;
}

/** The status of a call that failed, with its details. */
export function replyOf(error: ServiceError): Reply {
  const [bytes] = error.metadata?.get('grpc-status-details-bin') ?? [];
  const details = bytes ? (root.lookupType('Status').decode(bytes as Buffer) as unknown as Fields).details : [];
  const found = (type: string) => {
    const any = (details as { typeUrl: string; value: Uint8Array }[]).find(({ typeUrl }) =>
      typeUrl.endsWith(`.${type}`),
    );
    return any && root.lookupType(type).toObject(root.lookupType(type).decode(any.value));
  };
  const info = found('ErrorInfo') as Reply['info'];
  const violations = (found('BadRequest')?.fieldViolations ?? []) as Reply['violations'];
  return { code: error.code, details: error.details, answer: {}, info, violations };
}

/** An agency's own system (机构自有系统): a gRPC client with a certificate, over the wire as any. */
export class AgencySystem {
  private readonly client: Client;

  constructor(port: number, trusted: Buffer, identity?: Identity, options: ChannelOptions = {}) {
    const own = identity ? [identity.key, identity.certificate] : [];
    this.client = new Client(`localhost:${port}`, credentials.createSsl(trusted, ...own), {
      'grpc.enable_retries': 0,
      ...options,
    });
  }

  /** Calls a method; never rejects. */
  call(method: string, message: object, deadline = Date.now() + 20_000): Promise<Reply> {
    const { path, requestSerialize, responseDeserialize } = definition(method);
    return new Promise((resolve) => {
      this.client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        message,
        new Metadata(),
        { deadline },
        (error, answer) =>
          resolve(error ? replyOf(error) : { code: 0, details: '', answer: answer as Reply['answer'], violations: [] }),
      );
    });
  }

  /** Calls a method that must fail, and gives all that comes over the wire: status and every trailer, undecoded, but for the time. */
  bare(method: string, message: object): Promise<object> {
    const { path, requestSerialize, responseDeserialize } = definition(method);
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(path, requestSerialize, responseDeserialize, message, (error) => {
        if (!error) return reject(new Error(`${method} was answered`));
        const { date: _, ...trailers } = error.metadata.toJSON() as Readonly<Record<string, unknown>>;
        resolve({ code: error.code, details: error.details, trailers });
      });
    });
  }

  /** Calls a method that must be answered. */
  async accepted(method: string, message: object): Promise<Outcome> {
    const { answer, code, details } = await this.call(method, message);
    if (!answer.outcome) throw new Error(`${method} ended with ${code}: ${details}`);
    return answer.outcome;
  }

  stream(request: object, deadline?: number): ClientReadableStream<StreamMessage> {
    const { path, requestSerialize, responseDeserialize } = definition('StreamHandoffs');
    return this.client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize as (bytes: Buffer) => StreamMessage,
      request,
      new Metadata(),
      deadline === undefined ? {} : { deadline },
    );
  }

  /** Reads a stream until enough has come, then cuts it. */
  async read(request: object, enough: (messages: readonly StreamMessage[]) => boolean): Promise<StreamMessage[]> {
    const call = this.stream(request);
    const messages: StreamMessage[] = [];
    call.on('error', () => undefined); // the cut itself is told as an error
    for await (const message of call) {
      messages.push(message as StreamMessage);
      if (enough(messages)) break;
    }
    call.cancel();
    return messages;
  }

  close(): void {
    this.client.close();
  }
}

function definition(method: string) {
  const found = serviceDefinition[method];
  if (!found) throw new Error(`the contract has no method ${method}`);
  return found;
}

/** The events among messages. */
export function eventsOf(messages: readonly StreamMessage[]): readonly HandoffEvent[] {
  return messages.flatMap(({ event }) => (event ? [event] : []));
}

/** Where a receiver that has stored all of these would resume. */
export function cursorAfter(messages: readonly StreamMessage[]): string {
  return messages.findLast(({ cursor }) => cursor)?.cursor ?? '';
}
