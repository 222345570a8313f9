import { createCipheriv, createSecretKey, hkdfSync } from 'node:crypto';
import { decrypt, encrypt, keyedDigest, suiteNames } from './suite.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('suites', () => {
  it('intl is AES-256-GCM: test case 16 of the GCM specification', () => {
    const key = hex('feffe9928665731c6d6a8f9467308308 feffe9928665731c6d6a8f9467308308');
    const plain = hex(
      'd9313225f88406e5a55909c5aff5269a 86a7a9531534f7da2e4c303d8a318a72 1c3c0c95956809532fcf0e2449a6b525 b16aedf5aa0de657ba637b39',
    );
    const aad = 'feedfacedeadbeeffeedfacedeadbeefabaddad2';
    const frame = encrypt('intl', createSecretKey(key), '', plain, () => hex('cafebabefacedbaddecaf888'));
    expect(frame.subarray(12, -16).toString('hex')).toBe(
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662',
    );
    // the AAD of the test case is no text: Node's own cipher takes it, ours takes text alone
    const node = createCipheriv('aes-256-gcm', key, hex('cafebabefacedbaddecaf888')).setAAD(hex(aad));
    expect(Buffer.concat([node.update(plain), node.final(), node.getAuthTag()]).toString('hex')).toMatch(
      /76fc6ece0f4e1768cddf8853bb2d551b$/,
    );
  });

  it('gm is SM4-GCM: the example of RFC 8998, A.2.1', () => {
    const iv = hex('00001234567800000000ABCD');
    const plain = hex(
      'AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDDEEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA',
    );
    const node = createCipheriv('sm4-gcm' as 'aes-128-gcm', hex('0123456789ABCDEFFEDCBA9876543210'), iv);
    node.setAAD(hex('FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2'));
    expect(
      Buffer.concat([node.update(plain), node.final(), node.getAuthTag()])
        .toString('hex')
        .toUpperCase(),
    ).toBe(
      '17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D83DE3541E4C2B58177E065A9BF7B62EC',
    );
    const secret = createSecretKey(Buffer.alloc(32, 7));
    const derived = Buffer.from(hkdfSync('sm3', secret, '', 'jieli vault: sm4', 16));
    const own = createCipheriv('sm4-gcm' as 'aes-128-gcm', derived, iv).setAAD(Buffer.from('aad'));
    const wanted = Buffer.concat([iv, own.update(plain), own.final(), own.getAuthTag()]);
    expect(encrypt('gm', secret, 'aad', plain, () => iv).equals(wanted)).toBe(true);
  });

  /** By `openssl dgst -mac HMAC -macopt hexkey:0707…` with `-sha256` and `-sm3` (OpenSSL 3.0.19). */
  it.each([
    ['intl', '27294235a28c4753cfb45a06bb363f81be9d0379f197c958c9029734be9d109c'],
    ['gm', '5efc8eff4e091d95ed830179e5f5b6737cf4933c6f498f561e9641451e5599b4'],
  ] as const)('%s keys its digests as OpenSSL does', (suite, known) => {
    const digest = keyedDigest(suite, createSecretKey(Buffer.alloc(32, 7)), 'phone\n13800138000');
    expect(Buffer.from(digest, 'base64url').toString('hex')).toBe(known);
  });

  it.each(suiteNames)('%s opens what it sealed, and nothing that was altered', (suite) => {
    const secret = createSecretKey(Buffer.alloc(32, 7));
    const frame = encrypt(suite, secret, 'aad', Buffer.from('林小满'));
    expect(decrypt(suite, secret, 'aad', frame).toString()).toBe('林小满');
    for (let at = 0; at < frame.length; at += 1) {
      const altered = Buffer.from(frame);
      altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
      expect(() => decrypt(suite, secret, 'aad', altered)).toThrow('does not authenticate');
    }
    expect(() => decrypt(suite, secret, 'other', frame)).toThrow('does not authenticate');
  });
});
