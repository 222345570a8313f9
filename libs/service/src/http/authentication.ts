import { GraphQLError } from 'graphql';
import passport from 'passport';
import { type Admit, type Bearing, KeysUnavailable, may, type Officer, type TokenRules, TokenStrategy } from '#access';
import type { Desk } from '#desks';
import { worksAt } from '#runtime';

/** Finds out who asks, and lets nobody sit at a desk that is not their agency's. */
export type Authenticate = (desk: Desk, request: Bearing) => Promise<Officer>;

/** One sentence whatever was wrong: a stranger does not learn which tokens would be believed, or who is in the directory. */
const STRANGER =
  '缺少有效令牌：请以 Authorization: Bearer 提交未过期的令牌。A bearer token that is valid and not expired is needed.';

const NO_KEYS = '暂时无法核验身份，请稍后重试。Who you are cannot be checked now; try again later.';

export function authentication(rules: TokenRules, admit: Admit): Authenticate {
  const authenticator = new passport.Authenticator();
  authenticator.use(new TokenStrategy(rules, admit) as never);
  const officerOf = (headers: Bearing['headers']) =>
    new Promise<Officer>((resolve, reject) => {
      const answer = (error: unknown, officer: Officer | false) => {
        if (error) return reject(error instanceof KeysUnavailable ? refused('UNAVAILABLE', 503, NO_KEYS) : error);
        if (officer) return resolve(officer);
        reject(refused('UNAUTHENTICATED', 401, STRANGER));
      };
      authenticator.authenticate('bearer', { session: false }, answer)({ headers }, {}, reject);
    });
  return async (desk, { headers }) => {
    const officer = await officerOf(headers);
    if (may(officer, 'ENTER', { works: worksAt(desk, officer.agency) }) === 'YES') return officer;
    throw refused('FORBIDDEN', 403, '该令牌不属于本工作台。This token is not for this desk.');
  };
}

function refused(code: string, status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}
