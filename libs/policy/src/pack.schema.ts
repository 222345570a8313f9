import { z } from 'zod';
import { type AgencyType, agencyTypes } from './agency.ts';

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
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date YYYY-MM-DD');
const based = {
  standing,
  cite: citation,
  /** For the reader: what the rule leaves out, or how the clause was read. */
  note: bilingual.optional(),
};

const span = z.union([
  z.strictObject({ hours: z.number().positive(), asWritten: text.optional() }),
  z.strictObject({ days: z.int().min(0), asWritten: text.optional() }),
  z.strictObject({ months: z.int().min(1), asWritten: text.optional() }),
  z.strictObject({ workingDays: z.int().min(1), asWritten: text.optional() }),
  z.strictObject({ endOf: z.enum(['month', 'quarter']) }),
  /** Until the day that the document itself names, in this field of the event. */
  z.strictObject({ untilWritten: text }),
]);

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const trigger = z.union([
  text.transform((event) => ({ event, when: {} as Record<string, z.infer<typeof scalar>> })),
  z.strictObject({ event: text, when: z.record(z.string(), scalar) }),
]);

/** What a clock is counted for; ending the item stops the clock. */
export const scopes = [
  'case',
  'flag',
  'report',
  'finding',
  'order',
  'referral',
  'ledger',
  'file',
  'caution',
  'rehab',
  'withdrawal',
  'schooling',
  'diagnosis',
  'school-term',
  'emergency',
  'recommendation',
] as const;
export type Scope = (typeof scopes)[number];

/** Who is charged with the time: see `holderOf` in `libs/case`. */
export const holderRoles = [
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
  'addressee',
] as const;
export type HolderRole = (typeof holderRoles)[number];

const clock = z.strictObject({
  name: bilingual,
  scope: z.enum(scopes),
  kind: z.enum(['duty', 'window', 'term']),
  starts: z.array(trigger).min(1),
  stops: z.array(trigger),
  within: span,
  /** `receipt`: counted from when the item was received by its holder, not from the event that starts the clock. */
  countsFrom: z.enum(['event', 'receipt']).optional(),
  roll: z.boolean().optional(),
  holder: z.enum(holderRoles),
  yellow: z.number().gt(0).lt(1).optional(),
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

const ground = z.strictObject({ name: bilingual, admonition: z.enum(['must', 'may']), ...based });

const eligibility = z.strictObject({
  under: z.int().min(1).max(18),
  residenceMonths: z.int().min(0),
  crossing: z.enum(['county', 'township']),
  ageCounted: z.enum(['day-after-birthday', 'birthday']),
  exclusions: z.array(z.strictObject({ code: text, name: bilingual, divisions: z.array(text), ...based })),
  ...based,
});

/** A policy pack (政策包) as it stands in a YAML file: one jurisdiction's rules as data. */
export const packFile = z.strictObject({
  pack: z.string().regex(/^[a-z][a-z0-9-]*$/, 'a lower-case name'),
  name: bilingual,
  extends: text.optional(),
  division: z.string().regex(/^\d{0,12}$/, 'a division code or a prefix of one'),
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
  /** Subjects of a recommendation (建议事项): who may issue one, to whom, and what comes before the superior organ. */
  recommendations: z.record(z.string(), recommendation).default({}),
  clocks: z.record(z.string(), clock).default({}),
});

export type PackFile = z.infer<typeof packFile>;
export type ClockRule = z.infer<typeof clock>;
export type PowerRule = z.infer<typeof power>;
export type OrderTypeRule = z.infer<typeof orderType>;
export type RecommendationRule = z.infer<typeof recommendation>;
export type GroundRule = z.infer<typeof ground>;
export type EligibilityRule = z.infer<typeof eligibility>;
export type EventTrigger = z.infer<typeof trigger>;
