import { dueAfter, epochOf, type Instant, instantAt, type WorkCalendar } from '#calendar';
import type { LadderRule, RungStep } from '#policy';
import type { CaseEvent } from '../case.ts';
import type { Context } from '../kernel/command.ts';
import type { EventDeclarations } from '../kernel/event.ts';
import { changed, type Evolve } from '../kernel/evolve.ts';
import type { Sealed } from '../kernel/sealed.ts';
import { type CaseRecord, type Clock, clockOf } from '../record.ts';
import { superiorOf } from '../superior.ts';

/** One rung of the ladder (督办阶梯) that is still to come, reckoned when the clock ran out. */
export interface Rung {
  readonly step: RungStep;
  readonly due: Instant;
}

/** An organ that was told that a clock of an agency below it ran out (报上级). */
export interface ToldAbove {
  readonly to: string;
  readonly clockId: string;
}

/** About which clock something was done, and whose time it is. `due`: by time alone, at this rung; left out, by an officer. */
export interface AboutClock {
  readonly clockId: string;
  readonly clock: string;
  readonly item: string;
  readonly holder: string | null;
  readonly due?: Instant;
}

export interface LadderEvents {
  HolderReminded: AboutClock;
  HolderUrged: AboutClock & { readonly note?: Sealed };
  SuperiorNotified: AboutClock & { readonly superior: string | null };
}

export const ladderEvents: EventDeclarations<LadderEvents> = {
  HolderReminded: { name: { zh: '已提醒责任机构', en: 'Holder reminded' }, looks: { clock: 'text' } },
  HolderUrged: { name: { zh: '催办', en: 'Holder urged' }, looks: { clock: 'text' } },
  SuperiorNotified: { name: { zh: '已报告上级机关', en: 'Superior organ notified' }, looks: { clock: 'text' } },
};

export const evolveLadder: Evolve<LadderEvents> = {
  HolderReminded: (record, data) => climbed(record, data),
  HolderUrged: (record, data) => climbed(record, data),
  SuperiorNotified: (record, data) => ({
    ...climbed(record, data),
    superiors: toldOnce(record.superiors, data),
  }),
};

function toldOnce(told: CaseRecord['superiors'], { superior: to, clockId }: LadderEvents['SuperiorNotified']) {
  const known = to === null || told.some((one) => one.to === to && one.clockId === clockId);
  return known ? told : [...told, { to, clockId }];
}

/** A rung that time took is behind the clock; what an officer does beside the ladder leaves it as it is. */
export function climbed(record: CaseRecord, { clockId, due }: AboutClock): Pick<CaseRecord, 'clocks'> {
  const clock = clockOf(record, clockId);
  if (!clock || due === undefined) return { clocks: record.clocks };
  return { clocks: changed(record.clocks, clockId, { ladder: clock.ladder?.slice(1) }) };
}

/** The rungs of a clock that ran out, by the pack that it began under; each comes after the one before. */
export function rungsOf(clock: Clock, { packOf, calendar }: Pick<Context, 'packOf' | 'calendar'>): readonly Rung[] {
  const pack = packOf(clock);
  const name = pack.clocks[clock.clock]?.ladder;
  const ladder = name === undefined ? undefined : pack.ladders[name];
  if (!ladder) return [];
  const known = lately.get(ladder);
  if (known?.ranOut === clock.due && known.calendar === calendar) return known.rungs;
  const ranOut = epochOf(clock.due);
  let last = ranOut - 1;
  const rungs = ladder.rungs.map(({ step, after }): Rung => {
    const due = epochOf(dueAfter(clock.due, after, true, calendar).due);
    last = due <= ranOut ? due : Math.max(last + 1, due);
    return { step, due: instantAt(last) };
  });
  lately.set(ladder, { ranOut: clock.due, calendar, rungs });
  return rungs;
}

/** What was last reckoned for a ladder: most clocks are due at the end of a day, and many at that of the same. */
const lately = new WeakMap<
  LadderRule,
  { readonly ranOut: Instant; readonly calendar: WorkCalendar; readonly rungs: readonly Rung[] }
>();

/** What the next rung of an overdue clock brings, once its time has come. */
export function climb(clock: Clock, context: Context): readonly CaseEvent[] {
  const [rung] = clock.ladder ?? [];
  return rung && context.at > rung.due ? [taken(rung, clock, context)] : [];
}

/** What a rung brings. */
export function taken({ step, due }: Rung, clock: Clock, { directory, newId }: Context): CaseEvent {
  const about = { clockId: clock.id, clock: clock.clock, item: clock.item, holder: clock.holder, due };
  switch (step) {
    case 'remind':
      return { type: 'HolderReminded', data: about };
    case 'urge':
      return { type: 'HolderUrged', data: about };
    case 'supervise':
      return { type: 'SupervisionOpened', data: { ...about, supervisionId: newId(), by: null } };
    case 'superior': {
      const holder = clock.holder === null ? undefined : directory.get(clock.holder);
      const superior = holder && superiorOf(holder, directory);
      return { type: 'SuperiorNotified', data: { ...about, superior: superior?.id ?? null } };
    }
  }
}
