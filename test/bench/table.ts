import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#runtime';
import { type Figure, shown } from './harness.ts';

const HEAD = ['name', 'unit', 'ours', 'theirs', 'ratio', 'goal', 'holds', 'beside'];

/** The figures as one table of plain text. */
export function table(figures: readonly Figure[]): string {
  const lines = figures.map(({ name, unit, ours, theirs, ratio, goal, holds, note }) => [
    name,
    unit,
    shown(ours),
    shown(theirs),
    ratio === null ? '–' : `${ratio.toPrecision(3)}×`,
    goal,
    holds === null ? '–' : holds ? 'holds' : 'misses',
    note,
  ]);
  const widths = HEAD.map((head, column) => Math.max(...[HEAD, ...lines].map((line) => (line[column] ?? head).length)));
  const right = (column: number) => column >= 2 && column <= 4;
  const text = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (right(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [text(HEAD), text(widths.map((width) => '-'.repeat(width))), ...lines.map(text)].join('\n');
}

export function writeResults(figures: readonly Figure[]): string {
  const folder = join(projectRoot, 'test/bench/results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'latest.json');
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
  return file;
}
