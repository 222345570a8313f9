import { flag, flagged, type People, people } from '../case.steps.ts';
import type { Reply } from '../desk.client.ts';
import { type StandingService, standingService, VILLAGE } from '../standing.service.ts';

let standing: StandingService;
let who: People;
let caseId: string;
const CASE = 'query($id: ID!) { case(id: $id) { id version childName guardianName flags { facts } } }';
const RAISE = 'mutation($input: RaiseFlagInput!) { raiseFlag(input: $input) { __typename } }';

beforeAll(async () => {
  standing = await standingService();
  who = people(standing);
  caseId = await flagged(who);
});
afterAll(() => standing.close());

/** What no answer to a stranger's mistake may tell: our files, our names, the database. */
const INSIDE =
  /\/work\/|\/libs\/|node_modules|file:\/\/|\n\s+at |\.ts\b|select |insert |postgres|fastify|graphqlerror|nestjs/i;

/** The mistake is answered by its code, tells nothing of what is inside, and leaves log and case as they were. */
async function refusedWith(code: string, status: number, send: () => Promise<Reply>): Promise<Reply> {
  const seen = await who.committee.ask(CASE, { id: caseId }); // a reading, which is noted in the log
  const logged = await standing.log();
  const reply = await send();
  const answered = reply.errors[0]?.extensions.code ?? (JSON.parse(reply.text) as { code?: string }).code;
  expect({ code: answered, status: reply.status }).toEqual({ code, status });
  expect(reply.text).not.toMatch(INSIDE);
  expect(reply.data ?? null).toBeNull();
  expect(await standing.log()).toEqual(logged);
  expect((await who.committee.ask(CASE, { id: caseId })).text).toBe(seen.text);
  return reply;
}

const problemsOf = ({ errors }: Reply) =>
  (errors[0]?.extensions.problems as { field: string; rule: string }[] | undefined)?.map(
    ({ field, rule }) => `${field}: ${rule}`,
  );
const raise = (fields: object) => () => who.committee.give('RaiseFlag', flag(fields));

describe('a field that cannot be', () => {
  it.each<[string, object, string]>([
    [
      'an identity number with a wrong check digit',
      { idNumber: '441502201505010012' },
      'child.idNumber: identityNumber',
    ],
    ['NUL in a name', { name: '王\u0000雨' }, 'child.name: controlCharacter'],
    ['a lone surrogate in a name', { name: '王\ud842' }, 'child.name: wellFormed'],
    ['a name of spaces alone', { name: ' \u3000 ' }, 'child.name: blank'],
    ['a name that reads backwards', { name: '王\u202e雨小' }, 'child.name: hiddenCharacter'],
    ['a name with a gap that is not seen', { name: '王\u200b小雨' }, 'child.name: hiddenCharacter'],
    ['a birth date to come', { birthDate: '2025-03-04' }, 'child.birthDate: future'],
    ['an identity number of one not born yet', { idNumber: '110105209912310061' }, 'child.idNumber: future'],
    ['a telephone number that is none', { phone: '不详' }, 'child.phone: phone'],
    ['a name longer than fifty', { name: '王'.repeat(51) }, 'child.name: length'],
    ['a name that would pass for sealed', { name: 'sealed:v1:x' }, 'child.name: sealedText'],
  ])('names field and rule of %s', async (_, child, problem) => {
    const reply = await refusedWith('BAD_USER_INPUT', 200, raise({ child: { name: '王小雨', ...child } }));
    expect(problemsOf(reply)).toEqual([problem]);
    for (const value of Object.values(child)) expect(reply.text).not.toContain(JSON.stringify(value).slice(1, -1));
  });

  it('names all that is wrong at once', async () => {
    const place = { division: '44150' };
    const reply = await refusedWith(
      'BAD_USER_INPUT',
      200,
      raise({ caseId: 'x', place, facts: '', idempotencyKey: '键' }),
    );
    expect(problemsOf(reply)?.toSorted()).toEqual([
      'caseId: uuid',
      'facts: blank',
      'idempotencyKey: pattern',
      'place.division: division',
    ]);
  });

  it('needs a case where the command opens none', async () => {
    const send = () => who.committee.give('RecordDissuasion', { told: '请照看孩子。' });
    expect((await refusedWith('BAD_USER_INPUT', 400, send)).text).toContain('caseId');
  });

  it.each<[string, object, string]>([
    ['a date that does not exist', { child: { name: '王小雨', birthDate: '2025-02-30' } }, '2025-02-30'],
    ['a moment without offset', { occurredAt: '2025-03-01T10:00' }, '2025-03-01T10:00'],
    ['a value outside its enum', { kind: '王小雨家的事' }, '王小雨家的事'],
    ['an unknown field', { motherName: '刘秀英' }, '刘秀英'],
    ['a number for text', { facts: 13800001234 }, '13800001234'],
    ['text for a group of fields', { guardian: '王大河父亲' }, '王大河父亲'],
    ['nothing for what is needed', { child: { sex: 'FEMALE', phone: '13800001234' } }, '13800001234'],
  ])('does not repeat the value of %s', async (_, fields, value) => {
    const reply = await refusedWith('BAD_USER_INPUT', 400, raise(fields));
    expect(reply.text).not.toContain(value);
  });

  it('does not repeat values that were written into the document', async () => {
    const document = `mutation { raiseFlag(input: { idempotencyKey: "k", kind: 王小雨, child: { name: 5 }, place: "刘秀英" })
      { __typename } }`;
    const ascii = document.replace('王小雨', 'WANGXIAOYU');
    const reply = await refusedWith('GRAPHQL_VALIDATION_FAILED', 400, () => who.committee.ask(ascii));
    expect(reply.text).not.toMatch(/WANGXIAOYU|刘秀英/);
    await refusedWith('GRAPHQL_PARSE_FAILED', 400, () => who.committee.ask(document));
  });
});

