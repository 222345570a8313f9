import { isIP } from 'node:net';
import { delimiter, resolve } from 'node:path';
import { z } from 'zod';
import { targetRules } from '#runtime';
import { suiteNames } from '#vault';
import { mostLag } from './readiness.ts';

/** What is wrong with a variable, in both languages. The value is never repeated: it may be a secret. */
const wrong = (zh: string, en: string) => ({ error: `${zh}。${en}.` });

const whole = (least: number, most: number, unless: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, wrong(`须为 ${least}–${most} 的整数`, `must be a whole number from ${least} to ${most}`))
    .transform(Number)
    .pipe(
      z
        .number()
        .min(least, wrong(`至少 ${least}`, `at least ${least}`))
        .max(most, wrong(`至多 ${most}`, `at most ${most}`)),
    )
    .default(unless);

const list = (separator: string) =>
  z
    .string()
    .transform((text) =>
      text
        .split(separator)
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .default([]);

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Whether a token could be read on its way: http is for this machine alone. */
function overhearable(url: URL): boolean {
  return url.protocol !== 'https:' && !LOOPBACK.has(url.hostname);
}

const address = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.search && !url.hash) return text;
  context.addIssue({
    code: 'custom',
    message: '须为 https:// 地址，不带账号、参数。must be an https:// address without user, query or fragment.',
  });
  return z.NEVER;
});

const origin = z
  .string()
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    wrong('每个来源形如 https://desk.example.gov.cn', 'each origin is like https://desk.example.gov.cn'),
  );

const networks = list(',').superRefine((written, context) => {
  try {
    targetRules(written);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
  }
});

/** The signatures that may be believed: all with a public key, none weaker than 2048-bit RSA. */
const SIGNATURES = ['EdDSA', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'];

/** host:port, as a socket is bound or reached. */
const hostAndPort = z.string().regex(/^[^\s]+:\d{1,5}$/, wrong('须为 主机:端口', 'must be host:port'));

const collector = z
  .string()
  .regex(/^https?:\/\//, wrong('须以 http:// 或 https:// 开头', 'must begin with http:// or https://'));

/** Every variable that the service reads, as it comes from the environment (环境变量). */
export const environment = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: whole(0, 65_535, 3_000),
  JIELI_LISTEN: z
    .string()
    .refine((text) => isIP(text) !== 0, wrong('须为 IP 地址', 'must be an IP address'))
    .default('127.0.0.1'),
  JIELI_DATA: z
    .string()
    .default('.data')
    .transform((folder) => resolve(folder)),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, wrong('须以 postgres:// 开头', 'must begin with postgres://'))
    .optional(),
  JIELI_CALENDAR: z.string().optional(),
  JIELI_PACKS: list(delimiter),
  JIELI_EVENT_STORE: z
    .enum(['postgres', 'eventstoredb'], wrong('须为 postgres 或 eventstoredb', 'must be postgres or eventstoredb'))
    .default('postgres'),
  JIELI_EVENT_ORDER: z
    .enum(['sequencer', 'horizon'], wrong('须为 sequencer 或 horizon', 'must be sequencer or horizon'))
    .optional(),
  JIELI_EVENTSTOREDB_URL: z.string().optional(),
  JIELI_EVENTSTOREDB_PREFIX: z.string().optional(),
  JIELI_READY_EVENTS: whole(1, 999_999_999, mostLag.events),
  JIELI_READY_SECONDS: whole(1, 999_999_999, mostLag.seconds),
  JIELI_LOG: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      wrong(
        '须为 trace、debug、info、warn、error、fatal、silent 之一',
        'must be trace, debug, info, warn, error, fatal or silent',
      ),
    )
    .default('warn'),
  JIELI_METRICS_ADDRESS: hostAndPort
    .regex(/^[^\s:]+:/, wrong('主机须为名称或 IPv4 地址', 'the host must be a name or an IPv4 address'))
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector.optional(),
  JIELI_EXCHANGE_ADDRESS: hostAndPort.default('127.0.0.1:50051'),
  JIELI_EXCHANGE_KEY: z.string().optional(),
  JIELI_EXCHANGE_CERTIFICATE: z.string().optional(),
  JIELI_EXCHANGE_AUTHORITY: z.string().optional(),
  JIELI_EXCHANGE_CLIENTS: z.string().optional(),
  JIELI_EXCHANGE_REVOCATIONS: z.string().optional(),
  JIELI_EXCHANGE_RATE: whole(1, 10_000_000, 6_000),
  JIELI_OIDC_ISSUER: address.optional(),
  JIELI_OIDC_AUDIENCE: z.string().optional(),
  JIELI_OIDC_ALGORITHMS: list(',').pipe(
    z
      .array(z.enum(SIGNATURES, wrong(`须取自 ${SIGNATURES.join('、')}`, `must be of ${SIGNATURES.join(', ')}`)))
      .transform((given) => (given.length > 0 ? given : ['EdDSA', 'ES256', 'PS256', 'RS256'])),
  ),
  JIELI_OIDC_TOKEN_TYPE: z
    .enum(['at+jwt', 'JWT'], wrong('须为 at+jwt 或 JWT', 'must be at+jwt or JWT'))
    .default('at+jwt'),
  JIELI_OIDC_OFFICER_CLAIM: z
    .string()
    .regex(/^[\w:./-]{1,100}$/, wrong('须为声明名称', 'must be the name of a claim'))
    .default('sub'),
  JIELI_OIDC_MAX_AGE: whole(60, 86_400, 3_600),
  JIELI_OIDC_TOLERANCE: whole(0, 120, 30),
  JIELI_ORIGINS: list(',').pipe(z.array(origin)),
  JIELI_OPERATIONS: z.string().optional(),
  JIELI_SUITE: z.enum(suiteNames, wrong('须为 intl 或 gm', 'must be intl or gm')).optional(),
  JIELI_KEY_PROVIDER: z.string().optional(),
  JIELI_RATE: whole(1, 10_000_000, 600),
  JIELI_DRAIN: whole(0, 300, 0),
  JIELI_WEBHOOK_NETWORKS: networks,
});

