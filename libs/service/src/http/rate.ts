import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { Turns } from '../turns.ts';

/** Takes one request of an officer, or throws when the minute is used up (限流). */
export type TakeTurn = (officer: string) => Promise<void>;

/** The answer to one request too many says when to come again. */
export function takingTurns(turns: Turns): TakeTurn {
  return async (officer) => {
    const seconds = await turns(officer);
    if (seconds === undefined) return;
    throw new GraphQLError(`请求过于频繁，请 ${seconds} 秒后再试。Too many requests: come again in ${seconds} s.`, {
      extensions: {
        code: 'TOO_MANY_REQUESTS',
        retryAfter: seconds,
        http: { status: 429, headers: new HeaderMap([['retry-after', String(seconds)]]) },
      },
    });
  };
}
