import type { Position } from '@eventstore/db-client';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { DoubleLog, Recorded } from './log.fixture.ts';
import { caughtUp, checkpoint, confirmed, eventAnswer, notFound, streamName } from './messages.fixture.ts';

/** When it makes sense to try to write again, or no longer. */
const ROOM_OR_END = ['drain', 'cancelled', 'close', 'error'];

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

/** Answers a read of one stream or of the whole log, or follows the whole log until the call ends. */
export async function answerRead(log: DoubleLog, call: ReadCall): Promise<void> {
  const options = call.request.getOptions();
  if (!options) throw new Error('a read without options');
  if (options.hasSubscription()) return subscribe(log, call, options);
  const found = options.hasStream() ? ofStream(log, options) : ofAll(log, options);
  if (found === undefined) await send(call, notFound(streamName(options.getStream()?.getStreamIdentifier())));
  for (const event of found ?? []) await send(call, eventAnswer(event));
  call.end();
}

function ofStream(log: DoubleLog, options: streams.ReadReq.Options): readonly Recorded[] | undefined {
  const stream = options.getStream();
  const kept = log.of(streamName(stream?.getStreamIdentifier()));
  if (kept.length === 0) return undefined;
  const count = Number(options.getCount());
  if (isBackwards(options)) return kept.slice(-count).reverse();
  const from = stream?.hasRevision() ? Number(stream.getRevision()) : 0;
  return kept.slice(from, from + count);
}

/** Forwards from a position, inclusive; backwards from the end, which is all that is asked of it. */
function ofAll(log: DoubleLog, options: streams.ReadReq.Options): readonly Recorded[] {
  const passes = filterOf(options);
  const from = fromOf(options);
  const events = log.all.filter((event) => passes(event) && (from === undefined || order(from, event.position) <= 0));
  return (isBackwards(options) ? events.reverse() : events).slice(0, Number(options.getCount()));
}

/** After a position, exclusive; says when it has caught up, and now and then how far it has looked. */
async function subscribe(log: DoubleLog, call: ReadCall, options: streams.ReadReq.Options): Promise<void> {
  const passes = filterOf(options);
  const from = fromOf(options);
  let grown = Promise.withResolvers<void>();
  let open = true;
  const unheard = log.grows(() => grown.resolve());
  for (const end of ['cancelled', 'finish', 'close'] as const) {
    call.once(end, () => {
      open = false;
      unheard();
      grown.resolve();
    });
  }
  await send(call, confirmed());
  for (let next = 0, said = false; open; ) {
    const event = log.all[next];
    if (!event) {
      if (!said) await send(call, caughtUp());
      said = true;
      await grown.promise;
      grown = Promise.withResolvers();
      continue;
    }
    next += 1;
    if (from !== undefined && order(event.position, from) <= 0) continue;
    if (passes(event)) await send(call, eventAnswer(event));
    else if (next % 8 === 0) await send(call, checkpoint(event.position));
  }
}

async function send(call: ReadCall, message: streams.ReadResp): Promise<void> {
  if (call.cancelled || call.writableEnded || call.write(message)) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      for (const event of ROOM_OR_END) call.off(event, done);
      resolve();
    };
    for (const event of ROOM_OR_END) call.on(event, done);
  });
}

function isBackwards(options: streams.ReadReq.Options): boolean {
  return options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
}

function fromOf(options: streams.ReadReq.Options): Position | undefined {
  const position = options.getAll()?.getPosition();
  if (!position) return undefined;
  return { commit: BigInt(position.getCommitPosition()), prepare: BigInt(position.getPreparePosition()) };
}

function filterOf(options: streams.ReadReq.Options): (event: Recorded) => boolean {
  const expression = options.getFilter()?.getStreamIdentifier();
  if (!expression) return () => true;
  const prefixes = expression.getPrefixList();
  const regex = new RegExp(expression.getRegex());
  return ({ stream }) =>
    prefixes.length > 0 ? prefixes.some((prefix) => stream.startsWith(prefix)) : regex.test(stream);
}

function order(a: Position, b: Position): number {
  const [left, right] = a.commit === b.commit ? [a.prepare, b.prepare] : [a.commit, b.commit];
  return left < right ? -1 : Number(left > right);
}
