import { z } from 'zod';
import { parseDate } from '#calendar';
import { type AgencyType, agencyTypes, OVERSEERS, OVERSIGHT_SCOPES } from './agency.ts';

/** How firm a rule is (依据效力). Only `seed` and `statute` refuse; the others warn and ask for a reason. */
export const standing = z.enum(['seed', 'statute', 'secondary', 'unverified', 'configured']);
export type Standing = z.infer<typeof standing>;

const text = z.string().trim().min(1);
const bilingual = z.strictObject({ zh: text, en: text });
/** A sentence or a name in Chinese and English. */
export type Bilingual = z.infer<typeof bilingual>;

/**
 * Where a rule comes from: a clause of a policy document with a quote, an article of a law, or, for `configured` rules
 * only, why there is no source.
 */
export const citation = z.union([
  z.strictObject({ seed: text, clause: text, quote: text }),
  z.strictObject({ law: text, article: text, quote: text.optional(), rule: text.optional() }),
  z.strictObject({ none: text, example: text.optional() }),
]);
export type Citation = z.infer<typeof citation>;

const agency = z.enum(agencyTypes as [AgencyType, ...AgencyType[]]);
const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((day) => parseDate(day) !== undefined);
/** A division code (GB/T 2260, and beneath a county the statistical codes): province, city, county, township, village. */
const divisionCode = z.string().regex(/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/);
const based = {
  standing,
  cite: citation,
  /** For the reader: what the rule leaves out, or how the clause was read. */
  note: bilingual.optional(),
};

/** No clock outlasts a childhood (十八周岁): what is longer is a slip of the pen. Per unit, as many as fit into 18 years. */
const LONGEST = { hours: 18 * 366 * 24, days: 18 * 366, months: 18 * 12, workingDays: 18 * 262 } as const;

const written = {
  /** The field of the event in which the document sets the number itself. */
  asWritten: text.optional(),
  /** The most that the document may set; what it sets beyond is not counted. */
  most: z.number().positive().optional(),
};
const dayOfYear = z.string().refine((day) => parseDate(`2024-${day}`) !== undefined);

/** How long a clock runs (期间), as a pack writes it. */
export const span = z.union([
  z.strictObject({ hours: z.number().positive().max(LONGEST.hours), ...written }),
  z.strictObject({ days: z.int().min(0).max(LONGEST.days), ...written }),
  z.strictObject({ months: z.int().min(1).max(LONGEST.months), ...written }),
  z.strictObject({ workingDays: z.int().min(1).max(LONGEST.workingDays), ...written }),
  z.strictObject({ endOf: z.enum(['month', 'quarter']) }),
  /** Once in each calendar month or quarter: the one it starts in, or, started again by what stops it, the one after. */
  z.strictObject({ each: z.enum(['month', 'quarter']) }),
  /** The next such day of the year, `03-31`. */
  z.strictObject({ on: dayOfYear }),
  /** A day that comes once. */
  z.strictObject({ until: date }),
  /** Until the day that the document itself names, in this field of the event. */
  z.strictObject({ untilWritten: text }),
]);

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const fields = z.record(z.string(), scalar);
const trigger = z.union([
  text.transform((event) => ({ event, when: {} as z.infer<typeof fields> })),
  z.strictObject({ event: text, when: fields }),
]);

/** Spans that count instead when the starting event has these fields; the first that fits. */
export const variants = z.array(z.strictObject({ when: fields, within: span })).min(1);

/** What a clock is counted for; ending the item stops the clock. */
export const scopes = [
  'case',
  'flag',
  'report',
  'filing',
  'finding',
  'order',
  'referral',
  'ledger',
  'key-minor',
  'file',
  'caution',
  'rehab',
  'withdrawal',
  'schooling',
  'diagnosis',
  'school-term',
  'emergency',
  'recommendation',
  'supervision',
  'extension',
  'designation',
  'work-order',
  'hukou-request',
  'guardianship',
  'revocation',
  'protection-order',
  'survey',
  'submission',
  'meeting',
] as const;
export type Scope = (typeof scopes)[number];

