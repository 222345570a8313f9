import { loadPacks, publishedCalendar, shippedPacks } from '#runtime';
import type { Config } from './config.ts';
import { type Finding, fine, wrong } from './finding.ts';

const said = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** What the service reads beside the database, and where it is reached: packs, calendar, sign-in, its own port (周边). */
export async function aroundFindings(config: Config, now: number): Promise<readonly Finding[]> {
  const { oidc } = config;
  const signIn = oidc ? [await providerFinding(oidc.issuer)] : [];
  return [
    packFinding(config.packFolders),
    calendarFinding(config.calendarFile, now),
    ...signIn,
    await portFinding(config),
  ];
}

function packFinding(folders: readonly string[]): Finding {
  const title = '政策包 Policy packs';
  try {
    loadPacks([shippedPacks, ...folders]);
    return fine(title, folders.length > 0 ? `自带与 shipped and ${folders.join(', ')}` : '自带 shipped');
  } catch (error) {
    const [first = '', ...more] = said(error).split('\n');
    const found = more.length > 0 ? `${first} (+${more.length})` : first;
    return wrong(
      title,
      found,
      'npm run jieli -- policy check …，更正 JIELI_PACKS。Check the folder; correct JIELI_PACKS.',
    );
  }
}

const DAYS_AHEAD = 31;
const DAY = 86_400_000;

function calendarFinding(file: string | undefined, now: number): Finding {
  const title = '日历 Calendar';
  try {
    const { version, through } = publishedCalendar(file);
    const found = `${version}，至 through ${through}`;
    const soon = new Date(now + DAYS_AHEAD * DAY).getUTCFullYear();
    if (soon <= through) return fine(title, found);
    return wrong(
      title,
      found,
      `${soon} 年安排公布后写入文件并设 JIELI_CALENDAR，见运维手册；在此之前时限为暂定。` +
        `Once ${soon} is published, enter it in a file and set JIELI_CALENDAR; due times are provisional until then.`,
    );
  } catch (error) {
    const remedy = 'npm run jieli -- calendar check …，更正 JIELI_CALENDAR。Check the file; correct JIELI_CALENDAR.';
    return wrong(title, said(error).split('\n')[0] ?? '', remedy);
  }
}

const PATIENCE = 5_000;

async function providerFinding(issuer: string): Promise<Finding> {
  const title = '统一身份认证 Identity provider';
  const remedy =
    '检查 JIELI_OIDC_ISSUER、网络与对方服务：拿不到公钥时无人能登录。' +
    'Check JIELI_OIDC_ISSUER, the network, the provider: without its keys nobody can sign in.';
  try {
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) return wrong(title, `HTTP ${response.status}`, remedy);
    const { issuer: named } = (await response.json()) as { readonly issuer?: unknown };
    if (named !== issuer) return wrong(title, '发现文档的 issuer 与设置不符 discovery names another issuer', remedy);
    return fine(title, issuer);
  } catch (error) {
    const { cause } = error as { readonly cause?: { readonly code?: unknown } };
    return wrong(title, `${said(error)}${cause?.code ? ` (${cause.code})` : ''}`, remedy);
  }
}

/** Whoever listens at our port must be us. Nobody listening is told and no fault: the doctor may be asked before the start. */
async function portFinding({ port, listen }: Config): Promise<Finding> {
  const title = '端口 Port';
  const at = `${listen}:${port}`;
  const host =
    listen === '0.0.0.0' ? '127.0.0.1' : listen === '::' ? '[::1]' : listen.includes(':') ? `[${listen}]` : listen;
  try {
    const response = await fetch(`http://${host}:${port}/health/ready`, { signal: AbortSignal.timeout(PATIENCE) });
    const text = await response.text();
    const status = statusIn(text);
    if (status === undefined) return another(title, at);
    if (response.ok) return fine(title, `${at} ${status}`);
    return wrong(title, `${at} ${status}`, '见运维手册 Health。See Health in docs/operations.md.');
  } catch (error) {
    const { cause } = error as { readonly cause?: { readonly code?: unknown } };
    if (cause?.code === 'ECONNREFUSED') return fine(title, `${at} 空闲，服务不在此处运行 free: no service runs here`);
    return another(title, at);
  }
}

function statusIn(text: string): string | undefined {
  try {
    const { status } = JSON.parse(text) as { readonly status?: unknown };
    return typeof status === 'string' ? status : undefined;
  } catch {
    return undefined;
  }
}

function another(title: string, at: string): Finding {
  const remedy = '停止占用者，或另设 PORT。Stop what listens there, or set another PORT.';
  return wrong(title, `${at} 被其他程序占用 taken by another program`, remedy);
}
