import type { Proof } from '../proof.ts';
import { type Watched, watch } from './histories.ts';
import { plantedHistories } from './planted.histories.ts';
import { planted, reckoned, wrongLines } from './reckonings.ts';
import { calendarCases, tables } from './table.ts';

const WANTED = 200;
const SHORT = 100;
const FULL = 10_000;
const TO_CATCH = 200;

/**
 * Due times equal an independent table, written by hand; comments, edits, refusals and reads move no clock in random histories;
 * and whoever checks this finds the bugs planted in both.
 */
export const clocks: Proof = async ({ full, seed = 1, seeds = full ? FULL : SHORT, trace, tell }) => {
  const wrong = wrongLines(reckoned, calendarCases);
  const sizes = [...tables].map(([name, lines]) => `${name} ${lines.length}`).join(', ');
  const caught = planted.map((one) => ({ ...one, lines: wrongLines(one.reckon, calendarCases) }));

  const watched: Watched[] = [];
  for (let n = seed; n < seed + seeds; n += 1) {
    watched.push(watch(n));
    if (trace || watched.length % 500 === 0) tell(`clocks: ${watched.length} of ${seeds} histories`);
  }
  const sum = (of: (one: Watched) => number) => watched.reduce((all, one) => all + of(one), 0);
  const violations = watched.flatMap((one) => one.violations);

  const found = plantedHistories.map((one) => ({ ...one, by: firstCaught(one.ways, seed) }));
  const bugs = [
    ...caught.map(({ name, what, lines }) => ({
      name,
      what,
      by: lines[0] && `${lines.length} lines, as ${lines[0]}`,
    })),
    ...found,
  ];
  const missed = bugs.filter(({ by }) => by === undefined);
  return {
    holds: wrong.length === 0 && calendarCases.length >= WANTED && violations.length === 0 && missed.length === 0,
    figures: [
      `${calendarCases.length} calendar cases (${sizes}), ${wrong.length} differ from the table`,
      ...wrong.slice(0, 20),
      `${watched.length} random histories: ${sum(({ clocks: all }) => all)} clocks, ${sum(({ events }) => events)} events, ` +
        `${sum(({ quiet }) => quiet)} of them named by no clock (comments, edits, reminders), ${sum(({ refused }) => refused)} refusals, ` +
        `${sum(({ reads }) => reads)} reads; ${violations.length} clocks moved by them`,
      ...violations.slice(0, 20),
      `${bugs.length - missed.length} of ${bugs.length} planted bugs caught`,
      ...bugs.map(({ name, what, by = 'NOT CAUGHT' }) => `${name} (${what}) — ${by.slice(0, 200)}`),
    ],
  };
};

function firstCaught(ways: Parameters<typeof watch>[1], seed: number): string | undefined {
  for (let n = seed; n < seed + TO_CATCH; n += 1) {
    const [first] = watch(n, ways).violations;
    if (first !== undefined) return first;
  }
  return undefined;
}
