import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider from 'oidc-provider';

/** A real OIDC provider on loopback, whose keys can be changed and which can go away and come back. */
export interface IdentityProvider {
  readonly issuer: string;
  /** An access token, as the provider makes it for whoever signs in under this name. */
  token(subject: string): Promise<string>;
  /** From now on tokens are signed with a new key; the old one is published no more. */
  rotate(): Promise<void>;
  /** How often the keys were fetched. */
  readonly fetches: number;
  /** It goes away, and {@link up} brings it back. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

export const AUDIENCE = 'urn:jieli:desks';
const SECRET = 'of-the-test-alone';
const AN_HOUR = 3_600;

async function freshKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig' };
}

function providerOf(issuer: string, key: JWK, subjects: readonly string[]): Provider {
  return new Provider(issuer, {
    clients: subjects.map((client_id) => ({
      client_id,
      client_secret: SECRET,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      id_token_signed_response_alg: 'ES256',
      response_types: [],
    })),
    jwks: { keys: [key as never] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        getResourceServerInfo: () => ({
          scope: '',
          audience: AUDIENCE,
          accessTokenTTL: AN_HOUR,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  });
}

/** Starts a provider that knows these subjects. */
export async function identityProvider(subjects: readonly string[]): Promise<IdentityProvider> {
  let fetches = 0;
  let handle: ReturnType<Provider['callback']> | undefined;
  const server: Server = createServer((request, response) => {
    if (request.url === '/jwks') fetches += 1;
    handle?.(request, response);
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  };
  const down = async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  const port = await listen(0);
  const issuer = `http://127.0.0.1:${port}`;
  const rotate = async () => {
    handle = providerOf(issuer, await freshKey(), subjects).callback();
  };
  await rotate();
  return {
    issuer,
    rotate,
    down,
    up: async () => void (await listen(port)),
    get fetches() {
      return fetches;
    },
    token: async (subject) => {
      const response = await fetch(`${issuer}/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${encodeURIComponent(subject)}:${SECRET}`).toString('base64')}`,
        },
        body: new URLSearchParams({ grant_type: 'client_credentials', resource: AUDIENCE }),
      });
      const said = await response.text();
      const { access_token } = JSON.parse(said) as { readonly access_token?: string };
      if (!access_token) throw new Error(`the provider gave no token for ${subject}: ${said}`);
      return access_token;
    },
    close: down,
  };
}
