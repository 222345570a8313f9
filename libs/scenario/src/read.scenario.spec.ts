import { readScenario } from './read.scenario.ts';

const file = (...more: readonly string[]) =>
  ['scenario: S', 'title: { zh: 甲, en: a }', "place: '441502001001'", 'steps:', ...more].join('\n');
const step = (at: string) => `  - { at: ${at}, who: RVC, does: RaiseFlag, with: { facts: x } }`;

it('reads steps in the order of time, also two at one moment', () => {
  const text = file(step('2025-03-03 09:20'), step('2025-03-03T09:20:00'), step('2025-03-04 09:00'));
  expect(readScenario('a.yaml', text).steps).toHaveLength(3);
});

it('reads a moment with an offset as the same in Shanghai, and a title that is not told in two languages', () => {
  const text = file(step('2025-03-03T01:20:00Z'), step('2025-03-03T09:20:00.000+08:00'));
  const { title, steps } = readScenario('a.yaml', text.replace(/title: .*/, 'title: 夜间独处'));
  expect(title).toEqual({ zh: '夜间独处', en: '夜间独处' });
  expect(steps.map(({ at }) => at)).toEqual(['2025-03-03 09:20:00', '2025-03-03 09:20:00']);
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
  ['a moment that is none', file(step('2025年3月3日')), /^a\.yaml:5:\d+: steps\.0\.at: 须为时刻.*A moment is expected/],
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
