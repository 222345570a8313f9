import { type AgencyDirectory, validOn } from '#access';
import { epochOf } from '#calendar';
import { type EventStore, type StoredEvent, StoreError, type Subscription } from '#event-store';
import type { Vault } from '#vault';
import { derivedId } from '../derived.id.ts';
import type { Host } from '../host.ts';
import { type Folded, folded, ownerOf, recordedIn, streamOf } from '../stream.kind.ts';
import { inboxReaders } from '../views/inbox.ts';
import { isOverAt } from '../views/read.until.ts';
import { gathered } from '../views/rows.ts';
import { nothingTold, type Told, toldOf } from '../views/shared.rows.ts';
import { type ShownKind, shownIn } from '../views/shown.kind.ts';
import { type DeskSelectors, worksAt } from '../views/view.ts';
import { cloudEvent } from './cloud.event.ts';
import { changeSeen } from './notice.ts';
import { send } from './send.ts';
import { HEADERS, signature } from './signature.ts';
import type { Delivery, WebhookSubscription } from './subscription.ts';
import type { TargetRules } from './target.ts';
import type { WebhookStore } from './webhook.store.ts';

export interface WebhookParts {
  readonly store: EventStore;
  readonly desks: readonly DeskSelectors[];
  readonly directory: AgencyDirectory;
  readonly vault: Pick<Vault, 'open'>;
  readonly host: Host;
  readonly webhooks?: { readonly store: WebhookStore; readonly targets: TargetRules };
  readonly trouble: (error: Error) => void;
}

export interface WebhookRunner {
  close(): Promise<void>;
}

const BATCH = 200;
const RETRY = 500;
const REMEMBERED = 2_000;

/**
 * Tells agencies' own systems (推送): follows the log, and for every event and subscription compares what the agency's desk
 * showed before it with what it shows after it. Deliveries and checkpoint are kept in one transaction and the ids derive from
 * the event, so that a crash anywhere loses nothing and makes nothing twice. An event that cannot be understood is reported and
 * left out; the views park its case meanwhile.
 */
export async function startWebhooks(parts: WebhookParts): Promise<WebhookRunner> {
  const { store, host, trouble, webhooks } = parts;
  if (!webhooks) return { close: async () => undefined };
  const kept = webhooks.store;
  const before = new Map<string, Folded>();
  let closed = false;
  let following: Subscription | undefined;
  let working: { close(): Promise<void> } | undefined;
  let done = await kept.checkpoint();

  const deliver = async (delivery: Delivery, last: boolean) => {
    try {
      const to = (await kept.subscriptions()).find(({ id }) => id === delivery.subscription);
      const agency = to && parts.directory.get(to.agency);
      // of an agency that is there no longer nobody is let in, and nobody is told: what waits for it is dropped
      if (to && agency && validOn(agency, host.now().slice(0, 10))) await sendTo(to, delivery, parts, webhooks.targets);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (last) trouble(new Error(`a delivery is parked: ${delivery.id} to ${delivery.subscription}: ${why}`));
      throw error;
    }
  };

  const handle = async (batch: readonly StoredEvent[]) => {
    const events = batch.filter(({ position }) => store.compare(position, done) > 0); // what comes again is told
    const last = events.at(-1)?.position;
    if (last === undefined) return;
    const subscriptions = await kept.subscriptions();
    if (subscriptions.length > 0) {
      working ??= await kept.work(deliver);
      const deliveries: Delivery[] = [];
      for (const event of events) {
        try {
          deliveries.push(...(await deliveriesOf(event, subscriptions, before, parts)));
        } catch (error) {
          if (error instanceof StoreError) throw error; // the log could not be read: no fault of this event
          const why = error instanceof Error ? error.message : String(error);
          trouble(new Error(`an event could not be told: ${event.stream} ${event.revision}: ${why}`));
        }
      }
      await kept.record(deliveries, last);
    } else before.clear();
    done = last;
  };

  const follow = () => {
    if (closed) return;
    following = store.follow({ after: done, batch: BATCH, handle });
    following.closed.catch((error: Error) => {
      if (closed) return;
      trouble(error);
      host.after(RETRY, follow);
    });
  };

  // Whoever has no subscription has nothing to be told of what was.
  if ((await kept.subscriptions()).length > 0) working = await kept.work(deliver);
  else done = await store.head();
  follow();

  return {
    close: async () => {
      closed = true;
      await following?.close();
      await working?.close();
    },
  };
}

/** What one event changes for each subscription, in the order of the stream. */
async function deliveriesOf(
  stored: StoredEvent,
  subscriptions: readonly WebhookSubscription[],
  remembered: Map<string, Folded>,
  { store, desks, directory }: WebhookParts,
): Promise<readonly Delivery[]> {
  const found = shownIn(stored.stream);
  if (!found) return [];
  const { kind, id } = found;
  const event = recordedIn(stored);
  const before = await recordBefore(stored, found, remembered, store);
  const after = kind.evolve(before, event);
  remembered.delete(stored.stream);
  remembered.set(stored.stream, after);
  if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value as string);
  return subscriptions.flatMap((subscription): Delivery[] => {
    const agency = directory.get(subscription.agency);
    const desk = agency && desks.find((one) => worksAt(one, agency));
    if (!agency || !desk || event.meta.at < subscription.since) return [];
    const rows = (record: Folded, told: Told) =>
      [...gathered((offer) => kind.rows(record, told, { desks: [desk], directory }, offer)).values()].filter(
        (row) => row.kind !== 'case' || !isOverAt(row.doc, event.meta.at), // to whoever had it for a time it is not there
      );
    // told of this event alone: whoever oversees has `lastEventAt` moved by what it may see, and by nothing else
    const entry = kind.entry(desk, event, after, before);
    const told = entry ? toldOf(nothingTold, desk, [entry]) : nothingTold;
    const notice = changeSeen(inboxReaders(desk, agency), rows(before, nothingTold), rows(after, told));
    if (!notice) return [];
    // Neither id nor time says how much has happened that this agency does not see. Of the event and not of its place: after a
    // restore to an earlier moment another event may stand there, and the receiver is not to take it for one that it knows.
    const own = derivedId(subscription.id, stored.id);
    const { of } = kind;
    const at = event.meta.at;
    const body = cloudEvent({ id: own, desk: desk.name, agency: agency.id, of, subject: id, at, notice });
    const order = stored.revision;
    return [{ id: own, subscription: subscription.id, owner: ownerOf(kind, id), order, body }];
  });
}

async function recordBefore(
  { revision, stream }: StoredEvent,
  { kind, id }: { readonly kind: ShownKind; readonly id: string },
  remembered: ReadonlyMap<string, Folded>,
  store: EventStore,
): Promise<Folded> {
  const known = remembered.get(stream);
  if (known?.revision === revision - 1) return known;
  if (revision === 0) return kind.none(id);
  const earlier = (await store.read(streamOf(kind, id))).filter((event) => event.revision < revision);
  return folded(kind, kind.none(id), earlier);
}

async function sendTo(
  { url, keys }: WebhookSubscription,
  { id, body }: Delivery,
  { vault, host }: WebhookParts,
  targets: TargetRules,
): Promise<void> {
  const open = await Promise.all(keys.map(async (key) => ({ id: key.id, secret: await vault.open(key.secret) })));
  const timestamp = Math.floor(epochOf(host.now()) / 1_000);
  const headers = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'user-agent': 'jieli',
    [HEADERS.id]: id,
    [HEADERS.timestamp]: String(timestamp),
    [HEADERS.signature]: signature(open, timestamp, id, body),
  };
  await send({ url, headers, body, targets });
}
