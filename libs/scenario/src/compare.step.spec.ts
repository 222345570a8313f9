import { compareStep } from './compare.step.ts';
import { type Outcome, Player } from './player.ts';
import { readScenario } from './read.scenario.ts';
import type { Expectation, Step } from './scenario.schema.ts';
import type { Stage } from './stage.ts';

const scenario = readScenario(
  'example.yaml',
  `scenario: EXAMPLE
title: { zh: 夜间独处, en: Alone at night }
place: '441502001001'
steps:
  - { at: 2025-03-03 09:20, who: RVC, does: RaiseFlag }
`,
);
const [step] = scenario.steps as [Step];
/** Nobody is asked: the steps are on nothing yet. */
const player = new Player(scenario, {} as Stage, 0);

const DUE = '2025-03-04T23:59:59.999+08:00';
const clock = (effect: string, name: string, more: object = {}) => ({ effect, id: name, clock: name, ...more });
const accepted: Outcome = {
  events: ['FlagRaised', 'CaseAccepted', 'FlagRaised'],
  clocks: [
    clock('start', 'TRIAGE', { due: DUE }),
    clock('start', 'POLICE_REVIEW_ADMIN', { due: '2025-03-04T09:20:00.500+08:00' }),
    clock('stop', 'DISSUADE', { late: true }),
    clock('stop', 'REPORT_PROMPT', { late: false }),
  ],
  enteredLate: false,
  repeated: false,
  view: 'CAUGHT_UP',
};
const refused: Outcome = { events: [], clocks: [], code: 'NOT_FOUND', standing: null };

/** What came of the step, where it was not accepted, and whether all of it must be named. */
interface Came {
  readonly outcome?: Outcome;
  readonly exactly?: boolean;
}

const wrongIn = async (expected: Expectation, { outcome = accepted, exactly = false }: Came = {}) =>
  (await compareStep(step, expected, outcome, exactly, player))?.what;

describe('a step passes', () => {
  it.each<[string, Expectation, Came]>([
    ['that was accepted where nothing is expected', {}, {}],
    ['with events in their order, others between', { events: ['FlagRaised', 'FlagRaised'] }, {}],
    ['with a due day or moment', { starts: { TRIAGE: '2025-03-04', POLICE_REVIEW_ADMIN: '2025-03-04 09:20' } }, {}],
    ['with what stopped late', { stops: ['DISSUADE'], late: ['DISSUADE'] }, {}],
    ['that was refused as it should be', { refused: 'NOT_FOUND', events: [], starts: {} }, { outcome: refused }],
    ['with all there is, exactly', { events: ['FlagRaised', 'CaseAccepted', 'FlagRaised'] }, { exactly: true }],
  ])('%s', async (_, expected, came) => {
    expect(await wrongIn(expected, came)).toBeUndefined();
  });
});

describe('a step fails', () => {
  it.each<[string, Expectation, string, Came]>([
    ['that was refused though nothing was expected', {}, 'RaiseFlag: refused', { outcome: refused }],
    ['that was refused though events were expected', { events: [] }, 'RaiseFlag: refused', { outcome: refused }],
    ['that was accepted and should not be', { refused: 'NOT_FOUND' }, 'RaiseFlag: refused', {}],
    ['refused for another reason', { refused: 'OVER_18' }, 'RaiseFlag: refused', { outcome: refused }],
    [
      'refused on other ground',
      { refused: 'NOT_FOUND', standing: 'statute' },
      'RaiseFlag: standing',
      { outcome: refused },
    ],
    ['with an event less often than named', { events: ['FlagRaised', 'FlagRaised', 'FlagRaised'] }, 'events', {}],
    ['with events in another order', { events: ['CaseAccepted', 'FlagRaised', 'CaseAccepted'] }, 'events', {}],
    ['with an event where none is named', { events: [] }, 'events', {}],
    ['with more events than named, exactly', { events: ['FlagRaised'] }, 'events', { exactly: true }],
    [
      'with a clock more than named, exactly',
      { starts: { TRIAGE: '2025-03-04' } },
      'clocks started',
      { exactly: true },
    ],
    ['without a clock that is named', { starts: { ADMONISH: '2025-03-04' } }, 'clocks started', {}],
    ['with a clock where none is named', { starts: {} }, 'clocks started', {}],
    ['due a day later', { starts: { TRIAGE: '2025-03-05' } }, 'due of TRIAGE', {}],
    [
      'due at another minute',
      { starts: { POLICE_REVIEW_ADMIN: '2025-03-04 09:21' } },
      'due of POLICE_REVIEW_ADMIN',
      {},
    ],
    [
      'due within a day that is meant to its end',
      { starts: { POLICE_REVIEW_ADMIN: '2025-03-04' } },
      'due of POLICE_REVIEW_ADMIN',
      {},
    ],
    ['without a stop that is named', { stops: ['ADMONISH'] }, 'clocks stopped', {}],
    ['in time where it is named late', { late: ['REPORT_PROMPT'] }, 'clocks stopped late', {}],
    ['late where none is named', { late: [] }, 'clocks stopped late', {}],
    ['not entered late', { enteredLate: true }, 'enteredLate', {}],
    ['not a repetition', { repeated: true }, 'repeated', {}],
    ['shown otherwise', { view: 'PENDING' }, 'view', {}],
  ])('%s', async (_, expected, what, came) => {
    expect(await wrongIn(expected, came)).toBe(what);
  });

  it('that looks at what no step has begun', async () => {
    await expect(wrongIn({ sees: ['RVC'] })).rejects.toMatchObject({ name: 'ScenarioError' });
    await expect(wrongIn({ refused: 'NOT_FOUND', hidden: ['RVC'] }, { outcome: refused })).rejects.toThrow();
  });
});
