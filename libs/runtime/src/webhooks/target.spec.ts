import { BadTarget, targetRules } from './target.ts';

const refusedBy = (rules: ReturnType<typeof targetRules>, url: string): boolean => {
  try {
    rules.check(url);
    return false;
  } catch (error) {
    if (error instanceof BadTarget) return true;
    throw error;
  }
};

/** What a name that resolves to an address comes to. */
const resolved = (rules: ReturnType<typeof targetRules>, hostname: string): Promise<string> =>
  new Promise((resolve) => {
    rules.lookup(hostname, { family: 0 }, (error, address) => resolve(error ? error.name : String(address)));
  });

describe('a target', () => {
  const open = targetRules();

  it.each(['https://case.example.gov.cn/jieli', 'https://8.8.8.8:8443/', 'https://[2400:3200::1]/x?y=z'])(
    'may be %s',
    (url) => expect(refusedBy(open, url)).toBe(false),
  );

  it.each([
    'http://case.example.gov.cn/',
    'ftp://case.example.gov.cn/',
    'https://user:secret@case.example.gov.cn/',
    'https://case.example.gov.cn/#part',
    'case.example.gov.cn',
    '',
    `https://case.example.gov.cn/${'x'.repeat(2_000)}`,
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.0.0.1/',
    'https://0.0.0.0/',
    'https://10.1.2.3/',
    'https://172.31.255.255/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[64:ff9b::a00:1]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[2002:a00:1::]/',
    'https://[2001:db8::1]/',
    'https://[2001:0:a00:1::]/',
    'https://[2001:10::1]/',
    'https://[3fff::1]/',
    'https://[::ffff:0:10.0.0.1]/',
    'https://[::10.0.0.1]/',
  ])('may not be %s', (url) => expect(refusedBy(open, url)).toBe(true));

  it('may not be a name that leads into a private network', async () => {
    expect(await resolved(open, 'localhost')).toBe('BadTarget');
    expect(['127.0.0.1', '::1']).toContain(await resolved(targetRules(['127.0.0.1', '::1']), 'localhost'));
  });

  it('may be private, and plain, in a network that an operator allows', () => {
    const own = targetRules(['10.1.0.0/16', '127.0.0.1', 'fd00::/8']);
    for (const url of ['http://10.1.2.3/', 'https://10.1.2.3/', 'http://127.0.0.1:80/', 'https://[fd00::1]/']) {
      expect([url, refusedBy(own, url)]).toEqual([url, false]);
    }
    for (const url of [
      'http://10.2.2.3/',
      'https://10.2.2.3/',
      'http://127.0.0.2/',
      'http://8.8.8.8/',
      'http://localhost/',
    ]) {
      expect([url, refusedBy(own, url)]).toEqual([url, true]);
    }
  });

  it.each(['10.1.0.0/33', 'localhost', '10.1', '10.1.0.0/x', '::/129'])('%s is no network', (network) => {
    expect(() => targetRules([network])).toThrow(BadTarget);
  });
});
