import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DefinitionNode,
  type EnumTypeDefinitionNode,
  type InputObjectTypeDefinitionNode,
  Kind,
  parse,
  print,
} from 'graphql';
import {
  BREACH_DISPOSALS,
  BRINGERS,
  CLOSING_REASONS,
  COMPLAINANTS,
  type CommandName,
  caseCommands,
  DANGER_SIGNS,
  FLAG_KINDS,
  FOCUS_CATEGORIES,
  GROUNDS,
  HUKOU_CATEGORIES,
  ORDER_TYPES,
  RETURN_REASONS,
  WORK_ORDER_RESULTS,
} from '#case';
import {
  CONTACT_MEANS,
  DATA_HALVES,
  KEY_MINOR_BEHAVIOURS,
  KEY_MINOR_CLOSING_REASONS,
  KEY_MINOR_MEASURES,
  keyMinorCommands,
  LEDGER_CLOSING_REASONS,
  ledgerCommands,
  surveyWorkCommands,
} from '#ledger';
import { RECOMMENDATION_RESULTS, recommendationCommands, SUBJECTS } from '#recommendation';
import { type FieldClass, fieldsOf } from './field.ts';
import {
  type AnyCommandName,
  commandClasses,
  Envelope,
  KeyMinorEnvelope,
  keyMinorClasses,
  LedgerEntryEnvelope,
  ledgerClasses,
  NewItemEnvelope,
  RecommendationEnvelope,
  recommendationClasses,
  surveyWorkClasses,
} from './index.ts';

const folder = join(import.meta.dirname, '../../desks/src/inputs');
const files = readdirSync(folder).map((file) => ({
  file: file.replace('.graphql', ''),
  definitions: parse(readFileSync(join(folder, file), 'utf8')).definitions.map(read),
}));
const all = new Map(files.flatMap(({ definitions }) => definitions.map((node) => [node.name.value, node])));
const ofCases = Object.keys(caseCommands) as CommandName[];
const ofRecommendations = Object.keys(recommendationCommands) as (keyof typeof recommendationCommands)[];
const ofTheLedger = Object.keys(ledgerCommands) as (keyof typeof ledgerCommands)[];
const ofSurveyWork = Object.keys(surveyWorkCommands) as (keyof typeof surveyWorkCommands)[];
const ofTheRegister = Object.keys(keyMinorCommands) as (keyof typeof keyMinorCommands)[];
const names: readonly AnyCommandName[] = [
  ...ofCases,
  ...ofRecommendations,
  ...ofTheLedger,
  ...ofTheRegister,
  ...ofSurveyWork,
];

function read(node: DefinitionNode): InputObjectTypeDefinitionNode | EnumTypeDefinitionNode {
  if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_DEFINITION) return node;
  throw new Error(`${node.kind} does not belong among the inputs`);
}

function input(name: string): InputObjectTypeDefinitionNode {
  const node = all.get(name);
  if (node?.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) throw new Error(`no input ${name}`);
  return node;
}

function valuesOf(name: string): string[] {
  const node = all.get(name);
  return node?.kind === Kind.ENUM_TYPE_DEFINITION ? (node.values ?? []).map(({ name: { value } }) => value) : [];
}

