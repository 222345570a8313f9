import { GraphQLError } from 'graphql';
import { ViewsUnavailable } from '#runtime';
import { requestId } from './request.id.ts';
import { refusal, toldOverSocket } from './told.error.ts';

const reported: unknown[] = [];
const report = (error: unknown) => {
  reported.push(error);
  return requestId();
};
const told = toldOverSocket({ report, production: false });
const thrown = (originalError: Error) =>
  new GraphQLError(originalError.message, { originalError, path: ['inboxChanged'] });

it('tells nothing of a fault over a socket but the id under which it is found', () => {
  const fault = thrown(new Error('select name from child'));
  const [one, other] = told([fault, thrown(new Error('again'))]);
  expect(one).toEqual({
    message: expect.stringMatching(/系统内部错误.*An internal error/),
    path: ['inboxChanged'],
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.stringMatching(/^[\da-f-]{36}$/) },
  });
  expect(reported[0]).toBe(fault);
  expect(other?.extensions?.requestId).toBe(one?.extensions?.requestId); // one answer, one request
});

it('says that it may be tried again when views or database are away, and what a refusal says', () => {
  const away = thrown(new ViewsUnavailable('connection to 10.1.2.3 refused'));
  const [one, other] = told([away, refusal('TOO_MANY_REQUESTS', '订阅过多。Too many subscriptions.')]);
  expect(one).toMatchObject({ message: expect.stringMatching(/稍后.*Try again/), extensions: { code: 'UNAVAILABLE' } });
  expect(JSON.stringify(one)).not.toContain('10.1.2.3');
  expect(other).toEqual({
    message: '订阅过多。Too many subscriptions.',
    extensions: { code: 'TOO_MANY_REQUESTS' },
  });
});

it('hints at nothing in production, as over HTTP', () => {
  const hinting = new GraphQLError('Cannot query field "idd" on type "Me". Did you mean "id"?', {
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
  const [open] = told([hinting]);
  const [closed] = toldOverSocket({ report, production: true })([hinting]);
  expect([open?.extensions?.nearest, closed?.extensions?.nearest]).toEqual([['id'], undefined]);
});
