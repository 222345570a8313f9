import { connect } from 'node:net';

/** What is sent to hurt: a body at a desk, or bytes at its port. */
export interface QueryAttack {
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Bytes as they are, in place of a request. */
  readonly raw?: string;
}

const DESK = '/desks/police/graphql';
const query = (text: string, variables?: object) => JSON.stringify({ query: text, variables });
const times = (n: number, text: (n: number) => string) => Array.from({ length: n }, (_, k) => text(k)).join(' ');
const nested = (n: number, open: string, inside: string, close: string) => open.repeat(n) + inside + close.repeat(n);

/** Documents that ask for too much, for what is not there, or are not what they say. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  'introspection of the schema': '{ __schema { types { name fields { name } } } }',
  'introspection of a type': '{ __type(name: "Case") { fields { name } } }',
  'introspection under an alias': '{ a: __schema { queryType { name } } }',
  'introspection in a fragment': 'query { ...F } fragment F on Query { __schema { types { name } } }',
  'a field that is nearly there': '{ casees { edges { cursor } } }',
  'a field of another desk': '{ case(id: "x") { wanted timeline { event } } }',
  'six aliases': `{ ${times(6, (n) => `a${n}: me { id }`)} }`,
  'three hundred aliases': `{ ${times(300, (n) => `a${n}: __typename`)} }`,
  'a thousand fields': `{ ${times(1_000, () => 'me { id }')} }`,
  'nine levels': nested(9, '{ me { agency ', '{ id }', '} }'),
  'a hundred braces': `{ me ${nested(100, '{ agency ', '{ id }', ' }')} }`,
  'a circle of fragments': '{ me { ...A } } fragment A on Officer { ...B } fragment B on Officer { ...A }',
  'a fragment of itself': '{ me { ...A } } fragment A on Officer { agency { id } ...A }',
  'a bomb of fragments': `{ me { ...F0 } } ${times(40, (n) => `fragment F${n} on Officer { ...F${n + 1} ...F${n + 1} }`)} fragment F40 on Officer { id }`,
  'a page of everything, many times': `{ ${times(5, (n) => `a${n}: cases(first: 100) { edges { node { flags { by { id } } reports { by { id } } } } }`)} }`,
  'twelve commands at once': `mutation { ${times(12, (n) => `a${n}: raiseFlag(input: {}) { __typename }`)} }`,
  'fifty commands at once, one name': `mutation M($i: AcceptCaseInput!) { ${times(50, () => 'acceptCase(input: $i) { __typename }')} }`,
  'directives without number': `{ me @include(if: true) ${times(100, () => '@skip(if: false)')} { id } }`,
  'a directive nobody knows': '{ me @evil { id } }',
  'a variable that is not declared': 'query { case(id: $id) { id } }',
  'a variable of no type': 'query($id: Nonsense!) { case(id: $id) { id } }',
  'two operations, neither named': 'query a { me { id } } query b { me { id } }',
  'a subscription over HTTP': 'subscription { inboxChanged { at } }',
  'a deferred fragment': '{ me { ... @defer { id } } }',
  'a schema instead of a query': 'type Query { a: Int }',
  'an extension of the schema': 'extend type Query { a: Int } { me { id } }',
  'an empty selection': '{ me { } }',
  'a string that does not end': '{ case(id: "x) { id } }',
  'a block string that does not end': '{ case(id: """x) { id } }',
  'a bad escape': '{ case(id: "\\uZZZZ") { id } }',
  'half a character': '{ case(id: "\\ud800") { id } }',
  'NUL in the document': '{ me { id } \u0000 }',
  'a name of ten thousand letters': `{ ${'a'.repeat(10_000)} }`,
  'comments without end': `${'#x\n'.repeat(20_000)}{`,
  'a number beyond numbers': '{ cases(first: 99999999999999999999) { edges { cursor } } }',
  'a number for an id list': '{ case(id: [1]) { id } }',
  'an object for an id': '{ case(id: {a: 1}) { id } }',
};

const LONG = 'x'.repeat(200 * 1024);

/** All of them, as requests of an officer at their own desk. */
export function queryAttacks(): readonly QueryAttack[] {
  return [
    ...Object.entries(DOCUMENTS).map(([name, text]): QueryAttack => ({ name, body: query(text) })),
    { name: 'a body of 200 KB', body: query(LONG) },
    { name: 'no JSON', body: '{"query": ' },
    { name: 'JSON of a thousand levels', body: nested(1_000, '{"a":', '1', '}') },
    { name: 'a batch', body: `[${times(50, () => query('{ me { id } }')).replaceAll('} {', '},{')}]` },
    { name: 'a number', body: '5' },
    { name: 'nothing', body: '' },
    { name: 'no query', body: '{}' },
    { name: 'a query that is a list', body: '{"query": ["{ me { id } }"]}' },
    { name: 'variables that are text', body: '{"query": "{ me { id } }", "variables": "x"}' },
    { name: 'a prototype to pollute', body: '{"query": "{ nope }", "__proto__": {"a": 1}}' },
    { name: 'a hash without its text', body: '{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "00"}}}' },
    {
      name: 'a form of a browser',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'query={me{id}}',
    },
    { name: 'text of a browser', headers: { 'content-type': 'text/plain' }, body: query('{ me { id } }') },
    { name: 'a file', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' },
    {
      name: 'a character set nobody knows',
      headers: { 'content-type': 'application/json; charset=evil' },
      body: '{"query": "{ nope }"}',
    },
    { name: 'a query in the address', method: 'GET', path: `${DESK}?query={me{id}}` },
    {
      name: 'a mutation in the address',
      method: 'GET',
      path: `${DESK}?query=mutation{raiseFlag}`,
      headers: { 'content-type': 'application/json' },
    },
    { name: 'DELETE', method: 'DELETE' },
    { name: 'PUT', method: 'PUT', body: query('{ me { id } }') },
    { name: 'a desk that is not there', path: '/desks/mayor/graphql', body: query('{ me { id } }') },
    { name: 'a way out of the folder', path: '/desks/../../etc/passwd', method: 'GET' },
    { name: 'an address that cannot be read', path: '/%E0%A4%A', method: 'GET' },
    { name: 'a length that is a lie', raw: `POST ${DESK} HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n` },
    {
      name: 'two lengths',
      raw: `POST ${DESK} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}`,
    },
    {
      name: 'a length and chunks',
      raw: `POST ${DESK} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    },
    { name: 'headers of 64 KB', raw: `POST ${DESK} HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(64 * 1024)}\r\n\r\n` },
    { name: 'no HTTP', raw: 'HELLO\r\n\r\n' },
  ];
}

/** What came back, and after how many milliseconds. */
export interface Reaction {
  readonly status: number;
  readonly text: string;
  readonly milliseconds: number;
}

export async function send(url: string, bearer: string, attack: QueryAttack): Promise<Reaction> {
  const began = performance.now();
  const done = (status: number, text: string) => ({ status, text, milliseconds: performance.now() - began });
  if (attack.raw !== undefined) return done(...(await knock(url, attack.raw)));
  const { method = 'POST', path = DESK, headers, body } = attack;
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json', authorization: bearer, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return done(response.status, await response.text());
}

function knock(url: string, bytes: string): Promise<[number, string]> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let said = '';
    const end = () => {
      socket.destroy();
      resolve([Number(said.split(' ')[1] ?? 0), said]);
    };
    socket.on('data', (chunk) => {
      said += String(chunk);
      end();
    });
    socket.on('error', end);
    socket.on('close', end);
    socket.write(bytes);
  });
}
