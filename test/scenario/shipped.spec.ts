import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { agencyTypes } from '#policy';
import { projectRoot } from '#runtime';
import {
  describeDifference,
  playScenario,
  readScenario,
  type Scenario,
  type StepResult,
  scenarioJsonSchema,
} from '#scenario';
import { directoryFor, shippedScenarioFiles, startThrowAway } from '#service';

const shipped = shippedScenarioFiles().map((path) => [basename(path), readFileSync(path, 'utf8')] as const);
const model = shipped.find(([name]) => name === 'S01.yaml') ?? (['', ''] as const);
const published = join(projectRoot, 'docs/schema/scenario.schema.json');

/** Plays a scenario on a service and a database of its own. */
async function played(scenario: Scenario): Promise<readonly StepResult[]> {
  const databaseUrl = process.env.JIELI_TEST_DATABASE_URL;
  const stage = await startThrowAway({ databaseUrl, directory: directoryFor([scenario], agencyTypes) });
  return playScenario(scenario, stage.stage).finally(stage.close);
}

const told = (results: readonly StepResult[]) =>
  results.flatMap(({ index, difference }) =>
    difference ? [`step ${index + 1}: ${describeDifference(difference)}`] : [],
  );

/** The beginning of the model scenario, with what its first step expects replaced. */
function expecting(expect: object): Scenario {
  const [name, text] = model;
  const { steps, ...scenario } = readScenario(name, text);
  const [first, ...others] = steps;
  if (!first) throw new Error(`${name} has no steps`);
  return { ...scenario, steps: [{ ...first, expect }, ...others] };
}

it('ships scenarios', () => expect(shipped.length).toBeGreaterThan(0));

it.each(shipped)('plays %s without a difference', async (name, text) => {
  const scenario = readScenario(name, text);
  const results = await played(scenario);
  expect(told(results)).toEqual([]);
  expect(results).toHaveLength(scenario.steps.length);
  for (const { step, outcome } of results) expect(outcome).toBe(step.pending ? 'pending' : 'passed');
});

describe('a wrong expectation', () => {
  it.each<[string, object, string]>([
    ['events', { events: ['FlagTriaged'] }, 'events'],
    ['a refusal that does not come', { refused: 'OVER_18' }, 'RaiseFlag: refused'],
    ['a due time', { starts: { TRIAGE: '2025-03-05' } }, 'due of TRIAGE'],
    ['a clock that does not start', { starts: {} }, 'clocks started'],
    ['who sees it', { sees: ['PSB'] }, 'PSB sees the case'],
    ['a field', { sees: { RVC: { stage: 'CLOSED' } } }, 'RVC.stage'],
    ['from whom it is hidden', { hidden: ['RVC'] }, 'the case is hidden from RVC'],
    ['what is never read', { never: { RVC: ['林小满'] } }, 'RVC never reads'],
    ['an inbox', { inbox: { RVC: [] } }, 'inbox of RVC'],
    ['a colour', { colours: { RVC: { TRIAGE: 'RED' } } }, 'colours of RVC.TRIAGE'],
    ['a step that is not lawful', { may: { RVC: ['CloseCase'] } }, 'RVC may CloseCase'],
    ['a step that is lawful', { mayNot: { RVC: ['TriageFlag'] } }, 'RVC may TriageFlag'],
    ['the state of a clock', { clocks: { TRIAGE: 'stopped' } }, 'clock TRIAGE'],
    ['a late entry', { enteredLate: true }, 'enteredLate'],
  ])('on %s is told as the first difference, and play stops there', async (_, expectation, what) => {
    const results = await played(expecting(expectation));
    expect(results.map(({ outcome }) => outcome)).toEqual(['failed']);
    expect(results[0]?.difference?.what).toBe(what);
  });
});

