import { scalarForms } from './scalars.ts';

/** What is wrong with a document or its variables, in both languages (双语说明). It never repeats a value: that may be personal data. */
export interface Told {
  readonly message: string;
  /** Where in a variable: `input.child.name`. */
  readonly field?: string;
  /** Names of the schema that are like the one that was asked for. */
  readonly nearest?: readonly string[];
}

type Both = readonly [zh: string, en: string];
type Sentence = readonly [form: RegExp, said: (...parts: string[]) => Both];

const UNREADABLE: Both = ['请求无法读懂', 'The request cannot be read'];

/** A type as GraphQL writes it. */
const TYPE = '"([\\w[\\]!]+)"';
const of = (form: string) => new RegExp(`^${form.replaceAll('TYPE', TYPE)}$`, 's');

/** What validation says, each for itself and whole: nothing of a value comes through a name. */
const IN_A_DOCUMENT: readonly Sentence[] = [
  [
    of('Cannot query field "(\\w+)" on type TYPE\\.'),
    (field, type) => [`${type} 没有字段 ${field}`, `${type} has no field ${field}`],
  ],
  [
    of('Unknown argument "(\\w+)" on (?:field|directive) "([\\w.@]+)"\\.'),
    (argument, at) => [`${at} 没有参数 ${argument}`, `${at} takes no argument ${argument}`],
  ],
  [of('Unknown (?:type|fragment|directive) "(@?\\w+)"\\.'), (name) => [`没有 ${name}`, `There is no ${name}`]],
  [
    of('Directive "(@\\w+)" may not be used on \\w+\\.'),
    (name) => [`${name} 不能用在此处`, `${name} may not be used there`],
  ],
  [
    of('Field "(\\w+)" must not have a selection since type TYPE has no subfields\\.'),
    (field) => [`${field} 没有下级字段，不要写 { }`, `${field} has no fields of its own: leave out { }`],
  ],
  [
    of('Field "(\\w+)" of type TYPE must have (?:a selection of subfields|at least one field selected)\\.'),
    (field) => [
      `请写明要 ${field} 的哪些字段：${field} { … }`,
      `Say which fields of ${field} are wanted: ${field} { … }`,
    ],
  ],
  [
    of('(?:Field|Directive) "(@?\\w+)" argument "(\\w+)" of type TYPE is required, but it was not provided\\.'),
    (at, argument, type) => [`${at} 缺少参数 ${argument}（${type}）`, `${at} needs the argument ${argument} (${type})`],
  ],
  [
    of('Variable "(\\$\\w+)" is not defined(?: by operation "\\w+")?\\.'),
    (name) => [`变量 ${name} 未声明`, `The variable ${name} is not declared`],
  ],
  [
    of('Variable "(\\$\\w+)" is never used(?: in operation "\\w+")?\\.'),
    (name) => [`变量 ${name} 未使用`, `The variable ${name} is not used`],
  ],
  [of('Fragment "(\\w+)" is never used\\.'), (name) => [`片段 ${name} 未使用`, `The fragment ${name} is not used`]],
  [
    of('Variable "(\\$\\w+)" of type TYPE used in position expecting type TYPE\\.'),
    (name, has, wanted) => [
      `变量 ${name} 的类型为 ${has}，此处须为 ${wanted}`,
      `The variable ${name} is of type ${has}; ${wanted} is needed there`,
    ],
  ],
  [
    of('There can be only one (?:input field|argument|variable|operation|fragment) named "(\\$?\\w+)"\\.'),
    (name) => [`${name} 重复`, `${name} stands more than once`],
  ],
  [
    of('Variable "(\\$\\w+)" of (?:required|non-null) type TYPE (?:was not provided|must not be null)\\.'),
    (name, type) => [`缺少变量 ${name}（${type}）`, `The variable ${name} (${type}) is needed`],
  ],
];

/** What is said of a value, in a document or a variable. */
const OF_A_VALUE: readonly Sentence[] = [
  [/^(Instant|Date) has another form$/, (scalar) => scalarForms[scalar] ?? UNREADABLE],
  [
    of('Field "(?:\\w+\\.)?(\\w+)" of required type TYPE was not provided\\.'),
    (field, type) => [`缺少 ${field}（${type}）`, `${field} (${type}) is needed`],
  ],
  [
    of('Field "(\\w+)" is not defined by type TYPE\\.'),
    (field, type) => [`${type} 没有 ${field}`, `${type} has no ${field}`],
  ],
  [of('Value ".*" does not exist in TYPE enum\\.'), (type) => [`${type} 没有这个值`, `${type} has no such value`]],
  [of('Enum TYPE cannot represent .*'), (type) => [`须为 ${type} 之一`, `One of ${type} is needed`]],
  [of('(Int|Float|String|Boolean|ID) cannot represent .*'), (type) => [`须为 ${type}`, `${type} is needed`]],
  [
    of('Expected type TYPE to be an object\\.'),
    (type) => [`须为一组字段（${type}）`, `A group of fields (${type}) is needed`],
  ],
  [
    of('Expected non-nullable type TYPE not to be null\\.'),
    (type) => [`不得为空（${type}）`, `It may not be null (${type})`],
  ],
  [
    of('Expected (?:value of )?type TYPE(?:\\.|, found .*)'),
    (type) => scalarForms[type.replace('!', '')] ?? [`须为 ${type}`, `${type} is needed`],
  ],
  [of('Expected type TYPE\\. .*'), (type) => scalarForms[type] ?? [`须为 ${type}`, `${type} is needed`]],
];

