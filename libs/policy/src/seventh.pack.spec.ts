import { checkPacks } from './check.ts';
import { type PackSet, packSet } from './pack.ts';
import { isError, type PackProblem } from './problem.ts';
import { shippedSources } from './shipped.fixture.ts';

/** A seventh jurisdiction, written as officers would write it. */
const WENZHOU = `pack: wenzhou
name: { zh: 温州市, en: Wenzhou }
extends: national
division: "3303"
effective: "2025-06-01"
eligibility:
  under: 16
  residenceMonths: 6
  crossing: county
  ageCounted: day-after-birthday
  exclusions:
    - code: EXCLUDED_CORE
      name: { zh: 鹿城、龙湾、瓯海之间, en: "Between Lucheng, Longwan and Ouhai" }
      divisions: ["330302", "330303", "330304"]
      standing: configured
      cite: { none: an example }
  standing: configured
  cite: { none: an example }
clocks:
  TRIAGE:
    name: { zh: 线索研判, en: Triage of a flag }
    scope: flag
    kind: duty
    starts: [{ event: FlagRaised, when: { open: true } }]
    stops: [FlagTriaged]
    within: { hours: 4 }
    holder: committee
    standing: configured
    cite: { none: an example }
`;

const inEnglish = ({ path, line, column, message }: PackProblem) => `${path}:${line}:${column}: ${message.en}`;

function withPack(text: string): { packs: PackSet; problems: readonly string[] } {
  const words = { items: new Set(['case', 'flag'] as const), holders: new Set(['committee'] as const) };
  const vocabulary = {
    commands: new Set(['RaiseFlag']),
    events: new Map([
      ['FlagRaised', { ...words, fields: new Map([['open', 'boolean' as const]]) }],
      ['FlagTriaged', { ...words, fields: new Map() }],
    ]),
  };
  const own = checkPacks([{ path: 'seventh.yaml', text }], vocabulary);
  const { files, problems } = checkPacks([...shippedSources, { path: 'seventh.yaml', text }]);
  const all = new Set([...own.problems, ...problems].filter(isError).map(inEnglish));
  return { packs: packSet(files), problems: [...all].filter((line) => !line.includes('no pack "national"')) };
}

