import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { checkClients, checkKey, readRevocations } from '#exchange';
import { readPrivateBytes } from '#vault';
import type { ExchangeSettings } from './config.ts';
import { certificatesIn, endOf } from './exchange.admission.ts';
import { type Finding, fine, wrong } from './finding.ts';

const said = (error: unknown) => (error instanceof Error ? error.message : String(error));
const DAY = 86_400_000;
const SOON = 14 * DAY;
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** The files of the exchange, where any is set (交换服务): keys that fit, certificates that hold, who is let in. */
export async function exchangeFindings(settings: ExchangeSettings, now: number): Promise<readonly Finding[]> {
  const { keyFile, certificateFile, authorityFile, clientsFile, revocationsFile } = settings;
  if (!keyFile && !certificateFile && !authorityFile && !clientsFile) return [];
  const findings = [
    await look('交换服务证书 Exchange certificate', 'JIELI_EXCHANGE_CERTIFICATE, JIELI_EXCHANGE_KEY', async () => {
      const pem = await read(certificateFile);
      checkKey({ certificate: pem, key: keyIn(keyFile) });
      return holding(pem, now);
    }),
    await look('机构证书的签发机构 Authority of the agencies', 'JIELI_EXCHANGE_AUTHORITY', async () => {
      const pem = await read(authorityFile);
      if (certificatesIn(pem).length === 0) throw new Error('没有 PEM 证书 no certificate in PEM');
      return holding(pem, now);
    }),
    await look('交换服务准入 Clients of the exchange', 'JIELI_EXCHANGE_CLIENTS', async () => {
      return `${checkClients((await read(clientsFile)).toString('utf8')).length} 个系统 systems`;
    }),
  ];
  if (!revocationsFile) return findings;
  const revocations = await look('证书吊销列表 Revocation lists', 'JIELI_EXCHANGE_REVOCATIONS', async () => {
    const { nextUpdate = 0 } = await readRevocations(await read(revocationsFile), await read(authorityFile));
    const until = `下次更新 next update ${dayOf(nextUpdate)}`;
    if (nextUpdate <= now) throw new Error(`${until}，已过期 is over`);
    return until;
  });
  return [...findings, revocations];
}

/**
 * Whether the directory (名录) has every agency whose systems are let in: the exchange does not start with one that it has not, and while
 * it runs it keeps the list from before. A file that is wrong in itself is told of by {@link exchangeFindings}.
 */
export async function clientFindings(
  { clientsFile }: ExchangeSettings,
  inDirectory: (agencies: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<readonly Finding[]> {
  if (!clientsFile) return [];
  const named = await read(clientsFile)
    .then((bytes) => checkClients(bytes.toString('utf8')))
    .catch(() => undefined); // told of already
  if (named === undefined) return [];
  const known = await inDirectory(named);
  const strange = [...new Set(named)].filter((agency) => !known.has(agency));
  const title = '交换服务机构与名录 Agencies of the exchange and directory';
  if (strange.length === 0) return [fine(title, '相符 all are there')];
  const remedy =
    '更正 JIELI_EXCHANGE_CLIENTS，或将机构导入名录。Correct JIELI_EXCHANGE_CLIENTS, or import the agency into the directory.';
  return [wrong(title, `名录中没有 not in the directory: ${strange.join(', ')}`, remedy)];
}

async function look(title: string, variables: string, at: () => Promise<string>): Promise<Finding> {
  try {
    return fine(title, await at());
  } catch (error) {
    const found = said(error).split('\n')[0] ?? '';
    const [, open] = /run (chmod 600 .*)$/.exec(found) ?? [];
    return wrong(title, found, open ?? `检查 ${variables}，见 docs/exchange.md。Check ${variables}.`);
  }
}

function read(path: string | undefined): Promise<Buffer> {
  return readFile(given(path));
}

/** @throws VaultError when it is open to other users. */
function keyIn(path: string | undefined): Buffer {
  return readPrivateBytes(given(path));
}

function given(path: string | undefined): string {
  if (!path) throw new Error('未设置 not set');
  return path;
}

/** @throws Error when a certificate in the file has ended, will soon, or does not hold yet. */
function holding(pem: Buffer, now: number): string {
  const until = endOf(pem);
  const begin = Math.max(...certificatesIn(pem).map((one) => Date.parse(new X509Certificate(one).validFrom)));
  const found = `有效期至 valid until ${dayOf(until)}`;
  if (begin > now) throw new Error(`${dayOf(begin)} 起才有效 holds from that day only`);
  if (until <= now) throw new Error(`${found}，已过期 has ended`);
  if (until - now < SOON) throw new Error(`${found}，两周内到期 ends within two weeks`);
  return found;
}
