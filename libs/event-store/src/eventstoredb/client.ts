import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import {
  type AllStreamResolvedEvent,
  EventStoreDBClient,
  excludeSystemEvents,
  type Position as LogPosition,
  type StreamingRead,
  streamNameFilter,
} from '@eventstore/db-client';
import type { ReadStream as ClientReadStream } from '@eventstore/db-client/dist/streams/utils/ReadStream.js';
import type { convertGrpcEvent as convert } from '@eventstore/db-client/dist/utils/convertGrpcEvent.js';
import type { StreamsClient as Stub } from '@eventstore/db-client/generated/streams_grpc_pb.js';
