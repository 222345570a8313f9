import { type CaseRecord, type CommandName, isRefusal, type Relation, relationsOf } from '#case';
import type { Agency } from '#policy';
import { always } from '../../case/src/always.fixture.ts';
import { agencies } from '../../case/src/directory.fixture.ts';
import { Draw } from '../../case/src/draw.fixture.ts';
import { plausible } from '../../case/src/plausible.input.fixture.ts';
import { CASES, type History } from '../../case/src/random.history.fixture.ts';
import { seen, steps } from './seen.fixture.ts';

/** Something that happens out of others' sight: who does it, and who besides may get to know. */
interface HiddenAct {
  readonly title: string;
  readonly who: readonly string[];
  readonly command: CommandName;
  readonly input?: object;
  readonly knows: (agency: Agency, after: CaseRecord) => boolean;
  /** When it is hidden at all. */
  /** Histories that lead there are seldom: so many are tried. */
  readonly runs?: number;
  readonly when?: (before: CaseRecord) => boolean;
}

const nobody = () => false;
const holding =
  (...relations: readonly Relation[]) =>
  (agency: Agency, after: CaseRecord) => {
    const own = relationsOf(after, agency);
    return relations.some((relation) => own.has(relation));
  };
const police = ['psb', 'far-psb', 'far-ps'];
const decided = ({ reports }: CaseRecord) => reports.every(({ status }) => /accepted/.test(status));
/** The reporter is told of a criminal filing in time: that clock runs already, or has yet to begin for all to see. */
const fedBack = ({ clocks, reports }: CaseRecord) =>
  reports.every(({ id }) =>
    Object.values(clocks).some((c) => c.item === id && c.clock === 'REPORTER_FEEDBACK' && /run|over/.test(c.state)),
  );
const beforeConsent = ({ psych }: CaseRecord) =>
  !psych.emergency && psych.referrals.length === 0 && psych.consent === null;

const ACTS: readonly HiddenAct[] = [
  {
    title: 'a psychological flag',
    who: ['school', 'edu', 'far-school'],
    command: 'RaiseFlag',
    input: { kind: 'PSYCH_ABNORMALITY', signs: [] },
    when: beforeConsent,
    knows: nobody,
  },
  {
    title: 'telling the guardian',
    who: ['school', 'edu'],
    command: 'TellGuardian',
    when: beforeConsent,
    knows: holding('noticed-psych'),
  },
  {
    title: 'a guardian who does not consent',
    who: ['school', 'edu'],
    command: 'RecordGuardianConsent',
    input: { guardianAgrees: false, childAgrees: true },
    when: beforeConsent,
    knows: holding('noticed-psych'),
  },
  {
    title: 'the consent of a guardian whose child of fourteen does not consent',
    who: ['school', 'edu'],
    command: 'RecordGuardianConsent',
    input: { guardianAgrees: true, childAgrees: false },
    when: (before) => beforeConsent(before) && before.child?.turns14On !== undefined && before.child.turns14On < '2025',
    knows: holding('noticed-psych'),
  },
  { title: 'a diagnosis', who: ['hosp', 'far-hosp'], command: 'RecordDiagnosis', knows: nobody },
  {
    title: 'a child brought for diagnosis',
    who: ['hosp', 'far-hosp'],
    command: 'RecordBroughtForDiagnosis',
    knows: nobody,
  },
  { title: 'a diagnosis declined', who: ['hosp'], command: 'DeclineDiagnosis', knows: nobody },
  {
    title: 'an application for rehabilitation',
    who: ['hosp', 'dpf'],
    command: 'ApplyRehab',
    knows: holding('psych-channel'),
  },
  { title: 'a public-security file', who: police, command: 'OpenPublicSecurityCase', when: decided, knows: nobody },
  { title: 'a penalty', who: police, command: 'DecidePenalty', runs: 60, knows: nobody },
  {
    title: 'a criminal file',
    who: police,
    command: 'FileCriminalCase',
    when: (before) => decided(before) && fedBack(before),
    knows: holding('filed-with', 'asked-of'),
  },
  {
    title: 'a decision not to file',
    who: police,
    command: 'DecideNotToFile',
    when: decided,
    knows: holding('asked-of'),
  },
  { title: 'the end of a file', who: police, command: 'CloseFile', runs: 60, knows: holding('asked-of') },
  {
    title: 'the question why a case was not filed',
    who: ['proc'],
    command: 'AskWhyNotFiled',
    runs: 150,
    knows: holding('police', 'asked-of'),
  },
  {
    title: 'a measure',
    who: police,
    command: 'ApplyMeasure',
    input: { invited: ['wf'] },
    knows: (agency) => agency.id === 'wf',
  },
  { title: 'the end of a measure', who: police, command: 'EndMeasure', runs: 60, knows: nobody },
  {
    title: 'a special school',
    who: ['edu', 'far-edu'],
    command: 'DecideSpecialSchool',
    knows: ({ type }) => type === 'EDU',
  },
  { title: 'a caution not served yet', who: police, command: 'IssueCaution', knows: nobody },
];

/** Does it on a copy of the history; nothing when it is refused. */
function done(history: History, id: string, who: string, act: HiddenAct): History | undefined {
  const copy = history.copy();
  const record = copy.record(id);
  const input = plausible[act.command]({ record, agency: who, draw: new Draw(history.steps.length), otherCase: '' });
  const step = copy.give(id, who, act.command, { ...input, ...act.input }, { joins: true });
  return isRefusal(step.outcome) ? undefined : copy;
}

describe('hidden work changes no byte of what an unentitled desk gets', () => {
  it.each(ACTS)('$title', (act) => {
    let times = 0;
    always((history) => {
      for (const id of CASES) {
        const before = history.record(id);
        if (before.status === 'none' || before.mergedInto || (act.when && !act.when(before))) continue;
        for (const who of act.who) {
          const after = done(history, id, who, act);
          if (!after) continue;
          times += 1;
          const texts = [seen(before, history.events(id)), seen(after.record(id), after.events(id))];
          const lists = [steps(history, id), steps(after, id)];
          for (const agency of Object.values(agencies)) {
            if (agency.id === who || act.knows(agency, after.record(id))) continue;
            expect([agency.id, texts[1]?.get(agency.id)]).toEqual([agency.id, texts[0]?.get(agency.id)]);
            // That flags cannot be taken apart any more tells that something hangs on the case, not what.
            const offered = lists.map((list) => list.get(agency.id)?.filter((name) => name !== 'UnmergeFlags'));
            expect([agency.id, offered[1]]).toEqual([agency.id, offered[0]]);
          }
        }
      }
    }, act.runs ?? 25);
    expect(times).toBeGreaterThan(0);
  });
});
