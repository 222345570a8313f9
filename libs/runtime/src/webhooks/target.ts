import { type LookupAddress, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** A target that may not be sent to. The message is for an operator; it says nothing of what stands at the address. */
export class BadTarget extends Error {
  override readonly name = 'BadTarget';
}

/** Which targets may be sent to (推送目标). */
export interface TargetRules {
  /** @throws BadTarget when the address can never be a target. */
  check(url: string): URL;
  /** Resolves names for the sender, and refuses what resolves to where it may not send. */
  readonly lookup: LookupFunction;
}

/** Addresses that are not public, by RFC 6890 and its kin. */
const NOT_PUBLIC: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Of IPv6 only global unicast is public, without protocol assignments (Teredo among them), documentation, and 6to4, which may lead back into private networks. */
const NOT_PUBLIC_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];
const LONGEST = 2_000;

/**
 * Rules for targets: https to public addresses, on names that resolve to such alone. `networks` are those that an operator
 * allows besides (`10.1.0.0/16`, `127.0.0.1`): there a target may be private, and may be plain http.
 *
 * @throws BadTarget when a network is none.
 */
export function targetRules(networks: readonly string[] = []): TargetRules {
  const refused = new BlockList();
  const global = new BlockList();
  const allowed = new BlockList();
  for (const [net, bits] of NOT_PUBLIC) refused.addSubnet(net, bits, 'ipv4');
  for (const [net, bits] of NOT_PUBLIC_V6) refused.addSubnet(net, bits, 'ipv6');
  global.addSubnet('2000::', 3, 'ipv6');
  for (const network of networks) addNetwork(allowed, network);

  const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
  const isAllowed = (address: string) => allowed.check(address, family(address));
  const isPublic = (address: string) =>
    !refused.check(address, family(address)) && (isIP(address) === 4 || global.check(address, 'ipv6'));
  const guard = (address: string, plain: boolean) => {
    if (isAllowed(address) || (!plain && isPublic(address))) return;
    throw new BadTarget('目标地址不允许。The target’s address is not allowed; see JIELI_WEBHOOK_NETWORKS.');
  };

  return {
    check: (text) => {
      const url = URL.canParse(text) && text.length <= LONGEST ? new URL(text) : undefined;
      const web = url?.protocol === 'https:' || url?.protocol === 'http:';
      if (!url || !web || url.username || url.password || url.hash) {
        throw new BadTarget('目标须为 https 地址，不含账号与锚点。A target is an https URL without user and fragment.');
      }
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host)) guard(host, url.protocol === 'http:');
      else if (url.protocol === 'http:') {
        throw new BadTarget('目标须为 https。A target is https; plain http only to an address of an allowed network.');
      }
      return url;
    },
    lookup: (hostname, options, done) => {
      lookup(hostname, { ...options, all: true }, (error, found) => {
        const addresses = found as unknown as LookupAddress[];
        if (error) return done(error, '', 0);
        try {
          for (const { address } of addresses) guard(address, false);
        } catch (refusal) {
          return done(refusal as NodeJS.ErrnoException, '', 0);
        }
        const [first] = addresses;
        if (options.all) done(null, addresses);
        else done(null, first?.address ?? '', first?.family ?? 0);
      });
    },
  };
}

function addNetwork(list: BlockList, network: string): void {
  const [address = '', bits] = network.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const most = family === 'ipv6' ? 128 : 32;
  const prefix = bits === undefined ? most : Number(bits);
  if (!isIP(address) || !Number.isInteger(prefix) || prefix < 0 || prefix > most) {
    throw new BadTarget(`${network} 不是网段。${network} is not a network such as 10.1.0.0/16.`);
  }
  list.addSubnet(address, prefix, family);
}