/** What variables must say together; asked even when one of them is wrong by itself, so that all is told at once. */
export function wrongTogether(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  const lines: string[] = [];
  const tell = (name: string, zh: string, en: string) => lines.push(`${name} ${zh}。${en}.`);
  const { JIELI_OIDC_ISSUER: issuer } = given;
  if (given.JIELI_EVENT_STORE === 'eventstoredb' && given.JIELI_EVENTSTOREDB_URL === undefined) {
    tell('JIELI_EVENTSTOREDB_URL', '请填写 esdb:// 或 esdb+discover:// 地址', 'is needed: esdb:// or esdb+discover://');
  }
  if (given.JIELI_EVENT_STORE === 'eventstoredb' && given.JIELI_EVENT_ORDER !== undefined) {
    tell('JIELI_EVENT_ORDER', '仅用于 postgres，请删去', 'is for postgres alone: leave it out');
  }
  if (issuer !== undefined && given.JIELI_OIDC_AUDIENCE === undefined) {
    tell('JIELI_OIDC_AUDIENCE', '请填写令牌的受众', 'is needed: whom tokens are made for');
  }
  if (issuer === undefined && given.JIELI_OIDC_AUDIENCE !== undefined && given.NODE_ENV !== 'production') {
    tell(
      'JIELI_OIDC_ISSUER',
      '未填写而填写了受众：请填写统一身份认证的地址，否则任何人可用演示令牌',
      'is missing beside the audience: without it anybody gets a demo token',
    );
  }
  if (issuer !== undefined && URL.canParse(issuer) && overhearable(new URL(issuer))) {
    tell('JIELI_OIDC_ISSUER', '须用 https（本机除外）', 'must be https, on this machine excepted');
  }
  if (given.NODE_ENV === 'production' && issuer === undefined) {
    tell(
      'JIELI_OIDC_ISSUER',
      '演示令牌不得用于生产环境（NODE_ENV=production），请填写统一身份认证（OIDC）的地址',
      'is needed: the demo issuer does not run with NODE_ENV=production',
    );
  }
  return lines;
}
