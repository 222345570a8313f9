import {
  type CaseRecord,
  type Clock,
  type CommandName,
  clockOf,
  isRefusal,
  isSuperior,
  type Relation,
  relationsOf,
} from '#case';
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
  /** What has to come before it. */
  readonly first?: Pick<HiddenAct, 'who' | 'command' | 'input'>;
  readonly when?: (before: CaseRecord) => boolean;
}

const nobody = () => false;
const holding =
  (...relations: readonly Relation[]) =>
  (agency: Agency, after: CaseRecord) => {
    const own = relationsOf(after, agency);
    return relations.some((relation) => own.has(relation));
  };
/** The organ above that was told of a clock of a file, or of whether to file, is shown when it ends. */
const toldOf =
  (...scopes: readonly Clock['scope'][]) =>
  ({ id }: Agency, after: CaseRecord) =>
    after.superiors.some(({ to, clockId }) => {
      const scope = clockOf(after, clockId)?.scope;
      return to === id && scope !== undefined && scopes.includes(scope);
    });
/** Those who oversee the place, and superior organs, which see the clocks of their own system. */
const overseers =
  (...relations: readonly Relation[]) =>
  (agency: Agency, after: CaseRecord) =>
    isSuperior(agency) || holding('overseer', ...relations)(agency, after);
const police = ['psb', 'far-psb', 'far-ps'];
const opened = { who: police, command: 'OpenPublicSecurityCase' } as const;
const decided = ({ reports }: CaseRecord) => reports.every(({ status }) => /accepted/.test(status));
/** The reporter is told of a criminal filing in time: that clock runs already, or has yet to begin for all to see. */
const fedBack = ({ clocks, reports }: CaseRecord) =>
  reports.every(({ id }) =>
    clocks.some((c) => c.item === id && c.clock === 'REPORTER_FEEDBACK' && /run|over/.test(c.state)),
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
    title: 'a danger that a hospital flags, before it reports',
    who: ['hosp', 'far-hosp'],
    command: 'RaiseFlag',
    input: { kind: 'SUSPECTED_ABUSE', signs: ['INJURED'] },
    when: ({ status, flags, reports, findings }) =>
      status === 'open' && flags.some(({ open }) => open) && reports.length + findings.length === 0,
    knows: holding('overseer'),
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
    title: 'a diagnosis served',
    who: ['hosp', 'far-hosp'],
    command: 'ServeDiagnosis',
    first: { who: ['hosp', 'far-hosp'], command: 'RecordDiagnosis' },
    knows: nobody,
  },
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
  {
    title: 'a penalty',
    who: police,
    command: 'DecidePenalty',
    first: opened,
    knows: holding('superior', 'told-above'),
  },
  {
    title: 'a criminal file',
    who: police,
    command: 'FileCriminalCase',
    when: (before) => decided(before) && fedBack(before),
    knows: (agency, after) =>
      holding('filed-with', 'asked-of')(agency, after) || toldOf('file', 'filing')(agency, after),
  },
  {
    title: 'a decision not to file',
    who: police,
    command: 'DecideNotToFile',
    when: decided,
    knows: (agency, after) => holding('asked-of')(agency, after) || toldOf('filing')(agency, after),
  },
  {
    title: 'a complaint of not filing',
    who: ['proc', 'rvc', 'school'],
    command: 'ComplainOfNoFiling',
    knows: holding('complained-to', 'asked-of'),
  },
  {
    title: 'the end of a file',
    who: police,
    command: 'CloseFile',
    first: opened,
    knows: holding('asked-of', 'filed-with', 'superior', 'told-above'),
  },
  {
    title: 'the question why a case was not filed',
    who: ['proc'],
    command: 'AskWhyNotFiled',
    first: { who: police, command: 'DecideNotToFile', input: { copiedTo: 'proc' } },
    knows: holding('police', 'asked-of', 'filed-with'),
  },
  {
    title: 'a measure',
    who: police,
    command: 'ApplyMeasure',
    input: { invited: ['wf'] },
    knows: (agency) => agency.id === 'wf',
  },
  {
    title: 'the end of a measure',
    who: police,
    command: 'EndMeasure',
    first: { who: police, command: 'ApplyMeasure', input: { invited: [] } },
    knows: nobody,
  },
  {
    title: 'a special school',
    who: ['edu', 'far-edu'],
    command: 'DecideSpecialSchool',
    input: { child: undefined, place: undefined },
    knows: ({ type }) => type === 'EDU',
  },
  {
    title: 'a term at a special school',
    who: ['edu', 'far-edu'],
    command: 'BeginSchoolTerm',
    first: {
      who: ['edu', 'far-edu'],
      command: 'DecideSpecialSchool',
      input: { assessed: true, child: undefined, place: undefined },
    },
    knows: nobody,
  },
  {
    title: 'that a report has been dealt with',
    who: police,
    command: 'DisposeReport',
    first: { who: police, command: 'AcceptCase' },
    knows: overseers(),
  },
  {
    title: 'an application for a protection order',
    who: ['wf', 'rvc', 'far-rvc'],
    command: 'ApplyProtectionOrder',
    input: { to: 'court', child: undefined, place: undefined },
    knows: holding('protection', 'guardian'),
  },
  {
    title: 'a protection order made',
    who: ['court'],
    command: 'MakeProtectionOrder',
    input: { months: 3 },
    first: { who: ['court'], command: 'AcceptProtectionApplication' },
    knows: holding('protection', 'guardian', 'police'),
  },
  { title: 'a caution not served yet', who: police, command: 'IssueCaution', knows: nobody },
  {
    title: 'a finding',
    who: ['psb', 'far-psb', 'far-ps'],
    command: 'RecordFinding',
    knows: overseers(),
    first: { who: police, command: 'AcceptCase' },
  },
  {
    title: 'a finding in a case of one’s own',
    who: ['proc', 'court', 'far-court'],
    command: 'DiscoverInCase',
    knows: overseers(),
    when: ({ flags }) => flags.some(({ open }) => open),
  },
  {
    title: 'a guidance session',
    who: ['wf', 'far-wf'],
    command: 'RecordGuidanceSession',
    first: { who: [...police, 'proc', 'court', 'far-court'], command: 'NameProvider', input: { provider: 'wf' } },
    knows: overseers('issuer', 'escalated-to'),
  },
  {
    title: 'a referral',
    who: ['school', 'edu'],
    command: 'ReferPsych',
    first: {
      who: ['school', 'edu'],
      command: 'RecordGuardianConsent',
      input: { guardianAgrees: true, childAgrees: true },
    },
    knows: holding('noticed-psych', 'psych-channel', 'psych-receiver', 'overseer'),
  },
];