/** The types that an input names, and those that they name in turn. */
function usedBy(name: string, used = new Set<string>()): ReadonlySet<string> {
  const node = all.get(name);
  for (const word of node ? (print(node).match(/(?<=: \[?)\w+/g) ?? []) : []) {
    if (!used.has(word)) usedBy(word, used.add(word));
  }
  return used;
}

const scalars = { text: 'String', id: 'ID', date: 'Date', instant: 'Instant', number: 'Int', boolean: 'Boolean' };

/** The fields of an SDL input, as `name: Type`, against those of classes; the type of a choice is named by its values. */
function compare(name: string, classes: readonly FieldClass[], needed: readonly string[] = []): void {
  const fields = input(name).fields ?? [];
  const typeOf = new Map(fields.map((field) => [field.name.value, print(field.type)]));
  const expected = classes
    .flatMap((type) => [...fieldsOf(type)])
    .map(([field, { required, kind }]) => {
      const given = (typeOf.get(field) ?? '').replace(/[![\]]/g, '');
      const mark = required || needed.includes(field) ? '!' : '';
      if (kind.form === 'object') {
        if (kind.object) compare(given, [kind.object]);
        return [field, given + mark];
      }
      if (kind.form === 'ids') return [field, `[ID!]${mark}`];
      if (kind.form !== 'choice' && kind.form !== 'choices') return [field, scalars[kind.form] + mark];
      expect([given, valuesOf(given)]).toEqual([given, kind.values]);
      return [field, (kind.form === 'choice' ? given : `[${given}!]`) + mark];
    });
  expect([...typeOf]).toEqual(expected);
}

describe('the SDL of the inputs', () => {
  it('has one file a command and one for what they share', () => {
    expect(files.map(({ file }) => file).sort()).toEqual([...names, 'shared'].sort());
    for (const name of names) {
      expect(files.find(({ file }) => file === name)?.definitions[0]?.name.value).toBe(`${name}Input`);
    }
  });

  it.each(ofRecommendations)('%s has the fields of its envelope and of its class, required alike', (name) => {
    const envelope = name === 'IssueRecommendation' ? NewItemEnvelope : RecommendationEnvelope;
    compare(`${name}Input`, [envelope, recommendationClasses[name]]);
  });

  it.each(ofSurveyWork)('%s has the fields of its envelope and of its class, required alike', (name) => {
    compare(`${name}Input`, [NewItemEnvelope, surveyWorkClasses[name]]);
  });

  it.each(ofTheLedger)('%s has the fields of its envelope and of its class, required alike', (name) => {
    const envelope = name === 'OpenLedgerEntry' ? NewItemEnvelope : LedgerEntryEnvelope;
    compare(`${name}Input`, [envelope, ledgerClasses[name]]);
  });

  it.each(ofTheRegister)('%s has the fields of its envelope and of its class, required alike', (name) => {
    const envelope = name === 'OpenKeyMinorEntry' ? NewItemEnvelope : KeyMinorEnvelope;
    compare(`${name}Input`, [envelope, keyMinorClasses[name]]);
  });

  it.each(ofCases)('%s has the fields of the envelope and of its class, required alike', (name) => {
    const opens = 'opensCase' in caseCommands[name] && caseCommands[name].opensCase;
    compare(`${name}Input`, [Envelope, commandClasses[name]], opens ? [] : ['caseId']);
  });

  it.each<[string, object]>([
    ['FlagKind', FLAG_KINDS],
    ['DangerSign', DANGER_SIGNS],
    ['FocusCategory', FOCUS_CATEGORIES],
    ['Ground', GROUNDS],
    ['OrderType', ORDER_TYPES],
    ['ClosingReason', CLOSING_REASONS],
    ['BreachDisposal', BREACH_DISPOSALS],
    ['HukouCategory', HUKOU_CATEGORIES],
    ['Bringer', BRINGERS],
    ['Complainant', COMPLAINANTS],
    ['WorkOrderReturnReason', RETURN_REASONS],
    ['WorkOrderResult', WORK_ORDER_RESULTS],
    ['RecommendationSubject', SUBJECTS],
    ['RecommendationResult', RECOMMENDATION_RESULTS],
    ['ContactMeans', CONTACT_MEANS],
    ['DataHalf', DATA_HALVES],
    ['LedgerClosingReason', LEDGER_CLOSING_REASONS],
    ['KeyMinorBehaviour', KEY_MINOR_BEHAVIOURS],
    ['KeyMinorMeasureKind', KEY_MINOR_MEASURES],
    ['KeyMinorClosingReason', KEY_MINOR_CLOSING_REASONS],
  ])('%s has the values of the case, described in its words', (name, values) => {
    const node = all.get(name);
    const described = node?.kind === Kind.ENUM_TYPE_DEFINITION ? (node.values ?? []) : [];
    expect(described.map((value) => [value.name.value, value.description?.value])).toEqual(
      Object.entries(values).map(([value, { zh, en }]) => [value, `${zh}。${en}.`]),
    );
  });

  it('shares exactly what more than one command uses', () => {
    const used = new Map(names.map((name) => [name, usedBy(`${name}Input`)]));
    for (const { file, definitions } of files) {
      for (const { name } of definitions.filter((node) => node.name.value !== `${file}Input`)) {
        const users = names.filter((command) => used.get(command)?.has(name.value));
        expect([name.value, file === 'shared' ? users.length > 1 : users]).toEqual([
          name.value,
          file === 'shared' ? true : [file],
        ]);
      }
    }
  });

  it('names everything once', () => expect(all.size).toBe(files.flatMap(({ definitions }) => definitions).length));

  it('describes everything in Chinese and English', () => {
    for (const node of all.values()) {
      const parts = node.kind === Kind.ENUM_TYPE_DEFINITION ? node.values : node.fields;
      for (const { name, description } of [node, ...(parts ?? [])]) {
        expect([name.value, description?.value]).toEqual([
          name.value,
          expect.stringMatching(/\p{Script=Han}.*。\s?.*[A-Z].*\.$/su),
        ]);
      }
    }
  });
});
