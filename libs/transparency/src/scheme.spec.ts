import { publicSm2, signSm2, sm2Scheme } from './scheme.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** The example of GB/T 32918.5 (GM/T 0003.5), annex A, over the recommended curve. */
const SECRET = hex('3945208F7B2144B13F36E38AC6D39F95 889393692860B51A42FB81EF4DF7C5B8');
const PUBLIC = hex(
  `04 09F9DF311E5421A150DD7D161E4BC5C6 72179FAD1833FC076BB08FF356F35020
      CCEA490CE26775A52DC6EA718CC1AA60 0AED05FBF35E084A6632F6072DA9AD13`.replaceAll(/\s/g, ''),
);
const STANDARD = hex(
  `F5A03B0648D2C4630EEAC513E1BB81A1 5944DA3827D5B74143AC7EACEEE720B3
   B1B6AA29DF212FD8763182BC0D421CA1 BB9038FD1F7F42D4840B69C485BBC1AA`.replaceAll(/\s/g, ''),
);

/**
 * Made by OpenSSL 3.0.19 with the same key over the same text:
 * `openssl pkeyutl -sign -rawin -digest sm3 -inkey key.pem -in text -pkeyopt distid:1234567812345678`, of which `r` and `s` are kept.
 */
const TEXT = Buffer.from('jieli.example/log\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n');
const OPENSSL = hex(
  'ab5b6e8ad534b798808d56d363ceb5722c9902b7c5ad8bff17c879d59a1b89f8' +
    '6c760ab3b334cac9a2da8b6fef25a82da67662e993def57c3216607f3e0a524a',
);

describe('SM2', () => {
  it('has the public key of the standard’s private key', () => {
    expect(publicSm2(SECRET)).toEqual(PUBLIC);
  });

  it.each([
    ['the standard’s own example', Buffer.from('message digest'), STANDARD],
    ['what OpenSSL signed', TEXT, OPENSSL],
    ['what it signed itself', TEXT, signSm2(TEXT, SECRET)],
  ])('believes %s, and nothing that differs by a bit', (_, text, signature) => {
    expect(sm2Scheme.holds(text, PUBLIC, signature)).toBe(true);
    for (const at of [0, 17, 31, 32, 48, 63]) {
      const altered = Buffer.from(signature);
      altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
      expect([at, sm2Scheme.holds(text, PUBLIC, altered)]).toEqual([at, false]);
    }
    expect(sm2Scheme.holds(Buffer.concat([text, Buffer.from('.')]), PUBLIC, signature)).toBe(false);
  });

  it.each([Buffer.alloc(0), Buffer.alloc(64), Buffer.alloc(64, 255), Buffer.alloc(63, 1), Buffer.alloc(65, 1)])(
    'does not believe what is no signature (%#), nor throw',
    (signature) => {
      expect(sm2Scheme.holds(TEXT, PUBLIC, signature)).toBe(false);
    },
  );

  it('does not believe under a key that is no point of the curve', () => {
    expect(sm2Scheme.holds(TEXT, Buffer.alloc(65, 4), OPENSSL)).toBe(false);
  });

  it('signs anew each time', () => {
    expect(signSm2(TEXT, SECRET)).not.toEqual(signSm2(TEXT, SECRET));
  });
});
