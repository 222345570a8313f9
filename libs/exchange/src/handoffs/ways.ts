import type { Desk } from '#desks';
import { type Way, wayOf } from '../commands/routes.ts';
import { KINDS } from './kinds.ts';

/** How a kind of handoff is dealt with by those who work at a desk; whether it is lawful at the moment, the next steps say. */
export function waysOf(kind: string, { commands }: Pick<Desk, 'commands'>): readonly Way[] {
  return (KINDS[kind]?.dealtWithBy ?? []).filter((command) => commands.includes(command)).map(wayOf);
}
