import { directory } from '../../desks/src/seen.fixture.ts';
import { readClients } from './clients.ts';

const pairs = (byte: string) => Array.from({ length: 32 }, () => byte).join(':');
const [OWN, OTHERS, LOST] = ['0A', '0B', '0C'].map(pairs) as [string, string, string];
const URI = 'urn:gov:psb:case-handling';

const clients = readClients(
  `clients:
  - { agency: psb, system: case-handling, uri: "${URI}" }
  - { agency: court, system: files, fingerprint: "${OWN.toLowerCase()}" }
refused:
  - { fingerprint: "${LOST}" }
  - { serial: "00:0a:1B" }
`,
  directory,
  () => '2025-03-03',
);
const whose = (subjectaltname?: string, fingerprint256 = OTHERS) => clients.of({ fingerprint256, subjectaltname })?.id;

describe('a certificate speaks for an agency', () => {
  it('by its fingerprint, or by the one URI that it names', () => {
    expect(whose(undefined, OWN)).toBe('court/files');
    expect(whose(`URI:${URI}`)).toBe('psb/case-handling');
    expect(whose(`DNS:psb.example.cn, URI:${URI}`)).toBe('psb/case-handling');
  });

  it.each([
    ['no name', undefined],
    ['a name of another kind', `DNS:${URI}`],
    ['another URI', `URI:${URI}2`],
    ['two URIs, whichever stands first', `URI:${URI}, URI:urn:gov:court:files`],
    ['two URIs, whichever stands last', `URI:urn:gov:court:files, URI:${URI}`],
    ['a URI twice', `URI:${URI}, URI:${URI}`],
    ['a name in quotes', `DNS:"x, URI:${URI}"`],
  ])('and for none with %s', (_, subjectaltname) => expect(whose(subjectaltname)).toBeUndefined());
});

it('one that was lost is let in no longer, by fingerprint or by serial however it is written', () => {
  const refused = (fingerprint256: string, serialNumber: string) => clients.refused({ fingerprint256, serialNumber });
  expect([refused(LOST, '01'), refused(OWN, '0A1B'), refused(OWN, 'A1B'), refused(OWN, '0A1C')]).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

it.each([
  ['an agency that is not in the directory', `clients: [{ agency: nobody, system: a, uri: "${URI}" }]`, /nobody/],
  [
    'a certificate named twice',
    `clients: [{ agency: psb, system: a, uri: "${URI}" }, { agency: court, system: b, uri: "${URI}" }]`,
    /named twice/,
  ],
  ['one named by both marks', `clients: [{ agency: psb, system: a, uri: "${URI}", fingerprint: "${OWN}" }]`, /one of/],
  ['one named by none', 'clients: [{ agency: psb, system: a }]', /one of/],
])('a file is refused for %s', (_, text, why) => {
  expect(() => readClients(text, directory, () => '2025-03-03')).toThrow(why);
});
