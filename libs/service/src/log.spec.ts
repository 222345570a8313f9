import { Writable } from 'node:stream';
import { GraphQLError } from 'graphql';
import { StoreError } from '#event-store';
import { serviceLogger } from './log.ts';

const PLANTED = '欧阳槿汐';

/** What the log says of this, as it is written. */
function said(fields: object, message = 'fault'): string {
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk, _, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  serviceLogger('trace', sink).error(fields, message);
  return lines.join('');
}

const strangers: readonly Error[] = [
  new Error(`no child ${PLANTED}`),
  new TypeError(`cannot read ${PLANTED}`, { cause: new Error(PLANTED) }),
  new GraphQLError(`Variable "$input" got invalid value "${PLANTED}"`),
  Object.assign(new Error(`invalid input syntax: "${PLANTED}"`), {
    code: '22P02',
    detail: `Failing row contains (${PLANTED})`,
    where: PLANTED,
    routine: 'string_to_uuid',
  }),
  Object.assign(new Error('short'), { name: PLANTED, code: PLANTED }),
];

describe('the log', () => {
  it.each(strangers)('has the kind and place of an error, and not its text (%#)', (error) => {
    const text = said({ requestId: 'id-1', err: error });
    expect(text).not.toContain(PLANTED);
    expect(JSON.parse(text)).toMatchObject({
      requestId: 'id-1',
      err: { stack: expect.stringContaining('log.spec.ts') },
    });
  });

  it('has the text of our own errors, which name no person', () => {
    const text = said({ err: new StoreError('unavailable', 'the database is away') }, 'trouble');
    expect(JSON.parse(text)).toMatchObject({
      msg: 'trouble',
      err: { type: 'StoreError', message: 'the database is away' },
    });
  });

  it('has no field that is not allowed', () => {
    const text = said({ requestId: 'id-1', child: PLANTED, body: { name: PLANTED }, req: { url: PLANTED } });
    expect(Object.keys(JSON.parse(text)).sort()).toEqual(['hostname', 'level', 'msg', 'pid', 'requestId', 'time']);
  });

  it('tells the code of a database error', () => {
    expect(JSON.parse(said({ err: strangers[3] })).err).toMatchObject({ code: '22P02', routine: 'string_to_uuid' });
  });
});
