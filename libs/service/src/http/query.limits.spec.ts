import { buildSchema, getOperationAST, parse } from 'graphql';
import { asksTooMuch } from './query.limits.ts';

const schema = buildSchema(`
  type Query { case(id: ID!): Case cases(first: Int = 20, after: String): CaseConnection! }
  type Mutation { close(id: ID!): Case }
  type CaseConnection { edges: [CaseEdge!]! }
  type CaseEdge { node: Case! }
  type Case { id: ID! next: Case flags: [Flag!]! }
  type Flag { id: ID! }
`);

function limitOf(query: string, variables?: Record<string, unknown>): unknown {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return asksTooMuch(schema, document, operation, variables)?.extensions.limit;
}

const deep = (levels: number) => `{ case(id: 1) ${'{ next '.repeat(levels - 2)}{ id }${' }'.repeat(levels - 2)} }`;

it('lets eight levels through and no more', () => {
  expect(limitOf(deep(8))).toBeUndefined();
  expect(limitOf(deep(9))).toBe('depth');
});

it('looks into fragments, inline and named, however they are spread', () => {
  const inline = `{ case(id: 1) ${'{ next { ... on Case '.repeat(8)}{ id }${' } }'.repeat(8)} }`;
  expect(limitOf(inline)).toBe('depth');
  const named = `{ case(id: 1) { ...A } } fragment A on Case { next { next { next { ...B } } } }
    fragment B on Case { next { next { next { next { id } } } } }`;
  expect(limitOf(named)).toBe('depth');
});

it('measures a bomb of fragments without setting it off', () => {
  const bomb = Array.from({ length: 40 }, (_, n) => `fragment F${n} on Case { ...F${n + 1} ...F${n + 1} }`);
  const query = `{ case(id: 1) { ...F0 } } ${bomb.join('\n')} fragment F40 on Case { next { id } }`;
  expect(limitOf(query)).toBe('cost');
});

it('multiplies by the page, be it written, given or left out', () => {
  const cases = (page: string) => `{ cases${page} { edges { node { flags { id } next { flags { id } } } } } }`;
  expect(limitOf(cases(''))).toBeUndefined(); // 1 + 20 × 5
  expect(limitOf(cases('(first: 100)'))).toBeUndefined(); // 1 + 100 × 5
  const many = (page: string, top = '') =>
    `query${top} { cases${page} { edges { node { ${['a', 'b', 'c', 'd'].map((name) => `${name}: next { flags { id } }`).join(' ')} flags { id } } } } }`;
  expect(limitOf(many('(first: 100)'))).toBe('cost'); // 1 + 100 × 11
  expect(limitOf(many('(first: $n)', '($n: Int)'), { n: 100 })).toBe('cost');
  expect(limitOf(many('(first: $n)', '($n: Int)'), { n: 10 })).toBeUndefined();
  expect(limitOf(many('(first: $n)', '($n: Int)'), {})).toBe('cost');
});

it('takes nothing off for a page that is none', () => {
  const heavy = (page: string) => {
    const cases = (first: string) => `cases(first: ${first}) { edges { node { ${'flags { id } '.repeat(11)} } } }`;
    return `{ ${cases('100')} b: ${cases(page)} }`;
  };
  for (const page of ['1', '0', '-1000']) expect([page, limitOf(heavy(page))]).toEqual([page, 'cost']);
});

it('measures a document that comes again by the variables that come with it', () => {
  const flags = Array.from({ length: 11 }, () => 'flags { id }').join(' ');
  const document = parse(`query($n: Int) { cases(first: $n) { edges { node { ${flags} } } } }`);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const limit = (n: number) => asksTooMuch(schema, document, operation, { n })?.extensions.limit;
  expect([1, 100, 1].map(limit)).toEqual([undefined, 'cost', undefined]);
});

it('counts aliases over the whole document, and lets ten commands through at once', () => {
  const aliases = (n: number) => `{ ${Array.from({ length: n }, (_, k) => `a${k}: case(id: ${k}) { id }`).join(' ')} }`;
  expect(limitOf(aliases(5))).toBeUndefined();
  expect(limitOf(aliases(6))).toBe('aliases');
  const commands = (n: number) => `mutation { ${'close(id: 1) { id } '.repeat(n)} }`;
  expect(limitOf(commands(9))).toBeUndefined();
  expect(limitOf(commands(10))).toBe('cost');
});
