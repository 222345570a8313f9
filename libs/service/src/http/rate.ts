import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Takes one request of an officer, or throws when the minute is used up (限流). */
export type TakeTurn = (officer: string) => Promise<void>;

const A_MINUTE = 60;

/** Each officer may send so many requests a minute to this process; the answer to more says when to come again. */
export function turns(aMinute: number): TakeTurn {
  const limiter = new RateLimiterMemory({ points: aMinute, duration: A_MINUTE });
  return async (officer) => {
    try {
      await limiter.consume(officer);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
      throw new GraphQLError(`请求过于频繁，请 ${seconds} 秒后再试。Too many requests: come again in ${seconds} s.`, {
        extensions: {
          code: 'TOO_MANY_REQUESTS',
          retryAfter: seconds,
          http: { status: 429, headers: new HeaderMap([['retry-after', String(seconds)]]) },
        },
      });
    }
  };
}
