import { readScenario } from './read.scenario.ts';

const file = (...more: readonly string[]) =>
  ['scenario: S', 'title: { zh: 甲, en: a }', "place: '441502001001'", 'steps:', ...more].join('\n');
const step = (at: string) => `  - { at: ${at}, who: RVC, does: RaiseFlag, with: { facts: x } }`;

it('reads steps in the order of time, also two at one moment', () => {
  const text = file(step('2025-03-03 09:20'), step('2025-03-03T09:20:00'), step('2025-03-04 09:00'));
  expect(readScenario('a.yaml', text).steps).toHaveLength(3);
});

it.each<[string, string, RegExp]>([
  [
    'a step before the one above it',
    file(step('2025-03-03 09:20'), step('2025-03-02 09:20')),
    /^a\.yaml:6:\d+: .*第 2 步.*先后。Step 2 \(2025-03-02 09:20\) is before/,
  ],
  [
    'a place without quotes',
    file(step('2025-03-03 09:20')).replaceAll("'", ''),
    /^a\.yaml:3:\d+: place: 须为文本.*in quotes/,
  ],
  [
    'a misspelt key',
    file(step('2025-03-03 09:20').replace('does', 'doess')),
    /^a\.yaml:5:\d+: .*没有字段 doess。There is no key doess; is does meant\?/,
  ],
  [
    'a key left out',
    file(step('2025-03-03 09:20')).replace("place: '441502001001'\n", ''),
    /place: 必填。It is needed/,
  ],
])('refuses %s, in Chinese and English', (_, text, what) => {
  expect(() => readScenario('a.yaml', text)).toThrow(expect.objectContaining({ message: expect.stringMatching(what) }));
});
