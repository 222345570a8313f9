import { laterOf } from '#calendar';
import { always } from '../always.fixture.ts';
import { agencies, agency } from '../directory.fixture.ts';
import { Draw } from '../draw.fixture.ts';
import { sealed } from '../given.fixture.ts';
import {
  type CaseRecord,
  type CommandName,
  decide,
  isRefusal,
  nextSteps,
  type RefusalCode,
  relationsOf,
  stepRefusal,
} from '../index.ts';
import { plausible } from '../plausible.input.fixture.ts';
import { CASES, commandNames, type History } from '../random.history.fixture.ts';

/** Codes that say the state forbids it, whatever was filled in. */
const OF_STATE: readonly RefusalCode[] = [
  'NOT_FOUND',
  'CASE_CLOSED',
  'CASE_MERGED',
  'OPEN_ORDER',
  'OPEN_REPORT',
  'OPEN_GUARDIANSHIP',
  'NOT_YOUR_ITEM',
];
const TRIES = 120;

/** A case of the same place that could be merged into another: one flag, and nothing else. */
function mergeable(history: History, { division }: CaseRecord): CaseRecord {
  const other = history.copy();
  other.cases.set('case-3', { ...other.record('case-3'), id: 'case-3' });
  const input = plausible.RaiseFlag({
    record: other.record('case-3'),
    agency: 'rvc',
    draw: new Draw(4),
    otherCase: '',
  });
  const there = { ...input, kind: 'OTHER' as const, signs: [], place: { division } };
  return other.give('case-3', 'rvc', 'RaiseFlag', there, { joins: true }).after;
}

/** The codes met on the way to an input that is not refused; `undefined` at the end says that there is one. */
function codesUntilAccepted(
  history: History,
  id: string,
  who: string,
  name: CommandName,
): readonly (RefusalCode | undefined)[] {
  const met: (RefusalCode | undefined)[] = [];
  const record = history.record(id);
  const other = name === 'MergeFlags' ? mergeable(history, record) : undefined;
  const otherCase = other?.id ?? CASES.find((case_) => case_ !== id) ?? '';
  for (let seed = 1; seed <= TRIES; seed += 1) {
    const input = plausible[name]({ record, agency: who, draw: new Draw(seed * 7919), otherCase });
    const context = history.contextOf(id, who, 'tried', { reason: sealed('reason'), other });
    const outcome = decide({ command: name, input, commandId: 'tried', digest: '' }, record, context);
    met.push(isRefusal(outcome) ? outcome.refused : undefined);
    if (!isRefusal(outcome)) break;
  }
  return met;
}

/** A history as it ended, and as it stood after every twelfth step; not while clocks that were due together are being noted one by one. */
function moments(history: History): readonly [string, History][] {
  const between = history.steps.filter((_, n) => n % 12 === 11);
  const stood = between.map(({ before, after, context }): [string, History] => {
    const then = history.copy();
    then.at = laterOf(context.at, after.at ?? context.at); // the machine's clock may have been set back
    then.cases.set(before.id, after);
    return [before.id, then];
  });
  const noted = ([id, { at, cases }]: [string, History]) =>
    cases.get(id)?.clocks.every(({ state, due }) => state !== 'running' || due >= at);
  return [...stood.filter(noted), ...CASES.map((id): [string, History] => [id, history])];
}

/** Whom the pack names for an application for rehabilitation: it is listed for nobody else. */
function forRehab({ pack: { powers } }: ReturnType<History['contextOf']>, who: string): boolean {
  const named = powers.ApplyRehab?.agencies ?? [];
  return named === 'any' || named.includes(agency(who).type);
}

/** Rights that lapse: given late only with the moment at which they were used, and so not listed any more. */
const WINDOWS: Partial<Record<CommandName, string>> = {
  RequestReview: 'ORDER_REVIEW',
  RequestProtectionReview: 'PROTECTION_ORDER_REVIEW',
  RequestRediagnosis: 'REDIAGNOSIS',
};

function lapsed({ clocks }: CaseRecord, who: string, name: CommandName): boolean {
  const window = WINDOWS[name];
  const runs = clocks.some(({ clock, holder, state }) => clock === window && holder === who && state === 'running');
  return window !== undefined && !runs;
}

describe('the next steps', () => {
  it('are listed exactly when the case’s state does not refuse them and no window has lapsed', () => {
    always((history) => {
      const id = CASES[0];
      const record = history.record(id);
      for (const who of Object.keys(agencies)) {
        const context = history.contextOf(id, who, '');
        const listed = nextSteps(commandNames, record, context).map(({ command }) => command);
        const named = forRehab(context, who);
        expect(listed).toEqual(
          commandNames.filter(
            (name) =>
              !stepRefusal(name, record, context) && (name !== 'ApplyRehab' || named) && !lapsed(record, who, name),
          ),
        );
      }
    }, 20);
  });

  it('can each be taken with some input, and meet no refusal that only the state could give', () => {
    always((history) => {
      for (const [id, then] of moments(history)) {
        const record = then.record(id);
        for (const own of Object.values(agencies)) {
          if (relationsOf(record, own).size === 0) continue;
          for (const { command } of nextSteps(commandNames, record, then.contextOf(id, own.id, ''))) {
            const codes = codesUntilAccepted(then, id, own.id, command);
            const ofState = codes.filter((code) => code && OF_STATE.includes(code));
            expect([own.id, command, ofState]).toEqual([own.id, command, []]);
            expect([own.id, command, ...new Set(codes)]).toContain(undefined);
          }
        }
      }
    }, 15);
  });

  it('are refused with the very refusal that kept them off the list', () => {
    always((history) => {
      for (const { submission, before, context, outcome } of history.steps) {
        const refusal = stepRefusal(submission.command as CommandName, before, context, submission.joins);
        if (refusal && commandNames.includes(submission.command as CommandName)) expect(outcome).toEqual(refusal);
      }
    });
  });
});
