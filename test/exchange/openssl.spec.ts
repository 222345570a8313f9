import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRevocations } from '#exchange';
import { projectRoot } from '#runtime';
import { endOf } from '#service';

const guide = readFileSync(join(projectRoot, 'docs/exchange.md'), 'utf8');
const [issuing = '', takingBack = ''] = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, lines]) => lines);
const missing = (() => {
  try {
    execFileSync('openssl', ['version']);
    return undefined;
  } catch (error) {
    return (error as Error).message.split('\n')[0];
  }
})();

if (missing === undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'jieli-openssl-'));
  afterAll(() => rm(folder, { recursive: true }));
  const run = (lines: string) =>
    execFileSync('bash', ['-eu'], { cwd: folder, input: lines, stdio: ['pipe', 'ignore', 'pipe'] });
  const read = (name: string) => readFileSync(join(folder, name));
  const revoked = async () => {
    const { raw, serialNumber } = new X509Certificate(read('psb-441502.crt'));
    return (await readRevocations(read('revoked.crl'), read('agencies-ca.crt'))).revoked({ raw, serialNumber });
  };

  it('the guide’s lines for openssl make certificates that the exchange takes, and take one back', async () => {
    run(issuing);
    const [authority, server, police] = ['agencies-ca.crt', 'server.crt', 'psb-441502.crt'].map(
      (name) => new X509Certificate(read(name)),
    ) as [X509Certificate, X509Certificate, X509Certificate];
    expect([server, police].map((one) => one.verify(authority.publicKey))).toEqual([true, true]);
    expect([server.subjectAltName, police.subjectAltName]).toEqual([
      'DNS:localhost',
      'URI:urn:gov:psb-441502:case-handling',
    ]);
    expect(endOf(read('server.crt'))).toBe(Date.parse(server.validTo));
    expect(await revoked()).toBe(false);
    run(takingBack);
    expect(await revoked()).toBe(true);
  });
} else {
  process.stdout.write(`the guide’s lines for openssl are skipped, there is none: ${missing}\n`);
  it.skip(`the guide’s lines for openssl: skipped, there is none (${missing})`, () => undefined);
}
