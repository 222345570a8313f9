import { isDatabaseAway } from './database.away.ts';

const coded = (code: string) => Object.assign(new Error(''), { code });

it.each([
  ['a refused connection', coded('ECONNREFUSED')],
  ['a server that goes down', Object.assign(coded('57P01'), { severity: 'FATAL' })],
  ['a connection that broke', new Error('Connection terminated unexpectedly')],
  ['both addresses refused', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])],
  ['what was caused by it', new Error('cannot open', { cause: coded('ECONNRESET') })],
])('%s is the database being away', (_, error) => expect(isDatabaseAway(error)).toBe(true));

it.each([
  ['a mistake of ours', new TypeError('x is undefined')],
  ['a wrong statement', coded('42601')],
  ['a statement that took too long', coded('57014')],
  ['a key that is not ours', new Error('tampered')],
  ['nothing', undefined],
])('%s is not', (_, error) => expect(isDatabaseAway(error)).toBe(false));
