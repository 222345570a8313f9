import type { CommandName } from '#case';
import type { Bilingual } from '#policy';
import type { DeskSelectors } from '#runtime';

/** An agency's place (工作台): which agencies work at it, what it shows and which commands it offers. */
export interface Desk extends DeskSelectors {
  readonly title: Bilingual;
  readonly commands: readonly CommandName[];
}

/** Keeps the type while a desk is declared; its inbox, lists, next steps and mutations follow from the declaration. */
export function defineDesk(desk: Desk): Desk {
  return desk;
}
