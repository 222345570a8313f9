import fc from 'fast-check';
import { isRefusal } from '#case';
import { minor, SpecRecommendation, sealed } from './given.fixture.ts';
import { isOpen, RECOMMENDATION_RESULTS, recommendationCommands, SUBJECTS } from './index.ts';

type Name = keyof typeof recommendationCommands;
const names = Object.keys(recommendationCommands) as Name[];
const who = fc.constantFrom('proc', 'court', 'psb', 'town', 'ctrs', 'edu', 'ca', 'wccw', 'gov');

const inputs = {
  IssueRecommendation: fc.record({
    addressee: fc.constantFrom('town', 'ctrs', 'edu', 'nowhere'),
    subject: fc.constantFrom(...(Object.keys(SUBJECTS) as (keyof typeof SUBJECTS)[])),
    urgent: fc.boolean(),
    served: fc.boolean(),
    replyBy: fc.constantFrom(undefined, '2025-09-20' as never),
  }),
  ServeRecommendation: fc.constant({}),
  ObjectToRecommendation: fc.constant({ grounds: sealed('g') }),
  ReviewObjection: fc.record({ upheld: fc.boolean() }),
  ReplyRecommendation: fc.constant({ reply: sealed('r') }),
  UrgeReply: fc.constant({}),
  EscalateRecommendation: fc.constantFrom({}, { to: 'gov' }),
  CloseRecommendation: fc.record({
    outcome: fc.constantFrom(...(Object.keys(RECOMMENDATION_RESULTS) as (keyof typeof RECOMMENDATION_RESULTS)[])),
  }),
} satisfies Record<Name, fc.Arbitrary<object>>;

const step = fc.constantFrom(...names).chain((name) =>
  fc.record({
    name: fc.constant(name),
    who,
    input: inputs[name] as fc.Arbitrary<object>,
    days: fc.integer({ min: 0, max: 25 }),
  }),
);

/** `2025-08-29 10:00`, so many days later. */
const day = (days: number) => new Date(Date.UTC(2025, 7, 29 + days)).toISOString().slice(0, 10);

/** Plays a history made at random; `look` sees it after each step. */
function play(
  steps: readonly { name: Name; who: string; input: object; days: number }[],
  look: (one: SpecRecommendation, when: string) => void,
) {
  const one = new SpecRecommendation().tries('2025-08-29 10:00', 'proc', 'IssueRecommendation', minor);
  let days = 0;
  for (const { name, who: by, input, days: later } of steps) {
    days = Math.min(days + later, 120);
    const when = `${day(days)} 10:00`;
    one.until(when);
    look(one, when);
    const listed = one.may(when, by, [name]);
    one.tries(when, by, name, { ...minor, ...input } as never, '理由');
    // a step that is not listed is refused for state; one that is listed is never refused for it
    if (listed.length === 0) expect(isRefusal(one.last)).toBe(true);
    look(one, when);
  }
  return one;
}

const histories = fc.array(step, { maxLength: 25 });

describe('over random histories', () => {
  it('a clock runs only while the recommendation is open, and each of them is somebody’s', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        play(steps, ({ record }) => {
          const clocks = record.clocks.filter(({ state }) => state === 'running' || state === 'overdue');
          if (!isOpen(record)) expect(clocks).toEqual([]);
          for (const { holder } of clocks) expect([record.issuer, record.addressee]).toContain(holder);
        });
      }),
    );
  });

  it('the term of the reply starts once, ends once, and nothing moves it', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const { events } = play(steps, () => undefined);
        const effects = events
          .flatMap(({ meta }) => meta.effects)
          .filter(({ clock }) => clock.startsWith('RECO_REPLY_'));
        const kinds = effects.map(({ effect }) => effect);
        expect([[], ['start'], ['start', 'stop']]).toContainEqual(kinds);
        const served = events.filter(({ type }) => type === 'RecommendationServed');
        expect(kinds.filter((kind) => kind === 'start')).toHaveLength(served.length);
      }),
    );
  });

  it('overdue comes about once at most, and urging only after it or after a reply', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const { events } = play(steps, () => undefined);
        const types = events.map(({ type }) => type);
        expect(types.filter((type) => type === 'RecommendationOverdue').length).toBeLessThanOrEqual(1);
        const before = types.slice(0, types.indexOf('ReplyUrged'));
        if (types.includes('ReplyUrged')) {
          expect(before.some((type) => type === 'RecommendationOverdue' || type === 'WrittenReplyReceived')).toBe(true);
        }
      }),
    );
  });

  it('the history tells every event in its order', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const { events, record } = play(steps, () => undefined);
        const times = events.map(({ meta }) => meta.at);
        expect(times).toEqual([...times].sort());
        expect(record.history.map(({ event }) => event)).toEqual(events.map(({ type }) => type));
        expect(record.revision).toBe(events.length - 1);
      }),
    );
  });
});