describe('an id or a page that cannot be', () => {
  it.each([
    ['a word', 'x'],
    ['nothing', ''],
    ['NUL', 'a\u0000b'],
    ['half a character', '\ud842'],
    ['five thousand digits', '9'.repeat(5000)],
  ])('reads no case under %s', async (_, id) => {
    const logged = await standing.log();
    const reply = await who.committee.ask(
      'query($id: ID!) { case(id: $id) { id } nextSteps(caseId: $id) { command } }',
      {
        id,
      },
    );
    expect(reply).toMatchObject({ status: 200, data: { case: null, nextSteps: null }, errors: [] });
    expect(await standing.log()).toEqual(logged);
  });

  it('finds a case whichever way its id is written', async () => {
    const query = 'query($id: ID!) { case(id: $id) { id } nextSteps(caseId: $id) { command } }';
    const lower = await who.committee.ask(query, { id: caseId });
    expect((await who.committee.ask(query, { id: caseId.toUpperCase() })).text).toBe(lower.text);
  });

  it.each([
    [{ first: 0 }, 'first: range'],
    [{ first: 101 }, 'first: range'],
    [{ first: -1 }, 'first: range'],
    [{ first: null }, 'first: range'],
    [{ after: 'x' }, 'after: cursor'],
    [{ after: '' }, 'after: cursor'],
    [{ after: Buffer.from('a b c').toString('base64url') }, 'after: cursor'],
    [{ after: Buffer.from('a\u0000 b').toString('base64url') }, 'after: cursor'],
    [{ after: `${Buffer.from('a b').toString('base64url')}?junk` }, 'after: cursor'],
    [{ after: `${Buffer.from('a b').toString('base64url')}==` }, 'after: cursor'],
  ])('asks for a page that is there instead of %j', async (page, problem) => {
    for (const list of ['inbox', 'cases']) {
      const query = `query($first: Int = 20, $after: String) { ${list}(first: $first, after: $after) { edges { cursor } } }`;
      const reply = await refusedWith('BAD_USER_INPUT', 200, () => who.committee.ask(query, page));
      expect(problemsOf(reply)).toEqual([problem]);
    }
  });

  it('gives as many as a page may hold', async () => {
    const reply = await who.committee.ask('{ cases(first: 100) { edges { node { id } } } }');
    expect(reply.data).toEqual({ cases: { edges: [{ node: { id: caseId } }] } });
  });
});