describe('a lenient scenario', () => {
  const lenient = (expect: object) => ({
    ...expecting(expect),
    steps: expecting(expect).steps.slice(0, 1),
    exactly: false,
  });

  it.each<[string, object]>([
    [
      'clocks among those that started',
      { starts: { TRIAGE: '2025-03-04' }, events: ['FlagRaised'], inbox: { RVC: ['TRIAGE'] } },
    ],
    ['nothing at all', {}],
  ])('takes %s', async (_, expectation) => {
    const results = await played(lenient(expectation));
    expect(told(results)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['none where there are some', { starts: {} }, 'clocks started'],
    ['no events where there are some', { events: [] }, 'events'],
    ['one that is not among them', { stops: ['DISSUADE'] }, 'clocks stopped'],
    ['the wrong order', { events: ['FlagRaised', 'FlagRaised'] }, 'events'],
  ])('does not take %s', async (_, expectation, what) => {
    const [result] = await played(lenient(expectation));
    expect(result?.difference?.what).toBe(what);
  });

  it.each<[string, object, RegExp]>([
    ['a clock', { starts: { TRIAG: '2025-03-04' } }, /step 1 .* clock TRIAG; is TRIAGE meant/],
    ['an event', { events: ['FlagRaise'] }, /event FlagRaise; is FlagRaised meant/],
    ['a command', { may: { RVC: ['TriagFlag'] } }, /command TriagFlag; is TriageFlag meant/],
    ['an agency', { hidden: ['PSBB'] }, /agency PSBB; is PSB meant/],
    ['a field', { sees: { RVC: { flags: [{ fact: 'x' }] } } }, /sees.RVC: .* flags.fact; is flags.facts meant/],
    ['a refusal code', { refused: 'OVER_81' }, /refusal code OVER_81; is OVER_18 meant/],
  ])('tells the nearest name of a misspelt one: %s', async (_, expectation, what) => {
    await expect(played(lenient(expectation))).rejects.toMatchObject({
      name: 'ScenarioError',
      message: expect.stringMatching(what),
    });
  });
});

describe('a file that cannot be played', () => {
  const [name, text] = model;
  const steps = text.indexOf('steps:');
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;

  it.each<[string, string, number, RegExp]>([
    ['no YAML', text.replace('title: {', 'title: {{{'), 4, /./],
    ['a key twice', text.replace('title:', 'scenario: S99\ntitle:'), 3, /unique/],
    ['an unknown key', text.replace('steps:', 'stages: 1\nsteps:'), 1, /stages/],
    [
      'an unknown key in a step',
      text.replace('    does: RaiseFlag', '    doing: 1\n    does: RaiseFlag'),
      lineOf(steps) + 1,
      /doing/,
    ],
    [
      'a moment that is none',
      text.replace('at: 2025-03-03 09:20', 'at: third of March'),
      lineOf(steps) + 1,
      /A moment is expected/,
    ],
    ['who without what', text.replace('    does: RaiseFlag\n', ''), lineOf(steps) + 1, /both who and does/],
    ['no steps', `${text.slice(0, steps)}steps: []\n`, lineOf(steps), /steps/],
  ])('is refused with file and line: %s', (_, wrong, line, what) => {
    expect(wrong).not.toBe(text);
    const reading = () => readScenario(`a/${name}`, wrong);
    expect(reading).toThrow(expect.objectContaining({ name: 'ScenarioError', message: expect.stringMatching(what) }));
    expect(reading).toThrow(new RegExp(`^a/${name}:${line}:\\d+: [^\\n]+$`));
  });

  it('is refused when it names who is nowhere or a command that is not', async () => {
    const scenario = expecting({});
    const [first] = scenario.steps;
    if (!first) throw new Error('no step');
    const nobody = { ...scenario, steps: [{ ...first, who: 'psb-000000' }] };
    await expect(played(nobody)).rejects.toMatchObject({ name: 'ScenarioError' });
    const nothing = { ...scenario, steps: [{ ...first, does: 'RaiseFlags' }] };
    await expect(played(nothing)).rejects.toMatchObject({ name: 'ScenarioError' });
  });
});

describe('the JSON Schema', () => {
  it('is the one that is published; renew it by `npm run sdl`', () => {
    expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())));
  });

  it.each(shipped)('takes %s, and nothing it does not know', (_, text) => {
    const schema = z.fromJSONSchema(JSON.parse(readFileSync(published, 'utf8')));
    expect(schema.safeParse(parse(text)).error).toBeUndefined();
    expect(schema.safeParse({ ...parse(text), stages: [] }).success).toBe(false);
  });
});
