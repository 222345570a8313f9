import { z } from 'zod';
import { parseInstant } from '#calendar';
import { type AgencyType, agencyTypes, standing } from '#policy';

const text = z.string().min(1);
const OFFSET = /(Z|[+-]\d{2}:\d{2})$/;
/** What is written with an offset is the same moment in Shanghai; the rest of the player knows no other. */
const inShanghai = (written: string) => {
  const instant = OFFSET.test(written) ? parseInstant(written.replace(' ', 'T')) : undefined;
  return instant === undefined ? written : instant.slice(0, '2025-03-03T09:20:00'.length).replace('T', ' ');
};
const moment = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/,
    '须为时刻，如 2025-03-03 09:20（北京时间）。A moment is expected, such as 2025-03-03 09:20 in Shanghai time, or with an offset',
  )
  .transform(inShanghai)
  .describe('When, in Asia/Shanghai unless an offset is written: 2025-03-03 09:20');
const due = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/,
    '须为日期或时刻，如 2025-03-04、2025-03-14 10:00。A day is expected, such as 2025-03-04, or a moment 2025-03-14 10:00',
  )
  .transform(inShanghai)
  .describe('A day (the clock ends with it) or a moment');
const who = text.describe(
  'An agency type (the one nearest to the scenario’s place), by code or Chinese name, or an agency id such as psb-441521',
);
const clockState = z.enum(['running', 'paused', 'overdue', 'expired', 'stopped']);

const expectation = z
  .strictObject({
    events: z.array(text).optional().describe('Events that come of the step, in this order; [] means none'),
    refused: text.optional().describe('The refusal code; then nothing else may have happened'),
    standing: standing.optional().describe('The standing of the refusal’s clause'),
    starts: z.record(text, due).optional().describe('Clocks that the step starts, with their due time; {} means none'),
    stops: z.array(text).optional().describe('Clocks that the step stops; [] means none'),
    late: z.array(text).optional().describe('Of the clocks that the step stops, those that were late; [] means none'),
    clocks: z.record(text, clockState).optional().describe('States of clocks after the step (the newest of each name)'),
    dues: z.record(text, due).optional().describe('When the newest clock of each name is due now, moved or not'),
    sees: z
      .union([z.array(who), z.record(who, z.union([z.literal(true), z.record(text, z.unknown())]))])
      .optional()
      .describe(
        'Agencies that see the case, each with fields that must read so; “$RVC.flags.0.id” reads what another sees',
      ),
    hidden: z.array(who).optional().describe('Agencies to which the case does not exist'),
    never: z
      .record(who, z.array(text))
      .optional()
      .describe('Texts that appear in nothing that the agency can read of the case'),
    inbox: z.record(who, z.array(text)).optional().describe('Clocks of the case in an agency’s inbox; [] means none'),
    colours: z
      .record(who, z.record(text, z.enum(['BLUE', 'YELLOW', 'RED'])))
      .optional()
      .describe('Colours of inbox items'),
    may: z.record(who, z.array(text)).optional().describe('Commands among an agency’s lawful next steps'),
    mayNot: z.record(who, z.array(text)).optional().describe('Commands that are not among them'),
    enteredLate: z.boolean().optional().describe('Whether it is marked as entered late (补录)'),
    repeated: z.boolean().optional().describe('Whether the first answer was given again'),
    view: z.enum(['CAUGHT_UP', 'PENDING', 'NO_LONGER_YOURS']).optional(),
  })
  .describe('What must hold after the step');

/** Who acts in a step in which only time passes. */
export const SYSTEM = 'system';

