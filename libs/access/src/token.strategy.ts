import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { Strategy } from 'passport-strategy';
import type { AgencyDirectory, Officer } from './directory.ts';

/** What a bearer token must say to be believed. */
export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  /** The issuer's public keys. */
  readonly keys: JSONWebKeySet;
  /** The oldest a token may be, in seconds. */
  readonly maxAge: number;
  /** Milliseconds since 1970: the service's own clock. */
  readonly now: () => number;
}

/** Why a request is nobody's. */
export type Stranger = 'NO_TOKEN' | 'BAD_TOKEN' | 'UNKNOWN_OFFICER';

/**
 * A passport strategy for OIDC bearer tokens on jose: issuer, audience, algorithm, type and age are pinned. The token says
 * who the officer is; what the officer may do is read from the directory at each request.
 */
export class TokenStrategy extends Strategy {
  readonly name = 'bearer';
  private readonly keys: ReturnType<typeof createLocalJWKSet>;

  constructor(
    private readonly rules: TokenRules,
    private readonly directory: AgencyDirectory,
  ) {
    super();
    this.keys = createLocalJWKSet(rules.keys);
  }

  override authenticate(request: { readonly headers: { readonly authorization?: string } }): void {
    this.officerOf(request.headers.authorization).then(
      (officer) => (typeof officer === 'string' ? this.fail(officer, 401) : this.success(officer)),
      (error: Error) => this.error(error),
    );
  }

  private async officerOf(header: string | undefined): Promise<Officer | Stranger> {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header ?? '')?.[1];
    if (!token) return header === undefined ? 'NO_TOKEN' : 'BAD_TOKEN';
    let payload: JWTPayload;
    try {
      const { issuer, audience, maxAge, now } = this.rules;
      ({ payload } = await jwtVerify(token, this.keys, {
        issuer,
        audience,
        algorithms: ['EdDSA', 'ES256', 'RS256', 'PS256'],
        typ: 'at+jwt',
        maxTokenAge: maxAge,
        currentDate: new Date(now()),
        requiredClaims: ['sub', 'iat', 'exp'],
      }));
    } catch {
      return 'BAD_TOKEN';
    }
    return this.directory.officer(payload.sub ?? '') ?? 'UNKNOWN_OFFICER';
  }
}