/** What clocks will be counted for once the tracks exist that they await. A track that comes moves its name to {@link scopes}. */
export const awaitedScopes = ['patient'] as const;

/** Who is charged with the time: see `holderOf` in `libs/case`. */
const holderRoles = [
  'actor',
  'committee',
  'township',
  'civil-affairs',
  'police',
  'reporter',
  'issuer',
  'provider',
  'sender',
  'receiver',
  'arbiter',
  'addressee',
  'court',
  'hukou-township',
  'hukou-civil-affairs',
  'child-director',
  'department',
  'named',
] as const;
export type HolderRole = (typeof holderRoles)[number];

/** How long after a clock ran out a rung of its ladder comes. */
const wait = z.union([
  z.strictObject({ hours: z.number().min(0).max(LONGEST.hours) }),
  z.strictObject({ days: z.int().min(0).max(LONGEST.days) }),
  z.strictObject({ workingDays: z.int().min(1).max(LONGEST.workingDays) }),
]);

/** What is done about a duty that ran out (督办阶梯): a reminder, urging 催办, supervision 督办, the superior organ. */
const rungSteps = ['remind', 'urge', 'supervise', 'superior'] as const;
export type RungStep = (typeof rungSteps)[number];

const ladder = z.strictObject({
  name: bilingual,
  rungs: z.array(z.strictObject({ step: z.enum(rungSteps), after: wait })).min(1),
  ...based,
});

const plainSpan = z.union([
  z.strictObject({ hours: z.number().positive().max(LONGEST.hours) }),
  z.strictObject({ days: z.int().min(1).max(LONGEST.days) }),
  z.strictObject({ months: z.int().min(1).max(LONGEST.months) }),
  z.strictObject({ workingDays: z.int().min(1).max(LONGEST.workingDays) }),
]);

/** Who may give a clock more time: its holder for a reason, the holder's county organ, or the organ above it. */
const approvers = ['holder', 'county', 'superior'] as const;
export type Approver = (typeof approvers)[number];

/** One extension (延长): by so much from the end on, or up to so much from the beginning; each is given once, in order. */
const extension = z.union([
  z.strictObject({ name: bilingual, by: plainSpan, approver: z.enum(approvers), ...based }),
  z.strictObject({ name: bilingual, to: plainSpan, approver: z.enum(approvers), ...based }),
]);

/** Who will be charged once the tracks exist. */
export const awaitedHolders = ['health'] as const;

/** What is hidden until there is consent: a clock of it is told by this mark, never by its name. */
export const channels = ['psychological'] as const;
export type Channel = (typeof channels)[number];

const clock = z.strictObject({
  name: bilingual,
  /** The track it waits for (待建): such a clock is kept, checked and shown, and never started. */
  awaits: bilingual.optional(),
  scope: z.enum([...scopes, ...awaitedScopes]),
  kind: z.enum(['duty', 'window', 'term']),
  starts: z.array(trigger),
  /** The day of each year from which it counts, whenever it was begun: of a clock that runs to a day of the year. */
  startsOn: dayOfYear.optional(),
  stops: z.array(trigger),
  within: span,
  /** Instead of `within`, the first of these whose fields the starting event has. */
  variants: z
    .array(z.strictObject({ when: fields, within: span }))
    .min(1)
    .optional(),
  /** Events from which on the time is not counted (中止), and from which on it is again. */
  pauses: z.array(trigger).optional(),
  resumes: z.array(trigger).optional(),
  extensions: z.array(extension).optional(),
  /** What is done when the duty has run out: the name of one of `ladders`. */
  ladder: text.optional(),
  /** `psychological`: of the channel that nobody sees before consent but who noticed (心理转介渠道); the clock is hidden with it. */
  channel: z.enum(channels).optional(),
  /** `receipt`: counted from when the item was received by its holder, not from the event that starts the clock. */
  countsFrom: z.enum(['event', 'receipt']).optional(),
  roll: z.boolean().optional(),
  holder: z.enum([...holderRoles, ...awaitedHolders]),
  /** From which part of its time it is near: a fraction of it, or so many days before its end. */
  yellow: z.union([z.number().gt(0).lt(1), z.strictObject({ daysBefore: z.int().min(1) })]).optional(),
  ...based,
});