describe('what GraphQL says in English alone is said in both languages, with the name that may have been meant', () => {
  const input = { ...flag(), idempotencyKey: 'never' };
  const body = (query: string, variables: object = {}) => JSON.stringify({ query, variables });
  it.each<[string, string, string, object]>([
    ['an unknown field', body('{ me { idd } }'), 'Me 没有字段 idd。是否指 id', { nearest: ['id'] }],
    [
      'an unknown command',
      body('mutation { raiseFlagg(input: {}) { __typename } }'),
      'raiseFlagg',
      { nearest: expect.arrayContaining(['raiseFlag']) },
    ],
    ['an unknown argument', body('{ case(ident: "x") { id } }'), 'Query.case 没有参数 ident', {}],
    ['no argument', body('{ case { id } }'), 'case 缺少参数 id（ID!）', {}],
    ['no selection', body('{ me }'), '请写明要 me 的哪些字段', {}],
    ['a selection too many', body('{ me { id { x } } }'), 'id 没有下级字段', {}],
    ['an undeclared variable', body('{ case(id: $id) { id } }'), '变量 $id 未声明', {}],
    ['a missing variable', body('query($id: ID!) { case(id: $id) { id } }'), '缺少变量 $id（ID!）', {}],
    [
      'a missing field',
      body(RAISE, { input: { ...input, facts: undefined } }),
      'input：缺少 facts（String!）',
      { field: 'input' },
    ],
    [
      'an unknown field of an input',
      body(RAISE, { input: { ...input, child: { name: '王小雨', nmae: 'x' } } }),
      'ChildInput 没有 nmae。是否指 name',
      { field: 'input.child', nearest: ['name'] },
    ],
    [
      'an unknown name of a list',
      body(RAISE, { input: { ...input, kind: 'OTHERR' } }),
      'input.kind：FlagKind 没有这个值。是否指 OTHER',
      { field: 'input.kind', nearest: expect.arrayContaining(['OTHER']) },
    ],
    [
      'a number for text',
      body(RAISE, { input: { ...input, facts: 5 } }),
      'input.facts：须为 String',
      { field: 'input.facts' },
    ],
    [
      'a day that does not exist',
      body(RAISE, { input: { ...input, child: { name: '王小雨', birthDate: '2025-02-30' } } }),
      'input.child.birthDate：须为存在的日期',
      { field: 'input.child.birthDate' },
    ],
    [
      'a value that speaks as an error does',
      body(RAISE, { input: { ...input, kind: 'a"; Field "Zhang" is not defined by type "San' } }),
      'input.kind：',
      {},
    ],
    ['no GraphQL', body('{ me { id '), '语法有误：第 1 行第', {}],
    ['too many words', body(`{ ${'me { id } '.repeat(750)} }`), '查询过大：至多', {}],
    ['a batch', `[${body('{ me { id } }')}]`, '不接受成批提交', {}],
    ['no query', '{"query": ""}', '没有查询', {}],
    ['two operations', body('query a { me { id } } query b { me { id } }'), 'operationName', {}],
  ])('%s', async (_, sent, zh, extensions) => {
    const { status, errors, text } = await who.committee.post(sent);
    expect([status, errors[0]?.message]).toEqual([400, expect.stringContaining(zh)]);
    expect(errors[0]?.message).toMatch(/\p{Script=Han}.*。.*[a-z].*[.?]$/u);
    expect(errors[0]?.message).not.toMatch(/Zhang|OTHERR/);
    expect(errors[0]?.extensions).toMatchObject({
      code: expect.stringMatching(/^[A-Z_]+$/),
      requestId: expect.any(String),
      ...extensions,
    });
    expect(text).not.toMatch(INSIDE);
  });

  it('keeps a form that a browser sends for another site out, and says how to send it', async () => {
    const { errors } = await who.committee.post(body('{ me { id } }'), { 'content-type': 'text/plain' });
    expect(errors[0]?.message).toMatch(/跨站请求伪造.*application\/json/);
  });

  it('tells the request’s id beside a mistake of HTTP too', async () => {
    const reply = await who.committee.post('{"query": "');
    expect(JSON.parse(reply.text)).toEqual({
      code: 'BAD_REQUEST',
      message: expect.any(String),
      requestId: expect.any(String),
    });
  });
});

