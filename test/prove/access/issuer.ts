import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';

export const AUDIENCE = 'urn:jieli:desks';

interface Key {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** An issuer of our own on loopback, so that tokens with any mistake can be truly signed. */
export interface Issuer {
  readonly url: string;
  readonly keys: readonly Key[];
  /** A token with a true signature; claims and header as told. */
  sign(claims: JWTPayload, header?: Partial<JWTHeaderParameters>, key?: Key): Promise<string>;
  /** The claims of a token that is right, for a subject. */
  right(subject: string, now?: number): JWTPayload;
  /** Publishes a new key beside the old one, or in its place, and signs with it. */
  rotate(keepOld: boolean): Promise<void>;
  /** A key that is never published. */
  readonly stranger: Key;
  /** Answers nothing more until told. */
  away: boolean;
  fetches: number;
  close(): Promise<void>;
}

let minted = 0;

export async function freshKey(alg = 'ES256'): Promise<Key> {
  minted += 1;
  const kid = `key-${minted}`;
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

export async function issuerOnLoopback(): Promise<Issuer> {
  let keys: readonly Key[] = [await freshKey(), await freshKey('ES384')];
  const state = { away: false, fetches: 0 };
  const server = createServer((request, response) => {
    if (state.away) {
      request.socket.destroy();
      return;
    }
    state.fetches += 1;
    const body = request.url?.endsWith('openid-configuration')
      ? { issuer: url, jwks_uri: `${url}/keys` }
      : { keys: keys.map(({ jwk }) => jwk) };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stranger = await freshKey();
  return {
    url,
    stranger,
    get keys() {
      return keys;
    },
    get away() {
      return state.away;
    },
    set away(away) {
      state.away = away;
      if (away) server.closeAllConnections();
    },
    get fetches() {
      return state.fetches;
    },
    set fetches(fetches) {
      state.fetches = fetches;
    },
    right: (sub, now = Math.floor(Date.now() / 1_000)) => {
      minted += 1;
      return { iss: url, aud: AUDIENCE, sub, iat: now, exp: now + 300, jti: `token-${minted}` };
    },
    sign: (claims, header = {}, key = keys[0] as Key) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header })
        .sign(key.privateKey),
    rotate: async (keepOld) => {
      const fresh = await freshKey();
      keys = keepOld ? [fresh, ...keys] : [fresh];
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
