import { DAY, epochOf, instantAt } from '#calendar';
import { type CaseRecord, type Context, isRefusal } from '#case';
import { History } from '../../../libs/case/src/random.history.fixture.ts';
import { isQuiet, type Ways, ways } from './histories.ts';

/** A bug that moves clocks by what is no work. */
export interface PlantedHistory {
  readonly name: string;
  readonly what: string;
  readonly ways: Ways;
}

type Give = History['give'];

const pushed = (record: CaseRecord): CaseRecord => ({
  ...record,
  clocks: record.clocks.map((clock) => ({ ...clock, due: instantAt(epochOf(clock.due) + DAY) })),
});

/** Every clock starts again with what a child said and with measures: remarks on a case, to the clocks. */
class Restarting extends History {
  override contextOf(id: string, who: string, commandId: string, more: Partial<Context> = {}): Context {
    const context = super.contextOf(id, who, commandId, more);
    const remarks = ['ChildHeard', 'MeasureApplied', 'MissedSession', 'PossibleDuplicate', 'EligibilityAccepted'];
    const also = remarks.filter(isQuiet).map((event) => ({ event, when: {} }));
    const clocks = Object.fromEntries(
      Object.entries(context.pack.clocks).map(([name, rule]) => {
        return [name, { ...rule, starts: [...rule.starts, ...also], stops: [...rule.stops, ...also] }];
      }),
    );
    return { ...context, pack: { ...context.pack, clocks } };
  }
}

class Editing extends History {
  override give(...given: Parameters<Give>): ReturnType<Give> {
    const step = super.give(...given);
    const quiet = !isRefusal(step.outcome) && step.outcome.every(({ type }) => isQuiet(type));
    if (quiet) this.cases.set(step.before.id, pushed(step.after));
    return step;
  }
}

class Refusing extends History {
  override give(...given: Parameters<Give>): ReturnType<Give> {
    const step = super.give(...given);
    if (isRefusal(step.outcome)) this.cases.set(step.before.id, pushed(step.after));
    return step;
  }
}

export const plantedHistories: readonly PlantedHistory[] = [
  {
    name: 'remarks-restart-clocks',
    what: 'what a child said restarts the clocks of the case',
    ways: { ...ways, history: (start) => new Restarting(start) },
  },
  {
    name: 'edits-push-dues',
    what: 'an event that names no clock moves every due time by a day',
    ways: { ...ways, history: (start) => new Editing(start) },
  },
  {
    name: 'refusals-push-dues',
    what: 'a command that is refused moves every due time by a day',
    ways: { ...ways, history: (start) => new Refusing(start) },
  },
  {
    name: 'reading-marks-clocks',
    what: 'whoever reads a case has its clocks shown yellow from then on',
    ways: {
      ...ways,
      read: (record, agency, history) => {
        ways.read(record, agency, history);
        for (const clock of record.clocks) Object.assign(clock, { yellowAt: history.at });
      },
    },
  },
];