/** Does it on a copy of the history; nothing when it is refused. */
function done(
  history: History,
  id: string,
  who: string,
  act: Pick<HiddenAct, 'command' | 'input'>,
): History | undefined {
  const copy = history.copy();
  const record = copy.record(id);
  const input = plausible[act.command]({ record, agency: who, draw: new Draw(history.steps.length), otherCase: '' });
  const step = copy.give(id, who, act.command, { ...input, ...act.input }, { joins: true });
  return isRefusal(step.outcome) ? undefined : copy;
}

/** The history, and what has to come before the act, by whoever may do it. */
function prepared(history: History, id: string, { first }: HiddenAct): History {
  if (!first) return history;
  const ways = first.who.map((who) => done(history, id, who, first));
  return ways.find((way) => way !== undefined) ?? history;
}

describe('hidden work changes no byte of what an unentitled desk gets', () => {
  it.each(ACTS)('$title', (act) => {
    let times = 0;
    always((drawn) => {
      for (const id of CASES) {
        if (drawn.record(id).status === 'none') continue;
        const history = prepared(drawn, id, act);
        const before = history.record(id);
        if (before.mergedInto || (act.when && !act.when(before))) continue;
        const [text, offered] = [seen(before, history.events(id)), steps(history, id)];
        for (const who of act.who) {
          const after = done(history, id, who, act);
          if (!after) continue;
          times += 1;
          const record = after.record(id);
          const [textAfter, offeredAfter] = [seen(record, after.events(id)), steps(after, id)];
          for (const agency of Object.values(agencies)) {
            if (agency.id === who || act.knows(agency, record)) continue;
            expect([agency.id, textAfter.get(agency.id)]).toEqual([agency.id, text.get(agency.id)]);
            // That flags cannot be taken apart any more tells that something hangs on the case, not what.
            const [then, now] = [offered, offeredAfter].map((lists) =>
              lists.get(agency.id)?.filter((name) => name !== 'UnmergeFlags'),
            );
            expect([agency.id, now]).toEqual([agency.id, then]);
          }
        }
      }
    }, 20);
    expect(times).toBeGreaterThan(0);
  });
});
