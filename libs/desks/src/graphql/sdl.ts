import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, visit } from 'graphql';
import { projectRoot } from '#runtime';
import type { Desk } from '../desk.ts';

const folder = join(projectRoot, 'libs/desks/src');
const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');

/**
 * Types that several desks show alike, a file each in `types/`: those that a schema names and leaves to them, and what these name in turn.
 * A desk that shows less or more of a thing declares the type itself.
 */
function typesLeftOpen(sdl: string): readonly string[] {
  const declared = new Set<string>();
  const named = new Set<string>();
  visit(parse(sdl), {
    ObjectTypeDefinition: ({ name }) => void declared.add(name.value),
    NamedType: ({ name }) => void named.add(name.value),
  });
  const open = [...named].filter((name) => !declared.has(name) && existsSync(join(folder, 'types', `${name}.graphql`)));
  if (open.length === 0) return [];
  const types = open.map((name) => read('types', `${name}.graphql`));
  return [...types, ...typesLeftOpen([sdl, ...types].join('\n'))];
}

/** A desk's schema as text: what all desks share, its own, and the inputs of the commands it offers. */
export function deskSdl(desk: Desk): string {
  const commands = [
    ...desk.commands,
    ...desk.recommendationCommands,
    ...desk.ledgerCommands,
    ...desk.keyMinorCommands,
    ...desk.surveyWorkCommands,
  ];
  const inputs = commands.map((command) => read('inputs', `${command}.graphql`));
  const recommendations = [
    read('recommendation.graphql'),
    ...(desk.recommendationCommands.length > 0 ? [read('recommendation.addressee.graphql')] : []),
    ...(desk.recommends ? [read('recommendation.issuer.graphql')] : []),
  ];
  const ledger = [
    ...(desk.ledger || desk.keyMinor || desk.surveyWork ? [read('happening.graphql')] : []),
    ...(desk.ledger || desk.surveyWork ? [read('ledger.shared.graphql')] : []),
    ...(desk.ledger ? [read('ledger.graphql')] : []),
    ...(desk.keyMinor ? [read('key.minor.graphql')] : []),
    ...(desk.surveyWork ? [read('survey.work.graphql')] : []),
  ];
  const shared = inputs.length > 0 ? [read('inputs', 'shared.graphql')] : [];
  const held = desk.holds ? [read('held.graphql'), read('break.glass.graphql')] : [];
  const referring = [
    ...(commands.includes('SendWorkOrder') ? [read('services.graphql')] : []),
    ...(commands.includes('SendWorkOrder') || commands.includes('SignWorkOrder') ? [read('workorder.graphql')] : []),
  ];
  const own = read(desk.name, 'schema.graphql');
  return [
    read('common.graphql'),
    read('conflict.graphql'),
    ...held,
    own,
    ...typesLeftOpen(own),
    ...referring,
    ...recommendations,
    ...ledger,
    ...shared,
    ...inputs,
  ].join('\n');
}

/** The mutation of a command: its name with a small letter. */
export function mutationOf(command: string): string {
  return command.charAt(0).toLowerCase() + command.slice(1);
}
