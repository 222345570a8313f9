import type { ServerWritableStream } from '@grpc/grpc-js';
import type { Runtime } from '#runtime';
import type { Caller } from '../commands/give.ts';
import { ending, otherAgency, tooManyStreams } from '../errors.ts';
import { readCursor } from './cursor.ts';
import { DONE, type HandoffDifference } from './handoff.ts';
import { readHandoffs } from './read.ts';

/** What a stream is asked for. */
export interface StreamRequest {
  readonly agency?: string;
  readonly after?: string;
}

type Call = ServerWritableStream<StreamRequest, object>;

/** The open streams of this server. */
export interface Streams {
  /**
   * `caller` is asked again before each message, signs of life among them: it throws once the caller is let in no longer.
   *
   * @throws CallFailure, BadCursor, OtherLog; resolves when the caller has gone or its deadline has passed.
   */
  serve(call: Call, caller: () => Caller): Promise<void>;
  /** How many messages were handed to the transport. */
  sent(): number;
  /** How many streams are open. */
  open(): number;
  /** Ends every stream: callers resume at another server. */
  end(): void;
}

const MOST_PER_AGENCY = 4;

/**
 * Sends handoffs as fast as they are read (背压): the next message is made when the transport has room again, so that of a slow
 * reader's stream no more than one message waits here.
 */
export function handoffStreams(runtime: Runtime, heartbeat: number): Streams {
  const open = new Map<string, number>();
  const stopping = new AbortController();
  let sent = 0;
  const count = (agency: string, change: number) => {
    const now = (open.get(agency) ?? 0) + change;
    if (now > 0) open.set(agency, now);
    else open.delete(agency);
    return now;
  };
  /** Resolves when the transport has taken it, or when nobody reads any more. */
  const write = (call: Call, message: object, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      sent += 1;
      const taken = () => {
        signal.removeEventListener('abort', taken);
        resolve();
      };
      signal.addEventListener('abort', taken);
      call.write(message, taken);
    });
  /** Kept before it is sent: what is lost on the way is waited for. */
  const expectReceipt = async (agency: string, { change, handoff: { id, status, version } }: HandoffDifference) => {
    if (change === 'WITHDRAWN' || DONE.has(status)) await runtime.systems.ended(agency, id);
    else await runtime.systems.sent({ agency, id, version });
  };
  return {
    serve: async (call, caller) => {
      const { officer, desk } = caller();
      const { agency } = officer;
      const { agency: asked = '', after = '' } = call.request;
      if (asked !== '' && asked !== agency.id) throw otherAgency();
      const from = readCursor(agency.id, after);
      if (from) await runtime.history.check(from);
      const gone = new AbortController();
      call.on('cancelled', () => gone.abort());
      call.on('close', () => gone.abort());
      if (count(agency.id, 1) > MOST_PER_AGENCY) {
        count(agency.id, -1);
        throw tooManyStreams();
      }
      const signal = AbortSignal.any([gone.signal, stopping.signal]);
      try {
        for await (const { message, difference } of readHandoffs({ runtime, desk, officer, from, heartbeat, signal })) {
          if (signal.aborted) break;
          caller();
          if (difference) await expectReceipt(agency.id, difference);
          await write(call, message, signal);
          if (signal.aborted) break;
        }
      } finally {
        count(agency.id, -1);
      }
      if (stopping.signal.aborted && !gone.signal.aborted) throw ending();
    },
    sent: () => sent,
    open: () => [...open.values()].reduce((sum, count) => sum + count, 0),
    end: () => stopping.abort(),
  };
}
