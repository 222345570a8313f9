import { randomBytes } from 'node:crypto';
import { type AgencyDirectory, type NamedAgency, validOn } from '#access';
import type { Vault } from '#vault';
import type { Host } from '../host.ts';
import type { OpenKey } from './signature.ts';
import type { WebhookKey, WebhookSubscription } from './subscription.ts';
import { BadTarget, type TargetRules } from './target.ts';
import type { WebhookStore } from './webhook.store.ts';

export interface WebhookAdminParts {
  readonly store: WebhookStore;
  readonly targets: TargetRules;
  readonly vault: Pick<Vault, 'seal'>;
  readonly directory: Pick<AgencyDirectory, 'get'>;
  readonly host: Pick<Host, 'now' | 'newId'>;
}

/** What an operator does to subscriptions. A secret is shown once, when it is made. */
export interface WebhookAdmin {
  /** @throws BadTarget when there is no such agency or it is not in office, the address may not be sent to, or the agency is told there already. */
  add(agency: string, url: string): Promise<{ readonly subscription: WebhookSubscription; readonly key: OpenKey }>;
  /**
   * Gives a subscription another key (轮换密钥): with one it then has two, and is signed with both; with two the older goes.
   *
   * @throws BadTarget when there is no such subscription.
   */
  rotate(id: string): Promise<OpenKey>;
  /** @throws BadTarget when there is no such subscription. */
  remove(id: string): Promise<void>;
}

const SECRET_BYTES = 32;
const KEY_ID_BYTES = 4;
const MOST_KEYS = 2;

/** Told twice, every change would come under two keys, and no receiver could know them for one. */
function told({ id, agency }: WebhookSubscription): BadTarget {
  return new BadTarget(
    `机构 ${agency} 已登记该地址（订阅 ${id}）：更换密钥用 webhooks rotate ${id}，停止推送用 webhooks remove ${id}。` +
      `Agency ${agency} is told at this address already (subscription ${id}): webhooks rotate ${id} gives another key, webhooks remove ${id} ends it.`,
  );
}

function notInOffice({ id, validFrom, validUntil }: NamedAgency): string {
  const term = `${validFrom ?? '…'} – ${validUntil ?? '…'}`;
  return (
    `机构 ${id} 现不在名录有效期内（${term}）：其变动不会推送；如仍在履职，请先更新名录（agencies import）。` +
    `Agency ${id} is not in office (${term}) and is told of nothing; if it is, bring the directory up to date first (agencies import).`
  );
}

export function webhookAdmin({ store, targets, vault, directory, host }: WebhookAdminParts): WebhookAdmin {
  const makeKey = async (subscription: string): Promise<{ key: WebhookKey; open: OpenKey }> => {
    const id = randomBytes(KEY_ID_BYTES).toString('hex');
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const field = { childId: subscription, category: 'contact', field: `key-${id}` } as const;
    return { key: { id, secret: await vault.seal(field, secret), since: host.now() }, open: { id, secret } };
  };
  const named = async (id: string) => {
    const found = (await store.subscriptions()).find((one) => one.id === id);
    if (!found) throw new BadTarget(`没有订阅 ${id}。There is no subscription ${id}.`);
    return found;
  };
  return {
    add: async (agency, url) => {
      const known = directory.get(agency);
      if (!known) throw new BadTarget(`没有机构 ${agency}。There is no agency ${agency}.`);
      if (!validOn(known, host.now().slice(0, 10))) throw new BadTarget(notInOffice(known));
      const { href } = targets.check(url);
      const there = (await store.subscriptions()).find(
        (one) => one.agency === agency && new URL(one.url).href === href,
      );
      if (there) throw told(there);
      const id = host.newId();
      const { key, open } = await makeKey(id);
      const subscription = { id, agency, url, keys: [key], since: host.now() };
      await store.save(subscription);
      return { subscription, key: open };
    },
    rotate: async (id) => {
      const subscription = await named(id);
      const { key, open } = await makeKey(id);
      await store.save({ ...subscription, keys: [...subscription.keys, key].slice(-MOST_KEYS) });
      return open;
    },
    remove: async (id) => {
      await named(id);
      await store.remove(id);
    },
  };
}