const power = z.strictObject({
  agencies: z.union([z.literal('any'), z.array(agency).min(1)]),
  ...based,
});

const orderType = z.strictObject({
  name: bilingual,
  issuers: z.array(agency).min(1),
  /** What must have come before. */
  requires: z.strictObject({ rule: z.enum(['guidance-refused-or-failed']), ...based }).optional(),
  ...based,
});

const recommendation = z.strictObject({
  name: bilingual,
  issuers: z.array(agency).min(1),
  /** These issuers address an agency of their own area and level (本院辖区范围内的同级主管机关). */
  addressee: z.strictObject({ issuers: z.array(agency).min(1), ...based }).optional(),
  /** The longest term, in calendar months, that these issuers set for the written reply. */
  longest: z.strictObject({ issuers: z.array(agency).min(1), months: z.int().min(1), ...based }).optional(),
  /** What comes before the superior organ is told. */
  escalation: z.strictObject({ after: z.enum(['urged']), ...based }).optional(),
  ...based,
});

const service = z.strictObject({
  name: bilingual,
  /** Which departments provide it; `any` where the document that was seen names none. */
  agencies: z.union([z.literal('any'), z.array(agency).min(1)]),
  /** Whom it is for: what a list for migrant children names, or whatever else any minor may need. */
  for: z.enum(['migrant-children', 'any-minor']).default('migrant-children'),
  /** It is referred by another way than a work order: with consent, by the psychological channel. */
  through: z.enum(channels).optional(),
  ...based,
});

const workOrders = z.strictObject({
  /** How often a work order may go back before the arbiter rules on it. */
  returns: z.int().min(1),
  /** The type of agency, the nearest to the place, whose ruling binds. */
  arbiter: agency,
  /** A service for migrant children is sent for before anybody has tested whether the child is one. */
  untested: z.strictObject(based),
  /** The care file is closed while a work order is open. */
  closing: z.strictObject(based),
  ...based,
});

/** To whom a part in another's work is given (参与机构). */
const parties = z.strictObject({
  /** The agencies that give an order's guidance (承接家庭教育指导). */
  guidance: z.strictObject({ agencies: z.array(agency).min(1), ...based }),
  /** An agency of another place is named: not of the child's county, nor of an area that it lies in. */
  elsewhere: z.strictObject(based),
});

/** What becomes of a care file's old place when the file is transferred (移交关爱档案). */
const transfer = z.strictObject({
  /** How long the old place's committee reads on (移交后只读期), in whole days after that of the transfer. */
  readOn: z.strictObject({ days: z.int().min(0), ...based }),
});

const ground = z.strictObject({ name: bilingual, admonition: z.enum(['must', 'may']), ...based });

/** Why a child comes onto the focused-care ledger; `crossing` where a nearer border is enough for it. */
const focus = z.strictObject({ crossing: z.enum(['county', 'township']).optional(), ...based });

/** From when keeping is counted: the closing of the child's last case, the day on which the child turns 18; of both, the later. */
const keptSince = ['closing', 'majority'] as const;

/** What is done when the time of keeping has run out (保存期限届满): keys are destroyed, sealed away, or somebody decides. */
const keepingEnds = ['shred', 'seal', 'review'] as const;