describe('a request that cannot be', () => {
  const variables = { input: { ...flag(), idempotencyKey: 'never' } };

  it('is too large', async () => {
    const facts = '事'.repeat(7_000_000);
    const body = JSON.stringify({ query: RAISE, variables: { input: { ...variables.input, facts } } });
    await refusedWith('BODY_TOO_LARGE', 413, () => who.committee.post(body));
  });

  it('is no JSON', async () => {
    const reply = await refusedWith('BAD_REQUEST', 400, () => who.committee.post('{"query": "刘秀英'));
    expect(reply.text).not.toContain('刘秀英');
  });

  it.each([
    ['text/plain', 'BAD_REQUEST', 400],
    ['application/x-www-form-urlencoded', 'BAD_REQUEST', 400],
    ['multipart/form-data; boundary=x', 'UNSUPPORTED_MEDIA_TYPE', 415],
  ])('comes as a browser would send it for another site: %s', async (type, code, status) => {
    const body = JSON.stringify({ query: RAISE, variables });
    await refusedWith(code, status, () => who.committee.post(body, { 'content-type': type }));
  });

  it('has no content type at all', async () => {
    const body = new Blob([JSON.stringify({ query: RAISE, variables })]);
    const authorization = await who.committee.bearer();
    await refusedWith('UNSUPPORTED_MEDIA_TYPE', 415, async () => {
      const response = await fetch(who.committee.url, { method: 'POST', headers: { authorization }, body });
      const text = await response.text();
      return { status: response.status, text, errors: [] };
    });
  });

  it('is a mutation by GET', async () => {
    const url = new URL(who.committee.url);
    url.searchParams.set('query', RAISE);
    url.searchParams.set('variables', JSON.stringify(variables));
    const authorization = await who.committee.bearer();
    const get = async (headers: Record<string, string>) => {
      const response = await fetch(url, { headers: { authorization, ...headers } });
      const text = await response.text();
      return { status: response.status, text, errors: JSON.parse(text).errors ?? [] };
    };
    await refusedWith('METHOD_NOT_ALLOWED', 405, () => get({}));
    await refusedWith('METHOD_NOT_ALLOWED', 405, () => get({ 'content-type': 'application/json' }));
  });

  it.each([
    ['without a query', '{}', 'BAD_REQUEST'],
    ['with an empty query', '{"query": ""}', 'BAD_REQUEST'],
    ['that is not GraphQL', '{"query": "{ case("}', 'GRAPHQL_PARSE_FAILED'],
    ['for what is not there', '{"query": "{ children { name } }"}', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'of two operations, neither named',
      '{"query": "query a { me { id } } query b { me { id } }"}',
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['of three thousand words', JSON.stringify({ query: `{ ${'me { id } '.repeat(750)} }` }), 'GRAPHQL_PARSE_FAILED'],
    ['in a batch', '[{"query": "{ me { id } }"}, {"query": "{ me { id } }"}]', 'BAD_REQUEST'],
    ['that is a number', '5', 'BAD_REQUEST'],
    ['whose variables are text', '{"query": "{ me { id } }", "variables": "x"}', 'BAD_REQUEST'],
  ])('comes %s', async (_, body, code) => {
    await refusedWith(code, 400, () => who.committee.post(body));
  });

  it.each(['/desks/%zz/graphql', '/%', '/health/%c3', '/audit/%e4%bd'])(
    'goes to an address that cannot be read: %s',
    async (path) => {
      await refusedWith('BAD_REQUEST', 400, async () => {
        const response = await fetch(`${standing.stage.url}${path}`, { method: 'POST', body: '{}' });
        expect(response.headers.get('x-request-id')).toMatch(/./);
        return { status: response.status, text: await response.text(), errors: [] };
      });
    },
  );

  it('goes to an address where nothing is', async () => {
    await refusedWith('NOT_FOUND', 404, async () => {
      const response = await fetch(`${standing.stage.url}/desks/mayor/graphql`, { method: 'POST', body: '{}' });
      return { status: response.status, text: await response.text(), errors: [] };
    });
  });
});

it('keeps rare characters as they are', async () => {
  const name = '𠮷𩸽𰻝𫟅';
  const facts = `${name}说：“夜里怕”，👧🏻。\n\t第二行`;
  const caseId = await flagged(who, { child: { name }, guardian: { name: '㐂㛃', relation: '外祖母' }, facts });
  const { data } = await who.committee.ask(CASE, { id: caseId });
  expect(data?.case).toMatchObject({ childName: name, guardianName: '㐂㛃', flags: [{ facts }] });
});

it('says what to correct in both languages', async () => {
  const { errors } = await who.committee.give('RaiseFlag', flag({ place: { division: '1' } }));
  expect(errors[0]?.extensions.problems).toEqual([
    {
      field: 'place.division',
      rule: 'division',
      message: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/digits/) },
    },
  ]);
  expect(errors[0]?.message).toMatch(/更正.*problems/);
  expect(await who.committee.accepted('RaiseFlag', flag({ place: { division: VILLAGE } }))).toBeTruthy();
});
