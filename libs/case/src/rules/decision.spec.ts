import { accepted, always, alwaysAfter } from '../always.fixture.ts';
import { answerTo, decide, evolve, fold, isRefusal, noCase, type RecordedEvent } from '../index.ts';

describe('a decision', () => {
  it('is the same for the same case, command and context', () => {
    always((history) => {
      for (const { submission, before, context, outcome } of history.steps) {
        let asked = 0;
        const newId = () => {
          asked += 1;
          return `${context.caseId} ${submission.commandId} ${asked}`;
        };
        expect(decide(submission, before, { ...context, newId })).toEqual(outcome);
      }
    }, 30);
  });

  it('is remembered under its command’s id, so that a retry gets the first answer and nothing happens twice', () => {
    alwaysAfter(({ submission: { commandId, digest }, outcome, after, before }) => {
      if (outcome.length === 0) {
        expect(after).toBe(before);
        return;
      }
      expect(answerTo(before, commandId)).toBeUndefined();
      expect(answerTo(after, commandId)).toEqual({
        commandId,
        digest,
        revision: after.revision,
        events: outcome.map(({ type }) => type),
        effects: outcome.flatMap(({ meta }) =>
          meta.effects.map(({ effect, id }) => expect.stringContaining(`${effect} ${id}`)),
        ),
        enteredLate: outcome.some(({ meta }) => meta.enteredLate),
      });
    });
  });

  it('changes nothing when it refuses', () => {
    always((history) => {
      for (const { outcome, before, after } of history.steps) if (isRefusal(outcome)) expect(after).toBe(before);
    });
  });

  it('folds to the same record at once and step by step, without a pack, from events that went through JSON', () => {
    always((history) => {
      for (const [id, record] of history.cases) {
        const events = JSON.parse(JSON.stringify(history.events(id))) as RecordedEvent[];
        const folded = fold(noCase(id), events);
        expect(folded).toEqual(record);
        let stepwise = noCase(id);
        for (const event of events) stepwise = evolve(stepwise, event);
        expect(stepwise).toEqual(folded);
        expect(folded.revision).toBe(events.length - 1);
      }
    }, 30);
  });

  it('leaves the record before it untouched', () => {
    always((history) => {
      for (const { before, submission, context } of accepted(history)) {
        const frozen = deepFrozen(before);
        expect(() => decide(submission, frozen, context)).not.toThrow();
      }
    }, 10);
  });
});

function deepFrozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) deepFrozen(inner);
  return Object.freeze(value);
}