describe('a seventh pack', () => {
  const waiting = WENZHOU.replace('stops: [FlagTriaged]', 'stops: [FlagSung]').replace(
    '    holder: committee',
    '    awaits: { zh: 歌唱, en: song }\n    holder: committee',
  );

  it('may name events that do not exist where the clock awaits its track, and then starts nothing', () => {
    const { packs, problems } = withPack(waiting.replace('  TRIAGE:', '  SINGING:'));
    expect(problems).toEqual([]);
    const pack = packs.inForce('330302001', '2025-06-01');
    expect([pack.clocks.SINGING, pack.waiting.SINGING?.awaits.en]).toEqual([undefined, 'song']);
  });

  it('cannot let a clock wait that runs above it', () => {
    const { problems } = withPack(waiting);
    expect(problems).toEqual(['seventh.yaml:27:5: TRIAGE runs in national@2024-04-26 and cannot wait here']);
  });

  it('is YAML alone: it overrides a clock, adds an exclusion and keeps the rest', () => {
    const { packs, problems } = withPack(WENZHOU);
    const pack = packs.inForce('330302001', '2025-06-01');
    expect(problems).toEqual([]);
    expect(pack).toMatchObject({
      name: 'wenzhou',
      clocks: { TRIAGE: { within: { hours: 4 }, from: 'wenzhou' }, DISSUADE: { from: 'national' } },
      eligibility: { exclusions: [{ code: 'EXCLUDED_CORE' }], from: 'wenzhou' },
      powers: { IssueAdmonition: { agencies: ['PSB', 'PS', 'PROC', 'COURT'], from: 'national' } },
    });
    expect(packs.inForce('330302001', '2025-05-31').clocks.TRIAGE?.within).toEqual({ workingDays: 1 });
    expect(packs.inForce('330109', '2025-06-01').name).toBe('national');
  });

  it.each([
    ['an unknown key', 'scope: flag', 'scop: flag', '22:5: unknown key "scop"'],
    ['a rule without citation', '\n    cite: { none: an example }\n', '\n', '20:3: a rule needs a citation'],
    [
      'a rule without standing',
      '    holder: committee\n    standing: configured\n',
      '    holder: committee\n',
      '20:3: a rule needs a standing',
    ],
    [
      'a statute without a law',
      'standing: configured\n    cite',
      'standing: statute\n    cite',
      '29:5: only a configured rule may stand without a source',
    ],
    [
      'a statute that cites a document',
      'standing: configured\n    cite: { none: an example }',
      'standing: statute\n    cite: { seed: a.txt, clause: 一, quote: 甲 }',
      '29:5: statute cites a law',
    ],
    [
      'a citation without its quote',
      '{ none: an example }\n  standing',
      '{ seed: a.txt, clause: 一 }\n  standing',
      '16:7: eligibility.exclusions.0.cite.quote is missing',
    ],
    [
      'a trigger that is none',
      'stops: [FlagTriaged]',
      'stops: [{ evnt: FlagTriaged }]',
      '25:13: a trigger is an event, or {event, when}',
    ],
    ['an unknown event', 'stops: [FlagTriaged]', 'stops: [FlagTriagd]', '25:13: unknown event "FlagTriagd"'],
    [
      'a clock that waits for what is there',
      '    holder: committee',
      '    awaits: { zh: 无, en: nothing }\n    holder: committee',
      '27:5: awaits nothing: every event that it names exists',
    ],
    [
      'a scope of a track that does not exist',
      'scope: flag',
      'scope: patient',
      '22:5: scope patient is of a track that does not exist yet',
    ],
    [
      'a clock that nothing starts',
      'starts: [{ event: FlagRaised, when: { open: true } }]',
      'starts: []',
      '24:5: a clock needs an event that starts it',
    ],
    [
      'a start by the day',
      '    holder: committee',
      '    startsOn: 10-01\n    holder: committee',
      '27:5: only what runs to a day of the year counts from one',
    ],
    [
      'a cadence that is never met',
      '{ hours: 4 }',
      '{ each: month }',
      '26:15: a cadence needs an event that both stops it',
    ],
    [
      'a day that no year has',
      '{ hours: 4 }',
      '{ on: 02-30 }',
      '26:15: clocks.TRIAGE.within.on: a day of the year MM-DD',
    ],
    ['the most of nothing', '{ hours: 4 }', '{ hours: 4, most: 6 }', '26:25: most stands beside asWritten'],
    [
      'a variant by a field that is not there',
      '    holder: committee',
      '    variants: [{ when: { urgent: true }, within: { hours: 1 } }]\n    holder: committee',
      '27:26: event FlagRaised has no field "urgent"',
    ],
    ['a field no clock may look at', '{ open: true }', '{ facts: x }', '24:14: event FlagRaised has no field "facts"'],
    ['a span nobody knows', '{ hours: 4 }', '{ fortnights: 4 }', '26:5: a clock needs a span'],
    [
      'a field the document does not set',
      '{ hours: 4 }',
      '{ hours: 4, asWritten: hours }',
      '26:25: event FlagRaised has no field "hours"',
    ],
    [
      'an unknown command',
      'clocks:',
      'powers: { DoIt: { agencies: any, standing: configured, cite: { none: x } } }\nclocks:',
      '19:11: unknown command "DoIt"',
    ],
    [
      'an unknown agency type',
      'clocks:',
      'powers: { RaiseFlag: { agencies: [CIA], standing: configured, cite: { none: x } } }\nclocks:',
      '19:35: unknown agency type "CIA"',
    ],
    ['a pack that is not there', 'extends: national', 'extends: zhejiang', '3:1: there is no pack "zhejiang"'],
    ['a circle', 'extends: national', 'extends: wenzhou', '3:1: "wenzhou" extends itself: wenzhou → wenzhou'],
    [
      'a version that is not there',
      'effective: "2025-06-01"',
      'effective: "2025-06-01"\namends: "2025-01-01"',
      '6:1: there is no wenzhou@2025-01-01',
    ],
    [
      'a key that stands twice',
      'extends: national',
      'extends: national\npack: wenzhou',
      '4:1: the same key stands twice',
    ],
  ])('is told of %s, with file, line and column', (_, from, to, problem) => {
    expect(WENZHOU).toContain(from);
    expect(withPack(WENZHOU.replace(from, to)).problems.join('\n')).toContain(`seventh.yaml:${problem}`);
  });
});
