import { type CaseRecord, type CommandName, caseCommands } from '#case';
import type { Vault } from '#vault';
import { derivedId } from '../derived.id.ts';
import type { ViewStore } from '../views/view.store.ts';
import type { OpenChild } from './door.ts';
import type { Request } from './submit.ts';

export interface CaseForParts {
  readonly vault: Pick<Vault, 'tags'>;
  readonly views: Pick<ViewStore, 'tagged'>;
  readonly load: (caseId: string) => Promise<CaseRecord>;
}

/** Finds the case that a command is for. */
export function caseFinder({ vault, views, load }: CaseForParts) {
  /**
   * The case a command is for: the one named; the one that an earlier try opened; the one the child's identity number leads
   * to, wherever it was merged; or a new one.
   */
  const caseFor = async ({ caseId, command, input }: Request, commandId: string): Promise<string> => {
    if (caseId !== undefined) return caseId;
    const minted = derivedId(commandId, 'case');
    const child = (input as { readonly child?: OpenChild }).child;
    if (!child || !caseCommands[command].opensCase || (await load(minted)).answers[commandId]) return minted;
    const match = await matching(vault.tags(child), command);
    let found = match;
    while (found !== undefined) {
      const { mergedInto } = await load(found);
      if (mergedInto === null) return found;
      found = mergedInto;
    }
    return minted;
  };

  /**
   * The case that a child's keyed tags lead to: by the identity number; for a report or a finding, which repeat what another
   * desk began, also by telephone and sound of name together. Weaker likeness is pointed out to the township, never acted on.
   */
  const matching = async (tags: readonly string[], command: CommandName): Promise<string | undefined> => {
    if (tags.length === 0) return undefined;
    const found = await views.tagged(tags);
    const by = (kind: string) => found.filter(({ tag }) => tag.startsWith(kind)).map(({ caseId }) => caseId);
    const sound = new Set(by('sound:'));
    const both = command === 'RaiseFlag' ? [] : by('phone:').filter((caseId) => sound.has(caseId));
    return by('id:')[0] ?? both[0];
  };

  return caseFor;
}
