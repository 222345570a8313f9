import { alwaysAfter, runningIn } from '../always.fixture.ts';
import { agency } from '../directory.fixture.ts';
import { relationsOf } from '../index.ts';

describe('rule 5: work and its clock go together', () => {
  it('charges only an agency that knows the case, and a flag’s clock only one that sees the flag', () => {
    alwaysAfter(({ after, outcome }) => {
      for (const { meta } of outcome) {
        for (const effect of meta.effects) {
          if (effect.effect !== 'start' || effect.holder === null) continue;
          const holder = agency(effect.holder);
          expect([effect.clock, relationsOf(after, holder).size > 0]).toEqual([effect.clock, true]);
          const flag = after.flags.find(({ id }) => id === effect.item);
          if (!flag || flag.open) continue;
          expect([effect.clock, effect.holder]).toEqual([effect.clock, flag.by]);
        }
      }
    });
  });

  it('stops the clock of the dissuasion when the guardian was dissuaded', () => {
    alwaysAfter(({ before, outcome, submission }) => {
      const named = (submission.input as { readonly flagId?: string }).flagId;
      if (submission.command !== 'RecordDissuasion' || named !== undefined) return;
      const ran = runningIn(before).some(({ clock }) => clock === 'DISSUADE');
      const stopped = outcome.some(({ meta }) => meta.effects.some(({ clock }) => clock === 'DISSUADE'));
      expect(stopped).toBe(ran);
    });
  });

  it('stops the clock of telling the guardian for whoever told', () => {
    alwaysAfter(({ after, submission, context }) => {
      if (submission.command !== 'TellGuardian') return;
      const own = after.flags.filter(({ by }) => by === context.actor.agency.id).map(({ id }) => id);
      const left = runningIn(after).filter(({ clock, item }) => clock === 'PSYCH_TELL_GUARDIAN' && own.includes(item));
      expect(left).toEqual([]);
    });
  });
});
