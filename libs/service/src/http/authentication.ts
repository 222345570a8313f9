import { GraphQLError } from 'graphql';
import passport from 'passport';
import { type AgencyDirectory, type Officer, type Stranger, type TokenRules, TokenStrategy } from '#access';
import type { Desk } from '#desks';

/** Finds out who asks, and lets nobody sit at a desk that is not their agency's. */
export type Authenticate = (
  desk: Desk,
  request: { readonly headers: { readonly authorization?: string } },
) => Promise<Officer>;

const sentences: Readonly<Record<Stranger, string>> = {
  NO_TOKEN: '缺少令牌：请以 Authorization: Bearer 提交。A bearer token is needed.',
  BAD_TOKEN: '令牌无效或已过期。The token is not valid, or no longer.',
  UNKNOWN_OFFICER: '名录中没有该经办人。The directory knows no such officer.',
};

export function authentication(rules: TokenRules, directory: AgencyDirectory): Authenticate {
  const authenticator = new passport.Authenticator();
  authenticator.use(new TokenStrategy(rules, directory) as never);
  const officerOf = (headers: { readonly authorization?: string }) =>
    new Promise<Officer>((resolve, reject) => {
      const answer = (error: unknown, officer: Officer | false, stranger?: unknown) => {
        if (error) return reject(error);
        if (officer) return resolve(officer);
        const reason = (Array.isArray(stranger) ? stranger[0] : stranger) as Stranger;
        reject(refused('UNAUTHENTICATED', 401, sentences[reason] ?? sentences.BAD_TOKEN));
      };
      authenticator.authenticate('bearer', { session: false }, answer)({ headers }, {}, reject);
    });
  return async (desk, { headers }) => {
    const officer = await officerOf(headers);
    if (desk.agencies.includes(officer.agency.type)) return officer;
    throw refused('FORBIDDEN', 403, '该令牌不属于本工作台。This token is not for this desk.');
  };
}

function refused(code: string, status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}
