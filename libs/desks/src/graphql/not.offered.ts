import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, GraphQLError, Kind } from 'graphql';
import { caseCommands, refuse } from '#case';
import type { AnyCommandName } from '#commands';
import { keyMinorCommands, ledgerCommands, surveyWorkCommands } from '#ledger';
import { recommendationCommands } from '#recommendation';
import type { Desk } from '../desk.ts';
import type { DeskContext } from './context.ts';
import { shownCitation } from './fields.ts';
import { mutationOf } from './sdl.ts';

const ALL = Object.keys({
  ...caseCommands,
  ...recommendationCommands,
  ...ledgerCommands,
  ...keyMinorCommands,
  ...surveyWorkCommands,
});
const commandOf = new Map(ALL.map((name) => [mutationOf(name), name as AnyCommandName]));

/**
 * A command that belongs to another desk is not in this desk's schema. Whoever tries it all the same is told why, with the
 * clause that says who may, instead of “cannot query field”.
 */
export function notOfferedPlugin(desk: Desk): ApolloServerPlugin<DeskContext> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ document, contextValue, errors }) => {
        const command = document && strangeCommand(document, desk);
        if (!command || !contextValue?.officer) return;
        const refusal =
          contextValue.runtime.powerless(command, contextValue.officer) ?? refuse('COMMAND_NOT_AT_THIS_DESK');
        const extensions = {
          code: refusal.refused,
          standing: refusal.standing,
          cite: shownCitation(refusal.cite, contextValue),
          message: refusal.message,
          http: { status: 403 },
        };
        await contextValue.runtime.noteRefusal(command, contextValue.officer, refusal);
        (errors as GraphQLError[]).splice(0, errors.length, new GraphQLError(refusal.message.zh, { extensions }));
      },
    }),
  };
}

function strangeCommand(document: DocumentNode, desk: Desk): AnyCommandName | undefined {
  const offered: readonly string[] = [
    ...desk.commands,
    ...desk.recommendationCommands,
    ...desk.ledgerCommands,
    ...desk.keyMinorCommands,
    ...desk.surveyWorkCommands,
  ];
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION || definition.operation !== 'mutation') continue;
    for (const selection of definition.selectionSet.selections) {
      const command = selection.kind === Kind.FIELD ? commandOf.get(selection.name.value) : undefined;
      if (command && !offered.includes(command)) return command;
    }
  }
  return undefined;
}
