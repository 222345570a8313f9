import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import type { Instant } from '#calendar';
import { type CommandDefinition, type CommandName, caseCommands, type InputOf, type Open } from '#case';
import {
  isKeyMinorCommand,
  isLedgerCommand,
  isSurveyWorkCommand,
  type KeyMinorCommandName,
  type KeyMinorInputOf,
  keyMinorCommands,
  type LedgerCommandName,
  type LedgerInputOf,
  ledgerCommands,
  type SurveyWorkCommandName,
  type SurveyWorkInputOf,
} from '#ledger';
import type { Bilingual } from '#policy';
import {
  isRecommendationCommand,
  type RecommendationCommandName,
  type RecommendationInputOf,
  recommendationCommands,
} from '#recommendation';
import { commandClasses } from './command.classes.ts';
import {
  Envelope,
  KeyMinorEnvelope,
  LedgerEntryEnvelope,
  NewItemEnvelope,
  RecommendationEnvelope,
} from './envelope.ts';
import { type FieldClass, fieldsOf } from './field.ts';
import { ITEMS_LOOKED_AT, isObject } from './kinds.ts';
import { keyMinorClasses } from './ledger/key.minor.ts';
import { ledgerClasses } from './ledger/ledger.classes.ts';
import { surveyWorkClasses } from './ledger/survey.work.ts';
import { recommendationClasses } from './recommendation/recommendation.classes.ts';
import { future, required, unknownField } from './rule.ts';

/** One thing that is wrong with what was sent (输入问题); it never repeats the value, which may be personal data. */
export interface InputProblem {
  /** Path of the field: `child.idNumber`. */
  readonly field: string;
  /** Stable name of the rule, a `RuleName`: `identityNumber`, `length`, `unknownField`. */
  readonly rule: string;
  readonly message: Bilingual;
}

/** What was sent cannot be a command (输入有误), with everything that is wrong with it. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[]) {
    super(problems.map(({ field, rule }) => `${field}: ${rule}`).join('; '));
    this.problems = problems;
  }
}

type Plain = Record<string, unknown>;

const LISTS: ReadonlySet<string> = new Set(['choices', 'ids']);
const UNKNOWN_NAMED = 10;
const SHOWN_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const silent = { validationError: { target: false, value: false } };

/** A command that an officer gives, on a case, or on what stands beside cases. */
export type AnyCommandName =
  | CommandName
  | RecommendationCommandName
  | LedgerCommandName
  | KeyMinorCommandName
  | SurveyWorkCommandName;

/** What a command takes in plain text. */
export type OpenInputOf<N extends AnyCommandName> = Open<
  N extends CommandName
    ? InputOf<N>
    : N extends RecommendationCommandName
      ? RecommendationInputOf<N>
      : N extends LedgerCommandName
        ? LedgerInputOf<N>
        : N extends KeyMinorCommandName
          ? KeyMinorInputOf<N>
          : N extends SurveyWorkCommandName
            ? SurveyWorkInputOf<N>
            : never
>;

/** Envelope and own fields of a command. */
function classesOf(name: AnyCommandName): readonly [envelope: FieldClass, own: FieldClass] {
  if (isSurveyWorkCommand(name)) return [NewItemEnvelope, surveyWorkClasses[name]];
  if (isLedgerCommand(name)) {
    return [ledgerCommands[name].opensCase ? NewItemEnvelope : LedgerEntryEnvelope, ledgerClasses[name]];
  }
  if (isKeyMinorCommand(name)) {
    return [keyMinorCommands[name].opensCase ? NewItemEnvelope : KeyMinorEnvelope, keyMinorClasses[name]];
  }
  if (!isRecommendationCommand(name)) return [Envelope, commandClasses[name]];
  const opens = recommendationCommands[name].opensCase;
  return [opens ? NewItemEnvelope : RecommendationEnvelope, recommendationClasses[name]];
}

/**
 * Reads a command as it came in at the door (命令入口): envelope and own fields, tidied and checked; `null` means absent. What
 * it is given on, be it a case or not, is the envelope's `caseId`.
 *
 * @param now the moment at the door: what must have happened lies on no later day.
 * @throws BadInput with every problem: the envelope's fields first, then the command's as declared, then unknown ones.
 */
