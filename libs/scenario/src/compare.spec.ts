import { holds } from './compare.ts';

describe('what an agency is expected to see', () => {
  const seen = { stage: 'OPEN', flags: [{ kind: 'A', note: null }, { kind: 'B' }], child: { name: '林小满' } };

  it.each<[string, unknown]>([
    ['some of the fields', { stage: 'OPEN' }],
    ['every item of a list, with some of its fields', { flags: [{ kind: 'A' }, {}] }],
    ['nothing where there is nothing, or no such field', { flags: [{ note: null }, { note: null }], closed: null }],
    ['something, whatever it is', { child: {} }],
  ])('is there: %s', (_, expected) => expect(holds('RVC', expected, seen)).toBeUndefined());

  it.each<[string, unknown, string]>([
    ['another value', { stage: 'CLOSED' }, 'RVC.stage'],
    ['a list with one item fewer', { flags: [{ kind: 'A' }] }, 'RVC.flags'],
    ['a list with one item more', { flags: [{}, {}, {}] }, 'RVC.flags'],
    ['items in another order', { flags: [{ kind: 'B' }, { kind: 'A' }] }, 'RVC.flags[0].kind'],
    ['nothing where there is something', { child: null }, 'RVC.child'],
    ['something where there is nothing', { closed: {} }, 'RVC.closed'],
  ])('is not there: %s', (_, expected, what) => expect(holds('RVC', expected, seen)?.what).toBe(what));
});
