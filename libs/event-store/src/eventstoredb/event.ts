import { type EventData, type JSONType, jsonEvent, type ResolvedEvent } from '@eventstore/db-client';
import type { Envelope } from '../envelope.ts';
import { type StoredEvent, StoreError } from '../port.ts';
import { toPosition } from './log.position.ts';

/** An event as it came from the log, and the one attempt to append that wrote it. */
export interface Written {
  readonly event: StoredEvent;
  readonly attempt: string;
}

/**
 * An envelope as the client takes it. What EventStoreDB calls metadata is an object around our `meta`, which may be any JSON
 * value; beside it stands `attempt`: the server answers a repetition just as it answers the first append, and by this mark the
 * writer knows afterwards whose events they are.
 */
export function proposed({ id, type, data, meta }: Envelope, attempt: string): EventData {
  const metadata = { meta: JSON.parse(meta), attempt };
  return jsonEvent({ id, type, data: JSON.parse(data) as JSONType, metadata });
}

/** @throws StoreError `invalid` for an event that another hand wrote among ours, or a server that names no positions. */
export function written({ event }: ResolvedEvent, prefix: string): Written {
  if (!event) throw new StoreError('invalid', 'the log has a link where an event was to be');
  const { streamId, id, type, data, metadata, revision, position } = event;
  if (!position) throw new StoreError('invalid', 'the server names no positions: EventStoreDB 22.6 or later is needed');
  if (!event.isJson || !isOurs(metadata)) {
    throw new StoreError('invalid', `event ${id} of ${streamId} was written by another hand`);
  }
  const stream = streamId.slice(prefix.length);
  const { meta, attempt } = metadata;
  return {
    event: { stream, revision: Number(revision), position: toPosition(position), id, type, data, meta },
    attempt,
  };
}

function isOurs(metadata: unknown): metadata is { readonly meta: unknown; readonly attempt: string } {
  if (typeof metadata !== 'object' || metadata === null) return false;
  return 'meta' in metadata && 'attempt' in metadata && typeof metadata.attempt === 'string';
}