const step = z
  .strictObject({
    at: moment,
    note: text.optional().describe('For the reader'),
    case: text.optional().describe('Name of the case within the scenario; “case” unless told'),
    recommendation: text
      .optional()
      .describe('Name of a recommendation within the scenario: the step is on it and not on a case'),
    ledger: text
      .optional()
      .describe(
        'Name of a ledger entry within the scenario: the step is on it, and what it reads of a named case is the case’s',
      ),
    register: text
      .optional()
      .describe('Name of an entry on the key-minor register within the scenario: as for a ledger entry'),
    survey: z
      .literal(true)
      .optional()
      .describe('The step is on the survey work of the county (摸排); its own commands are on it without being told'),
    who: who.optional().describe('Who gives the command; left out, or “system”: only time passes'),
    officer: z.int().min(1).max(2).optional().describe('Which officer of the agency, 1 or 2'),
    does: text.optional().describe('The command, such as RaiseFlag'),
    with: z.record(text, z.unknown()).optional().describe('Its input. “$RVC.flags.0.id” reads what an agency sees'),
    occurredAt: moment.optional().describe('When it happened, for a late entry (补录)'),
    reason: text.optional().describe('Why a configured rule is departed from'),
    seen: text.optional().describe('The version of the case that was on screen; “$PSB.version” reads it'),
    key: text.optional().describe('Idempotency key; a new one for each step unless told'),
    pending: text.optional().describe('The step’s part comes later: it is named and skipped'),
    exactly: z.boolean().optional().describe('As for the scenario, for this step alone'),
    expect: expectation.optional(),
  })
  .refine(
    ({ who, does }) => (who === undefined || who === SYSTEM) === (does === undefined),
    'a step names both who and does, or neither',
  );

const agency = z.strictObject({
  type: z.enum(agencyTypes as [AgencyType, ...AgencyType[]]),
  division: z.string().regex(/^\d{0,12}$/),
  name: z.strictObject({ zh: text, en: text }).optional(),
});

/** A scenario (场景): a case as dated steps, with what must come of each. */
export const scenarioFile = z
  .strictObject({
    $schema: text.optional(),
    scenario: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
      .describe('A short name, such as S01'),
    title: z.union([z.strictObject({ zh: text, en: text }), text.transform((title) => ({ zh: title, en: title }))]),
    facts: text.optional().describe('For the reader; all persons are invented'),
    place: z
      .string()
      .regex(/^\d{6,12}$/)
      .describe('Division code of where the child lives'),
    agencies: z
      .array(agency)
      .optional()
      .describe('Agencies beyond the demo’s; types named in steps are made as needed'),
    exactly: z
      .boolean()
      .default(false)
      .describe('Events, clocks and inboxes are all that there are, and not only among them'),
    demo: z.boolean().default(true).describe('Whether the demo plays it on its first start'),
    steps: z.array(step).min(1),
  })
  .describe('A case as dated steps: who does what, and what must come of it');

/** Every key that a scenario can have, wherever it stands. */
export const scenarioKeys: readonly string[] = [scenarioFile, step, expectation, agency].flatMap(({ shape }) =>
  Object.keys(shape),
);

export type Scenario = z.infer<typeof scenarioFile>;
export type Step = Scenario['steps'][number];
export type Expectation = NonNullable<Step['expect']>;

/** What a step can be on. */
export type SubjectKind = 'case' | 'recommendation' | 'ledgerEntry' | 'keyMinorEntry' | 'surveyWork';

/** Commands that can be on nothing but the survey work of the county. */
const ON_SURVEY: ReadonlySet<string> = new Set([
  'EstablishSurveyWork',
  'SubmitData',
  'CloseSurveyRound',
  'RecordAnnualMeeting',
]);

/** What a step is on. */
export function kindOf({ recommendation, ledger, register, survey, does = '' }: Step): SubjectKind {
  if (survey !== undefined || ON_SURVEY.has(does)) return 'surveyWork';
  if (register !== undefined) return 'keyMinorEntry';
  if (ledger !== undefined) return 'ledgerEntry';
  return recommendation === undefined ? 'case' : 'recommendation';
}

/** The JSON Schema of the format, for editors and for integrators. */
export function scenarioJsonSchema(): object {
  return { $id: 'https://jieli.example/scenario.schema.json', ...z.toJSONSchema(scenarioFile, { io: 'input' }) };
}
