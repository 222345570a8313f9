import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { projectRoot } from '#runtime';
import { jieliProgram } from './program.ts';

const program = jieliProgram();
const guides = [
  ...['README.md', 'CONTRIBUTING.md', 'docker/compose.yaml', 'docker/observability/alerts.yaml'],
  ...readdirSync(join(projectRoot, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

/** What guides tell people to type: after `jieli --`, and `jieli …` where it stands as code. */
function typed(text: string): readonly string[] {
  const lines = [...text.matchAll(/jieli -- ([^`\n;#|>）]*)/g)].map(([, line = '']) => line);
  const named = [...text.matchAll(/`jieli ([a-z][^`\n]*)`/g)].flatMap(([, line = '']) => alternatives(line));
  return [...lines, ...named].map((line) => line.trim()).filter((line) => /^[a-z]/.test(line));
}

/** `views rebuild|parked` is two commands. */
function alternatives(line: string): readonly string[] {
  const [group = '', name = '', ...more] = line.split(' ');
  return name.split('|').map((one) => [group, one, ...more].join(' '));
}

/** What is wrong with a line, if anything: a command or an option that is not there. */
function problem(line: string): string | undefined {
  const words = line.split(/\s+/);
  let command: Command = program;
  while (command.commands.length > 0) {
    const word = words.shift();
    if (word === undefined || word.startsWith('…')) return undefined; // a group is spoken of
    const next = command.commands.find((one) => one.name() === word);
    if (!next) return `no command ${word}`;
    command = next;
  }
  const strange = words.find(
    (word) => /^--?[a-z]/.test(word) && !command.options.some(({ short, long }) => short === word || long === word),
  );
  return strange === undefined ? undefined : `no option ${strange}`;
}

it.each(guides)('%s tells people to type what is there', (path) => {
  const lines = typed(readFileSync(join(projectRoot, path), 'utf8'));
  expect(lines.map((line) => [line, problem(line)]).filter(([, wrong]) => wrong)).toEqual([]);
});

it('sees what is not there', () => {
  expect(['views forget', 'views retry --all', 'nothing', 'doctor', 'keys rotate --suite gm'].map(problem)).toEqual([
    'no command forget',
    'no option --all',
    'no command nothing',
    undefined,
    undefined,
  ]);
});

it('says of every command what it does, in both languages', () => {
  const all = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(all)];
  const silent = all(program).filter((command) => !/[\u4e00-\u9fff].*[A-Za-z]{2}/s.test(command.description()));
  expect(silent.map((command) => command.name())).toEqual([]);
  const options = all(program).flatMap((command) => command.options.map((option) => [command.name(), option] as const));
  const untold = options.filter(([, { description }]) => !/[\u4e00-\u9fff].*[A-Za-z]{2}/s.test(description));
  expect(untold.map(([name, { flags }]) => `${name} ${flags}`)).toEqual([]);
});

it('answers --help at every command, and does nothing for it', () => {
  const all = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(all)];
  const mute = all(program).filter((command) => !/-h, --help/.test(command.helpInformation()));
  expect(mute.map((command) => command.name())).toEqual([]);
  const foreign = all(program).filter((command) =>
    /^(Usage|Options|Commands|Arguments):|display help/m.test(command.helpInformation()),
  );
  expect(foreign.map((command) => command.name())).toEqual([]);
});

it('says of every option that a command cannot do without that it is required', () => {
  const all = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(all)];
  const needing = all(program).filter(({ options }) => options.some(({ mandatory }) => mandatory));
  expect(needing.map((command) => command.name())).toContain('verify');
  for (const command of needing) {
    const told = command.helpInformation().match(/必填。Required\./g) ?? [];
    expect([command.name(), told.length]).toEqual([
      command.name(),
      command.options.filter(({ mandatory }) => mandatory).length,
    ]);
  }
});
