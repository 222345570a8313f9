import type { Position } from '@eventstore/db-client';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Expected, Proposed, Recorded, Verdict } from './log.fixture.ts';

/** Where a member of a double cluster listens. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What the double says it can do: the batch append too, as servers do; ours is never to use it. */
export function supportedMethods(): features.SupportedMethods {
  const service = 'event_store.client.streams.streams';
  const methods = ['read', 'append', 'batchappend'].map((name) =>
    new features.SupportedMethod().setServiceName(service).setMethodName(name),
  );
  return new features.SupportedMethods().setMethodsList(methods).setEventStoreServerVersion('24.10.0-double');
}

export function clusterInfo(members: readonly (Endpoint & { readonly leads: boolean })[]): gossip.ClusterInfo {
  const { LEADER, FOLLOWER } = gossip.MemberInfo.VNodeState;
  return new gossip.ClusterInfo().setMembersList(
    members.map(({ address, port, leads }) =>
      new gossip.MemberInfo()
        .setInstanceId(new shared.UUID().setString(crypto.randomUUID()))
        .setState(leads ? LEADER : FOLLOWER)
        .setIsAlive(true)
        .setHttpEndPoint(new gossip.EndPoint().setAddress(address).setPort(port)),
    ),
  );
}

export function streamName(identifier: shared.StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}

export function expectedRevision(options: streams.AppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'exists';
  return options.hasAny() ? 'any' : BigInt(options.getRevision());
}

export function proposal(message: streams.AppendReq.ProposedMessage): Proposed {
  const map = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '',
    type: map.get('type') ?? '',
    contentType: map.get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

/** A repetition is answered without a position: real servers name one that cannot be relied on. */
export function appendAnswer({ outcome, revision, position }: Verdict): streams.AppendResp {
  if (outcome === 'wrong') {
    const wrong = new streams.AppendResp.WrongExpectedVersion();
    if (revision < 0) wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentRevision(String(revision));
    return new streams.AppendResp().setWrongExpectedVersion(wrong);
  }
  const success = new streams.AppendResp.Success().setCurrentRevision(String(revision));
  if (position) success.setPosition(placed(new streams.AppendResp.Position(), position));
  else success.setNoPosition(new shared.Empty());
  return new streams.AppendResp().setSuccess(success);
}

export function eventAnswer(event: Recorded): streams.ReadResp {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(event.id))
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(event.stream)))
    .setStreamRevision(String(event.revision))
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  placed(recorded, event.position);
  recorded.getMetadataMap().set('type', event.type).set('content-type', event.contentType).set('created', '0');
  const commit = String(event.position.commit);
  return new streams.ReadResp().setEvent(new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(commit));
}

export const notFound = (stream: string) =>
  new streams.ReadResp().setStreamNotFound(
    new streams.ReadResp.StreamNotFound().setStreamIdentifier(
      new shared.StreamIdentifier().setStreamName(Buffer.from(stream)),
    ),
  );
export const confirmed = () =>
  new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId('double'));
export const caughtUp = () => new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());
export const checkpoint = (position: Position) =>
  new streams.ReadResp().setCheckpoint(placed(new streams.ReadResp.Checkpoint(), position));

interface Placed {
  setCommitPosition(value: string): unknown;
  setPreparePosition(value: string): unknown;
}

function placed<T extends Placed>(message: T, { commit, prepare }: Position): T {
  message.setCommitPosition(String(commit));
  message.setPreparePosition(String(prepare));
  return message;
}
