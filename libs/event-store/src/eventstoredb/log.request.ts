import type { Position as LogPosition } from '@eventstore/db-client';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';

const { Options } = streams.ReadReq;

/** A stretch of the whole log: forwards from a position (inclusive) or its beginning, backwards from its end. */
export interface LogRead {
  readonly prefix: string;
  /** Claims rather than events. */
  readonly claims?: boolean;
  readonly count: number;
  readonly from: LogPosition | 'start' | 'end';
}

/** How streams begin, behind the log's prefix, that say whose a claim is: they are no part of the log. */
export const CLAIM = 'claim-';

/** What the streams of a log are named like. Those of the server's own begin with `$`, and so do those of its projections. */
export function ofLog(prefix: string): string {
  if (prefix === '') return `^(?!\\$|${CLAIM})`;
  return `^${literal(prefix)}(?!${CLAIM})`;
}

/** What the streams of its claims are named like. */
const ofClaims = (prefix: string) => `^${literal(prefix)}${CLAIM}`;

const literal = (prefix: string) => prefix.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The request as the protocol has it: the server leaves out what is not ours. */
export function logRequest({ prefix, count, from, claims = false }: LogRead): streams.ReadReq {
  const options = new Options()
    .setAll(start(from))
    .setReadDirection(from === 'end' ? Options.ReadDirection.BACKWARDS : Options.ReadDirection.FORWARDS)
    .setResolveLinks(false)
    .setCount(String(count))
    .setFilter(filter(claims ? ofClaims(prefix) : ofLog(prefix)))
    .setUuidOption(new Options.UUIDOption().setString(new shared.Empty()));
  return new streams.ReadReq().setOptions(options);
}

function start(from: LogRead['from']): streams.ReadReq.Options.AllOptions {
  const all = new Options.AllOptions();
  if (from === 'start') return all.setStart(new shared.Empty());
  if (from === 'end') return all.setEnd(new shared.Empty());
  const position = new Options.Position();
  return all.setPosition(position.setCommitPosition(String(from.commit)).setPreparePosition(String(from.prepare)));
}

function filter(regex: string): streams.ReadReq.Options.FilterOptions {
  const { Expression } = Options.FilterOptions;
  return new Options.FilterOptions()
    .setStreamIdentifier(new Expression().setRegex(regex))
    .setCount(new shared.Empty())
    .setCheckpointintervalmultiplier(1);
}
