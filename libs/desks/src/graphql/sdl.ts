import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#runtime';
import type { Desk } from '../desk.ts';

const folder = join(projectRoot, 'libs/desks/src');
const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');

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
  return [
    read('common.graphql'),
    read('conflict.graphql'),
    ...held,
    read(desk.name, 'schema.graphql'),
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