/** What Apollo says of a request. */
const OF_A_REQUEST: readonly Sentence[] = [
  [
    /^Syntax Error: Document contains more that (\d+) tokens/,
    (most) => [`查询过大：至多 ${most} 个词`, `The query asks too much: at most ${most} tokens`],
  ],
  [
    /^GraphQL operations must contain a non-empty `query`/,
    () => ['请求中没有查询（query）', 'There is no query in the request'],
  ],
  [
    /^POST body missing, invalid Content-Type/,
    () => ['请以 application/json 提交一个 JSON 对象', 'Send one JSON object as application/json'],
  ],
  [
    /^Operation batching disabled/,
    () => ['一次只接受一个请求，不接受成批提交', 'One operation a request: batches are not taken'],
  ],
  [/^No operations found in request/, () => ['请求中没有查询（query）', 'There is no query in the request']],
  [
    /^This operation has been blocked as a potential Cross-Site Request Forgery/,
    () => [
      '请以 content-type: application/json 提交（防止跨站请求伪造）',
      'Send it with content-type: application/json (against cross-site request forgery)',
    ],
  ],
  [
    /^`(variables|extensions|operationName)` in a POST body/,
    (name) => [`${name} 的形式有误`, `${name} has the wrong form`],
  ],
  [/^GraphQL queries must be strings/, () => ['query 须为文字', 'query must be text']],
  [
    /^Unknown operation named/,
    () => ['没有该名称的操作（operationName）', 'There is no operation of that name (operationName)'],
  ],
  [
    /^Must provide operation name/,
    () => ['有多个操作，请写明 operationName', 'There are several operations: say which by operationName'],
  ],
  [/^Must provide an operation/, () => ['请求中没有操作', 'There is no operation in the document']],
  [/^GraphQL introspection is not allowed/, () => ['不提供架构查询（introspection）', 'Introspection is not answered']],
  [/^An 'accept' header was provided/, () => ['请接受 application/json', 'Accept application/json']],
];

/** Where no sentence is known: by the code alone, since the text may hold anything. */
const BY_CODE: Readonly<Record<string, Both>> = {
  GRAPHQL_VALIDATION_FAILED: ['查询与架构不符', 'The document does not fit the schema'],
  OPERATION_RESOLUTION_FAILURE: ['无法确定要执行的操作', 'It cannot be told which operation is meant'],
  BAD_USER_INPUT: ['变量有误', 'The variables are wrong'],
};

/** Says in both languages what GraphQL or Apollo says in English; `at` is where in the document, when that is known. */
export function toldInBoth(
  english: string,
  code: string,
  at?: { readonly line: number; readonly column: number },
): Told {
  const { bare, nearest } = withoutHint(english);
  const whole = first([...IN_A_DOCUMENT, ...OF_A_VALUE, ...OF_A_REQUEST], bare);
  if (whole) return told(whole, { nearest });
  if (bare.startsWith('Variable "$')) {
    const value = inVariable(bare);
    if (value) return told(value.said, { field: value.field, nearest });
  }
  if (code === 'GRAPHQL_PARSE_FAILED' && at) {
    return told(
      [`语法有误：第 ${at.line} 行第 ${at.column} 列`, `It cannot be parsed: line ${at.line}, column ${at.column}`],
      {},
    );
  }
  return told(BY_CODE[code] ?? UNREADABLE, {});
}

/** `Variable "$input" got invalid value … at "input.kind"; …`: what is between may be anything, the end is what is wrong with it. */
function inVariable(message: string): { readonly said: Both; readonly field?: string } | undefined {
  for (let cut = message.lastIndexOf('; '); cut > 0; cut = message.lastIndexOf('; ', cut - 1)) {
    const said = first(OF_A_VALUE, message.slice(cut + 2));
    if (!said) continue;
    const before = message.slice(0, cut);
    const [, field] = / at "([A-Za-z]\w*(?:\.\w+|\[\d+\])*)"$/.exec(before) ?? /^Variable "\$(\w+)"/.exec(before) ?? [];
    return { said, field };
  }
  return undefined;
}

function first(sentences: readonly Sentence[], message: string): Both | undefined {
  for (const [form, said] of sentences) {
    const found = form.exec(message);
    if (found) return said(...found.slice(1));
  }
  return undefined;
}

/** GraphQL’s own hint, as names. */
function withoutHint(message: string): { readonly bare: string; readonly nearest?: readonly string[] } {
  const at = message.lastIndexOf(' Did you mean ');
  if (at < 0) return { bare: message };
  const nearest = [...message.slice(at).matchAll(/"(\w+)"/g)].map(([, name = '']) => name);
  return { bare: message.slice(0, at), nearest: nearest.length > 0 ? nearest : undefined };
}

function told([zh, en]: Both, { field, nearest }: Pick<Told, 'field' | 'nearest'>): Told {
  const where: Both = field === undefined ? ['', ''] : [`${field}：`, `${field}: `];
  const hint: Both = nearest ? [`是否指 ${nearest.join('、')}？`, ` Did you mean ${nearest.join(', ')}?`] : ['', ''];
  return {
    message: `${where[0]}${zh}。${hint[0]}${where[1]}${en}.${hint[1]}`,
    ...(field === undefined ? {} : { field }),
    ...(nearest ? { nearest } : {}),
  };
}
