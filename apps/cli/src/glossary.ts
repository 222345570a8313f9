import { Command } from 'commander';
import * as theCase from '#case';
import { caseCommands, caseEvents, REFUSALS, systemCommands } from '#case';
import {
  keyMinorCommands,
  keyMinorEvents,
  keyMinorSystemCommands,
  ledgerCommands,
  ledgerEvents,
  ledgerSystemCommands,
  surveyWorkCommands,
  surveyWorkEvents,
  surveyWorkSystemCommands,
} from '#ledger';
import { AGENCY_TYPES, type Bilingual, type ClockEntry, type Pack, type PackSet, type Sourced } from '#policy';
import { recommendationCommands, recommendationEvents, recommendationSystemCommands } from '#recommendation';
import { loadPacks } from '#runtime';
import { OLDER_CODES, OLDER_COMMANDS, OLDER_EVENTS, type OlderName } from '#scenario';
import { duration } from './clock.words.ts';
import { CONCERNS, WORDS } from './glossary.names.ts';
import { agencies, KINDS, STANDINGS } from './policy.show.ts';

/** `jieli glossary`: one name for each thing, in Chinese and English. */
export function glossaryCommand(): Command {
  return new Command('glossary')
    .description('词汇表（docs/glossary.md）。The glossary: one name for each thing.')
    .action(() => void process.stdout.write(glossary(loadPacks())));
}

/**
 * The text of `docs/glossary.md` (词汇表), made from the registries of the code and the shipped packs.
 *
 * @throws Error when there is no national pack.
 */
export function glossary(packs: PackSet): string {
  const national = packs.get('national');
  if (!national) throw new Error('there is no pack "national"');
  const named = CONCERNS.map(({ name, maps, events = [] }) => ({ name, events: [...eventsOf(maps), ...events] }));
  const known = new Set(named.flatMap(({ events }) => events));
  const others = Object.keys(EVENTS).filter((event) => !known.has(event));
  const concerns = others.length > 0 ? [...named, { name: { zh: '其他', en: 'Other' }, events: others }] : named;
  return `${[
    '# 词汇表 Glossary',
    '',
    '**摘要。** 一物一名：命令、事件、时限、拒绝代码、机构类型、依据效力的中英文名称，谁可以作出某一行为（全国规则），以及政策表中旧名的对应。',
    '本页由程序生成，请勿手改。',
    '',
    'One name for each thing. Made from the code by `npm run -s jieli -- glossary > docs/glossary.md`; a test compares it.',
    'Do not edit it by hand.',
    '',
    '## 用语 Words',
    '',
    ...table(
      ['Word', '中文', 'Meaning'],
      WORDS.map(({ word, zh, en }) => [word, zh, en]),
    ),
    '## 命令与事件 Commands and events',
    '',
    'A command is given by an agency and decided; an event is what came of it. What a place rules otherwise: `jieli policy show <place>`.',
    '',
    ...concerns.flatMap(({ name, events }) => concern(name, events, packs)),
    '## 时限 Clocks',
    '',
    ...table(['Clock', '中文', 'English', 'Kind', 'How long', 'Standing', 'Packs'], clocks(packs, 'clocks')),
    '### 待建时限 Clocks that wait',
    '',
    'Their tracks do not exist yet: they stand in the packs, are checked and shown, and are never started.',
    '',
    ...clocks(packs, 'waiting').flatMap(waiting),
    '',
    '## 拒绝代码 Refusal codes',
    '',
    ...Object.entries(REFUSALS).flatMap(([code, { zh, en }]) => [`- \`${code}\` ${zh}`, `  ${en}`]),
    '',
    '## 机构类型 Agency types',
    '',
    ...table(
      ['Type', '中文', 'English'],
      Object.entries(AGENCY_TYPES).map(([type, name]) => [type, ...both(name)]),
    ),
    '## 依据效力 Standings',
    '',
    ...table(
      ['Standing', '中文', 'Meaning'],
      Object.entries(STANDINGS).map(([name, said]) => [`\`${name}\``, ...both(said)]),
    ),
    '## 旧名 Older names',
    '',
    'Names that the policy tables use, and the one that each has here.',
    '',
    ...older('Command there', OLDER_COMMANDS),
    ...older('Event there', OLDER_EVENTS),
    ...older('Code there', OLDER_CODES),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