export function readCommand<N extends AnyCommandName>(
  name: N,
  raw: Record<string, unknown>,
  now: Instant,
): { envelope: Envelope; input: OpenInputOf<N> } {
  const [envelopeClass, type] = classesOf(name);
  const envelope = checked(envelopeClass, raw);
  const input = checked(type, raw);
  const { recommendationId, ledgerEntryId, keyMinorEntryId, ...plain } = envelope.plain;
  const homeless = needsCase(name) && plain.caseId === undefined;
  const problems = [
    ...(homeless ? [{ field: 'caseId', rule: required.name, message: required.message }] : []),
    ...envelope.problems,
    ...input.problems,
    ...notYet(type, input.plain, now.slice(0, 10)),
    ...unknownIn(raw, [envelopeClass, type]),
  ];
  if (problems.length > 0) throw new BadInput(problems);
  const item = recommendationId ?? ledgerEntryId ?? keyMinorEntryId;
  const named = item === undefined ? plain : { ...plain, caseId: item };
  return { envelope: named as unknown as Envelope, input: input.plain as OpenInputOf<N> };
}

function isCaseCommand(name: AnyCommandName): name is CommandName {
  return Object.hasOwn(caseCommands, name);
}

function needsCase(name: AnyCommandName): boolean {
  if (!isCaseCommand(name)) return false;
  const definition: CommandDefinition<never> = caseCommands[name];
  return !definition.opensCase;
}

/**
 * Reads what is asked for at the door and is no command of a case, by the same rules.
 *
 * @throws BadInput with every problem, unknown fields last.
 */
export function readFields<T extends object>(type: FieldClass & (new () => T), raw: Record<string, unknown>): T {
  const { plain, problems } = checked(type, raw);
  const all = [...problems, ...unknownIn(raw, [type])];
  if (all.length > 0) throw new BadInput(all);
  return plain as T;
}

function checked(type: FieldClass, raw: Readonly<Plain>): { plain: Plain; problems: readonly InputProblem[] } {
  const instance = plainToInstance(type, known(type, raw));
  const problems = validateSync(instance, silent).flatMap((error) => problemsIn(error, ''));
  return { plain: filled(type, instance), problems };
}

/**
 * The known fields alone, without null ones. What no rule will look into is not carried along: neither names such as
 * `constructor` nor endless nesting reach the library.
 */
function known(type: FieldClass, raw: Readonly<Plain>): Plain {
  const plain: Plain = {};
  for (const [name, { kind }] of fieldsOf(type)) {
    const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
    if (value === null || value === undefined) continue;
    if (kind.object && isObject(value)) plain[name] = known(kind.object, value);
    else if (LISTS.has(kind.form) && Array.isArray(value)) plain[name] = value.slice(0, ITEMS_LOOKED_AT).map(leaf);
    else plain[name] = leaf(value);
  }
  return plain;
}

function leaf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? [] : {};
}

/** Plain data again, absent fields left out: that is what is sealed, digested and decided on. */
function filled(type: FieldClass, instance: object): Plain {
  const values = instance as Plain;
  const plain: Plain = {};
  for (const [name, { kind }] of fieldsOf(type)) {
    const value = values[name];
    if (value !== undefined) plain[name] = kind.object && isObject(value) ? filled(kind.object, value) : value;
  }
  return plain;
}

/** Days that must have come, and have not. */
function notYet(type: FieldClass, plain: Readonly<Plain>, today: string, path = ''): readonly InputProblem[] {
  return [...fieldsOf(type)].flatMap(([name, { kind }]) => {
    const value = plain[name];
    if (kind.object && isObject(value)) return notYet(kind.object, value, today, `${path}${name}.`);
    const day = typeof value === 'string' ? kind.happened?.(value) : undefined;
    return day !== undefined && day > today ? [{ field: path + name, rule: 'future', message: future }] : [];
  });
}

function problemsIn({ property, constraints = {}, contexts = {}, children = [] }: ValidationError, path: string) {
  const field = path + property;
  const problems: InputProblem[] = Object.keys(constraints)
    .filter((rule) => contexts[rule] !== undefined)
    .map((rule) => ({ field, rule, message: contexts[rule] }));
  // What is no group of fields has none to speak of.
  if (problems.length === 0) for (const child of children) problems.push(...problemsIn(child, `${field}.`));
  return problems;
}

function unknownIn(raw: Readonly<Plain>, types: readonly FieldClass[], path = ''): readonly InputProblem[] {
  const fields = new Map(types.flatMap((type) => [...fieldsOf(type)]));
  const strange = Object.keys(raw).filter((name) => !fields.has(name));
  const problems = strange.slice(0, UNKNOWN_NAMED).map((name) => ({
    // A name that could not be a field's may be data put in the wrong place.
    field: path + (SHOWN_NAME.test(name) ? name : '?'),
    rule: 'unknownField',
    message: unknownField,
  }));
  const within = [...fields].flatMap(([name, { kind }]) => {
    const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
    return kind.object && isObject(value) ? unknownIn(value, [kind.object], `${path}${name}.`) : [];
  });
  return [...problems, ...within];
}