const retention = z.strictObject({
  name: bilingual,
  /** Kinds of personal data (个人信息类别), each under its own key for each child. */
  categories: z.array(text).min(1),
  since: z.array(z.enum(keptSince)).min(1),
  within: z.union([z.strictObject({ days: z.int().min(0) }), z.strictObject({ months: z.int().min(1) })]),
  /** What comes then. */
  end: z.enum(keepingEnds),
  ...based,
});

/** What whoever oversees a place is shown of it. */
const oversight = z.strictObject({ sees: z.enum(OVERSIGHT_SCOPES), ...based });

const eligibility = z.strictObject({
  under: z.int().min(1).max(18),
  residenceMonths: z.int().min(0),
  crossing: z.enum(['county', 'township']),
  ageCounted: z.enum(['day-after-birthday', 'birthday']),
  exclusions: z.array(z.strictObject({ code: text, name: bilingual, divisions: z.array(divisionCode), ...based })),
  ...based,
});

/** A policy pack (政策包) as it stands in a YAML file: one jurisdiction's rules as data. */
export const packFile = z.strictObject({
  pack: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: bilingual,
  extends: text.optional(),
  division: z.string().regex(/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})?$/),
  effective: date,
  /** Said when the document's own date is not known. */
  effectiveNote: text.optional(),
  /** The effective date of the version of this pack that this file changes: what it does not name stays as it was. */
  amends: date.optional(),
  document: z.strictObject({ title: text, number: text.optional(), seed: text.optional() }).optional(),
  eligibility: eligibility.optional(),
  powers: z.record(z.string(), power).default({}),
  grounds: z.record(z.string(), ground).default({}),
  orders: z.record(z.string(), orderType).default({}),
  /** What those who oversee a place are shown of its cases (督导范围), by agency type; one that is not named is shown none. */
  oversight: z.partialRecord(z.enum(OVERSEERS), oversight).default({}),
  /** Subjects of a recommendation (建议事项): who may issue one, to whom, and what comes before the superior organ. */
  recommendations: z.record(z.string(), recommendation).default({}),
  /** Categories of the focused-care ledger (重点关爱服务对象类别). */
  focus: z.record(z.string(), focus).default({}),
  /** What the service list (服务清单) of the place names, by code. */
  services: z.record(z.string(), service).default({}),
  workOrders: workOrders.optional(),
  parties: parties.optional(),
  transfer: transfer.optional(),
  clocks: z.record(z.string(), clock).default({}),
  ladders: z.record(z.string(), ladder).default({}),
  /** How long personal data are kept, and what comes then (保存期限). */
  retention: z.record(z.string(), retention).default({}),
});

export type PackFile = z.infer<typeof packFile>;
/** A clock as it stands in a file: one that runs, or one that waits for its track. */
export type ClockEntry = z.infer<typeof clock>;
/** A clock that runs (时限规则). */
export type ClockRule = Omit<ClockEntry, 'awaits' | 'scope' | 'holder'> & {
  readonly scope: Scope;
  readonly holder: HolderRole;
};
/** A clock whose track does not exist yet (待建时限). */
export type WaitingClockRule = ClockEntry & { readonly awaits: Bilingual };
export type LadderRule = z.infer<typeof ladder>;
export type ExtensionRule = z.infer<typeof extension>;
export type PowerRule = z.infer<typeof power>;
export type OrderTypeRule = z.infer<typeof orderType>;
export type OversightRule = z.infer<typeof oversight>;
export type RecommendationRule = z.infer<typeof recommendation>;
export type ServiceRule = z.infer<typeof service>;
export type PartyRules = z.infer<typeof parties>;
export type TransferRule = z.infer<typeof transfer>;
export type WorkOrderRule = z.infer<typeof workOrders>;
export type RetentionRule = z.infer<typeof retention>;
export type GroundRule = z.infer<typeof ground>;
export type FocusRule = z.infer<typeof focus>;
export type EligibilityRule = z.infer<typeof eligibility>;
export type EventTrigger = z.infer<typeof trigger>;