const EVENTS = { ...caseEvents, ...recommendationEvents, ...ledgerEvents, ...keyMinorEvents, ...surveyWorkEvents };
/** Given by nobody. The clock runner's command has one name whatever the clock is counted in. */
const SYSTEM: readonly object[] = [
  systemCommands,
  recommendationSystemCommands,
  ledgerSystemCommands,
  keyMinorSystemCommands,
  surveyWorkSystemCommands,
].flatMap((map) => Object.values(map));
const COMMANDS = [
  ...Object.entries({ ...caseCommands, ...systemCommands }),
  ...Object.entries({ ...recommendationCommands, ...recommendationSystemCommands }),
  ...Object.entries({ ...ledgerCommands, ...ledgerSystemCommands }),
  ...Object.entries({ ...keyMinorCommands, ...keyMinorSystemCommands }),
  ...Object.entries({ ...surveyWorkCommands, ...surveyWorkSystemCommands }),
];

function waiting([clock, zh, en, ...said]: readonly string[]): readonly string[] {
  return [`- ${clock} ${zh} ${en}`, `  ${said.slice(0, -1).join('; ')}`, `  待 awaits ${said.at(-1)}`];
}

/** The commands given for the events of one concern, who may give them, and the events. */
function concern(name: Bilingual, events: readonly string[], packs: PackSet): readonly string[] {
  const given = COMMANDS.filter(
    ([
      ,
      {
        emits: [first],
      },
    ]) => first !== undefined && events.includes(first),
  );
  const commands = given.map(([command, definition]) => {
    const rule = packs.get('national')?.powers[command] ?? elsewhere(command, packs);
    const place = rule && rule.from !== 'national' ? ` (${rule.from})` : '';
    const who = SYSTEM.includes(definition) ? 'SYSTEM' : `${agencies(rule?.agencies ?? [])}${place}`;
    return [`\`${command}\``, ...both(definition.name), who || '—', rule?.standing ?? '—'];
  });
  const outcomes = events.map((event) => {
    const by = COMMANDS.filter(([, { emits }]) => (emits as readonly string[]).includes(event));
    return [`\`${event}\``, ...both(nameOf(event)), by.map(([command]) => `\`${command}\``).join(' ') || '—'];
  });
  return [
    `### ${name.zh} ${name.en}`,
    '',
    ...(commands.length > 0 ? table(['Command', '中文', 'English', 'Who may (national)', 'Standing'], commands) : []),
    ...table(['Event', '中文', 'English', 'Given by'], outcomes),
  ];
}

/** A power that no national rule gives, but that of a place. */
function elsewhere(command: string, packs: PackSet): Pack['powers'][string] | undefined {
  return packs.names.map((name) => packs.get(name)?.powers[command]).find((rule) => rule !== undefined);
}

/** Events of the maps that the case exports under these names. */
function eventsOf(maps: readonly string[]): readonly string[] {
  const exported = {
    ...theCase,
    recommendationEvents,
    ledgerEvents,
    keyMinorEvents,
    surveyWorkEvents,
  } as unknown as Readonly<Record<string, object | undefined>>;
  return maps.flatMap((map) => Object.keys(exported[map] ?? {}));
}

function nameOf(event: string): Bilingual {
  return EVENTS[event as keyof typeof EVENTS].name;
}

function clocks(packs: PackSet, which: 'clocks' | 'waiting'): readonly (readonly string[])[] {
  const all = packs.names.flatMap((name) =>
    Object.entries<Sourced<ClockEntry>>(packs.get(name)?.[which] ?? {}).map(([clock, rule]) => ({ clock, rule })),
  );
  return [...Map.groupBy(all, ({ clock }) => clock)].map(([clock, of]) => {
    const from = [...new Set(of.map(({ rule }) => rule.from))];
    const { rule } = of.find(({ rule: { from: pack } }) => pack === 'national') ?? (of[0] as (typeof of)[number]);
    const awaits = rule.awaits ? [`${rule.awaits.zh} ${rule.awaits.en}`] : [];
    const said = [KINDS[rule.kind].en, duration(rule), rule.standing, from.join(' '), ...awaits];
    return [`\`${clock}\``, ...both(rule.name), ...said];
  });
}

function older(head: string, names: readonly OlderName[]): readonly string[] {
  return table(
    [head, 'Here', 'Why'],
    names.map(({ older: name, now, why = '' }) => [name, `\`${now}\``, why]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line), ''];
}

function both({ zh, en }: Bilingual): readonly [string, string] {
  return [zh, en];
}
