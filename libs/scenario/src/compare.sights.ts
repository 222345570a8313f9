import { type ClockChange, changesIn } from './clock.changes.ts';
import { type Difference, first, holds, listsAs, sameDue } from './compare.ts';
import type { Sight, Subject } from './desk.client.ts';
import type { Player } from './player.ts';
import { ScenarioError } from './read.scenario.ts';
import type { Expectation, Step } from './scenario.schema.ts';

type Look = (who: string) => Promise<Sight>;

/** What each agency sees, its inbox, its next steps, and the states of clocks; each agency is asked once. */
export async function compareSights(
  step: Step,
  expected: Expectation,
  exactly: boolean,
  player: Player,
): Promise<Difference | undefined> {
  const subject = player.subjectOf(step);
  const looked = new Map<string, Promise<Sight>>();
  const look: Look = (who) => {
    const known = looked.get(who);
    if (known) return known;
    if (subject === undefined) throw new ScenarioError('尚无个案或建议可看。There is nothing to look at yet');
    const sight = player.client.look(player.agency(who), subject);
    looked.set(who, sight);
    return sight;
  };
  return (
    (await compareSees(expected, look)) ??
    (await compareHidden(expected, look)) ??
    (await compareInbox(expected, exactly, look)) ??
    (await compareMay(expected, look)) ??
    (subject && (await compareClocks(expected, subject, step, player)))
  );
}

async function compareSees({ sees = [] }: Expectation, look: Look): Promise<Difference | undefined> {
  const seeing = Array.isArray(sees) ? Object.fromEntries(sees.map((who) => [who, true as const])) : sees;
  for (const [who, fields] of Object.entries(seeing)) {
    const sight = await look(who);
    if (!sight.shown) return { what: `${who} sees the case`, expected: true, actual: false };
    const wrong = fields === true ? undefined : holds(who, fields, sight.shown);
    if (wrong) return wrong;
  }
  return undefined;
}

async function compareHidden({ hidden = [], never = {} }: Expectation, look: Look): Promise<Difference | undefined> {
  for (const who of hidden) {
    const sight = await look(who);
    const shown = [
      ...(sight.shown ? [`the case: ${JSON.stringify(sight.shown)}`] : []),
      ...(sight.inbox.length > 0 ? [`${sight.inbox.length} inbox items`] : []),
      ...(sight.steps.length > 0 ? [`${sight.steps.length} next steps`] : []),
      ...(sight.timeline ? ['its timeline'] : []),
    ];
    if (shown.length > 0) {
      return { what: `the case is hidden from ${who}`, expected: 'nothing', actual: shown.join('; ') };
    }
  }
  for (const [who, texts] of Object.entries(never)) {
    const all = JSON.stringify(await look(who));
    const shown = texts.find((text) => all.includes(text));
    if (shown) return { what: `${who} never reads`, expected: 'absent', actual: shown };
  }
  return undefined;
}

async function compareInbox(
  { inbox = {}, colours = {} }: Expectation,
  exactly: boolean,
  look: Look,
): Promise<Difference | undefined> {
  for (const [who, names] of Object.entries(inbox)) {
    const waiting = (await look(who)).inbox.map(({ clock }) => clock.clock);
    const wrong = listsAs(exactly)(`inbox of ${who}`, names, waiting);
    if (wrong) return wrong;
  }
  for (const [who, items] of Object.entries(colours)) {
    const shown = Object.fromEntries((await look(who)).inbox.map(({ clock, colour }) => [clock.clock, colour]));
    const wrong = holds(`colours of ${who}`, items, shown);
    if (wrong) return wrong;
  }
  return undefined;
}

async function compareMay({ may = {}, mayNot = {} }: Expectation, look: Look): Promise<Difference | undefined> {
  for (const [lists, allowed] of [[may, true] as const, [mayNot, false] as const]) {
    for (const [who, commands] of Object.entries(lists)) {
      const steps = (await look(who)).steps.map(({ command }) => command);
      const wrong = commands.find((command) => steps.includes(command) !== allowed);
      if (wrong) return { what: `${who} may ${wrong}`, expected: allowed, actual: !allowed };
    }
  }
  return undefined;
}

/** The newest clock of each name: as whoever is told all of it sees it or, where nobody does, as the steps were answered. */
async function compareClocks(
  { clocks = {}, dues = {} }: Expectation,
  subject: Subject,
  step: Step,
  player: Player,
): Promise<Difference | undefined> {
  const names = [...Object.keys(clocks), ...Object.keys(dues)];
  if (names.length === 0) return undefined;
  const told = changesIn(await player.supervised(subject));
  const newest = (name: string) =>
    newestClock(name, told) ?? newestClock(name, ranOut(name, player.changesOf(subject.id), player.moment(step.at)));
  for (const [name, state] of Object.entries(clocks)) {
    const actual = newest(name)?.state ?? 'never started';
    if (actual !== state) return { what: `clock ${name}`, expected: state, actual };
  }
  return first(
    Object.entries(dues).map(([name, due]) => sameDue(`due of ${name}`, player.shifted(due), newest(name)?.due)),
  );
}

const STATES: Readonly<Record<string, string>> = {
  start: 'running',
  known: 'running',
  pause: 'paused',
  resume: 'running',
  breach: 'overdue',
  expire: 'expired',
  stop: 'stopped',
};

const begins = ({ effect }: ClockChange) => effect === 'start' || effect === 'known';

/** What became of the clock that began last under a name; when work passes to another agency, the one that goes on. */
function newestClock(name: string, changes: readonly ClockChange[]): { state: string; due?: string } | undefined {
  const begun = changes.findLast((change) => change.clock === name && begins(change));
  const own = changes.filter(({ id }) => id === begun?.id);
  const state = STATES[own.findLast(({ effect }) => effect in STATES)?.effect ?? ''];
  return state === undefined ? undefined : { state, due: own.findLast(({ due }) => due)?.due };
}

/** Changes that steps were answered with, and what time alone made of the clock since: that no step is answered. */
function ranOut(name: string, changes: readonly ClockChange[], now: string): readonly ClockChange[] {
  const begun = changes.findLast((change) => change.clock === name && begins(change));
  const clock = newestClock(name, changes);
  if (!begun || clock?.state !== 'running' || now <= (clock.due ?? '')) return changes;
  return [...changes, { ...begun, effect: begun.kind === 'duty' ? 'breach' : 'expire', due: undefined }];
}
