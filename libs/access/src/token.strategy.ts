import { errors, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { Strategy } from 'passport-strategy';
import { believedTokens } from './believed.tokens.ts';
import type { Officer } from './directory.ts';

/** What a bearer token must say to be believed. */
export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  /** The issuer's public keys. */
  readonly keys: JWTVerifyGetKey;
  readonly algorithms: readonly string[];
  /** The `typ` of its header: a token made for something else is not a key to a desk. */
  readonly tokenType: string;
  /** The claim that names the officer. */
  readonly officerClaim: string;
  /** The oldest a token may be, in seconds. */
  readonly maxAge: number;
  /** By how many seconds the issuer's clock may differ from ours. */
  readonly tolerance: number;
  /** Milliseconds since 1970: the service's own clock. */
  readonly now: () => number;
}

/** Why a request is nobody's. It is for tests and logs: who asks hears one sentence for all. */
export type Stranger = 'NO_TOKEN' | 'BAD_TOKEN' | 'REVOKED' | 'UNKNOWN_OFFICER';

/** What a token that is believed says of who asks. */
export interface Claims {
  /** The officer, as the identity provider names them. */
  readonly subject: string;
  /** The token's own id, if it has one. */
  readonly tokenId?: string;
  /** When it was issued, in seconds since 1970. */
  readonly issuedAt: number;
  /** The agency that the officer wants to stand in for (代理); left out, their own. */
  readonly standingInFor?: string;
}

/** Looks up at each request who an officer is and what they may act for: a token says neither. */
export type Admit = (claims: Claims) => Promise<Officer | Stranger>;

/** What passport hands on of a request. */
export interface Bearing {
  readonly headers: { readonly authorization?: string; readonly 'jieli-agency'?: string | readonly string[] };
}

const LONGEST = 8_192;

/**
 * A passport strategy for OIDC bearer tokens on jose: issuer, audience, algorithm, type and age are pinned. The token says
 * who the officer is; what the officer may do is looked up at each request. Keys that cannot be had are an error, not a pass.
 */
export class TokenStrategy extends Strategy {
  readonly name = 'bearer';
  private readonly check: (token: string) => Promise<JWTPayload>;

  constructor(
    private readonly rules: TokenRules,
    private readonly admit: Admit,
  ) {
    super();
    this.check = believedTokens(rules);
  }

  override authenticate(request: Bearing): void {
    this.officerOf(request).then(
      (officer) => (typeof officer === 'string' ? this.fail(officer, 401) : this.success(officer)),
      (error: Error) => this.error(error),
    );
  }

  private async officerOf({ headers }: Bearing): Promise<Officer | Stranger> {
    const { authorization: header } = headers;
    if (header === undefined) return 'NO_TOKEN';
    const token = header.length > LONGEST ? undefined : /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header)?.[1];
    const payload = token && (await this.believed(token));
    if (!payload) return 'BAD_TOKEN';
    const { [this.rules.officerClaim]: subject, jti, iat } = payload;
    if (typeof subject !== 'string' || subject === '') return 'BAD_TOKEN';
    const agency = headers['jieli-agency'];
    return this.admit({
      subject,
      issuedAt: iat ?? 0,
      ...(typeof jti === 'string' ? { tokenId: jti } : {}),
      ...(typeof agency === 'string' && agency !== '' ? { standingInFor: agency } : {}),
    });
  }

  private async believed(token: string): Promise<JWTPayload | undefined> {
    try {
      return await this.check(token);
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
      throw error;
    }
  }
}
