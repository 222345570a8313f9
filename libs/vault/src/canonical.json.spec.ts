import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { canonicalJson } from './canonical.json.ts';
import { someVault } from './vault.fixture.ts';

const json = fc.jsonValue({ maxDepth: 4 });

/** The same value with the members of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]): [string, unknown] => [key, reversed(member)])
      .reverse(),
  );
}

describe('the digest of a value', () => {
  it('does not depend on the order of keys', async () => {
    const { vault } = await someVault();
    fc.assert(fc.property(json, (value) => expect(vault.digest(reversed(value))).toBe(vault.digest(value))));
  });

  it('differs for different values', async () => {
    const { vault } = await someVault();
    const read = (value: unknown): unknown => JSON.parse(JSON.stringify(value)); // -0 is 0 in JSON
    const similar = fc.oneof(
      json,
      fc.constantFrom(null, '', '0', 0, [], {}, [[]], ['', ''], [','], { a: null }, { '': 0 }),
    );
    fc.assert(
      fc.property(similar, similar, (one, other) => {
        expect(vault.digest(one) === vault.digest(other)).toBe(isDeepStrictEqual(read(one), read(other)));
      }),
      { numRuns: 1000 },
    );
  });

  it('is JSON that reads back as the value', () => {
    fc.assert(
      fc.property(json, (value) => expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value))),
    );
    expect(canonicalJson({ b: '林', a: [1.5, null, true], 𠮷: {} })).toBe('{"a":[1.5,null,true],"b":"林","𠮷":{}}');
  });

  it('takes what is undefined for absent, in a list for null, and dates as JSON writes them', () => {
    class Command {
      readonly child = '林';
      readonly note = undefined;
    }
    expect(canonicalJson(new Command())).toBe('{"child":"林"}');
    expect(canonicalJson(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}');
    expect(canonicalJson([undefined, 1])).toBe('[null,1]');
    expect(canonicalJson(new Array(2))).toBe('[null,null]');
    expect(canonicalJson(new Date(0))).toBe('"1970-01-01T00:00:00.000Z"');
    expect(canonicalJson(undefined)).not.toBe(canonicalJson(null));
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, Symbol('s'), () => 1, new Map(), new Set(), new Uint8Array(1)])(
    'is refused for what JSON does not hold (%#)',
    (value) => {
      expect(() => canonicalJson({ value })).toThrow(TypeError);
    },
  );

  it('differs under another key', async () => {
    const [one, other] = [await someVault(), await someVault()];
    expect(one.vault.digest('林')).not.toBe(other.vault.digest('林'));
  });
});
