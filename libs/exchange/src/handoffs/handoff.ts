import { createHash } from 'node:crypto';
import type { Clock } from '#case';
import type { InboxEntry, ViewRow } from '#runtime';
import { KINDS } from './kinds.ts';

/** Something of a desk's row: a personal field is still sealed. */
export type Item = Readonly<Record<string, unknown>>;

/** A piece of work that was handed to an agency, as its desk's rows show it, personal fields sealed (交接事项). */
export interface SealedHandoff {
  readonly id: string;
  readonly kind: string;
  readonly caseId: string;
  readonly status: string;
  readonly from: string | undefined;
  /** The child, the guardian and the place, by the names that desks give them. */
  readonly about: Item;
  readonly contents: readonly unknown[];
  readonly deadlines: readonly Clock[];
  readonly version: string;
}

/** Statuses of what there is nothing left to be done about: nobody needs a receipt of it either. */
export const DONE: ReadonlySet<string> = new Set(['RETURNED', 'COMPLETED', 'ENDED']);

const ABOUT = ['childName', 'childSex', 'birthDate', 'idNumber', 'guardianName', 'guardianPhone', 'division'];

const sources = Object.entries(KINDS).flatMap(([kind, { stands }]) => stands.map((source) => ({ kind, ...source })));
const sourcesAt = (desk: string) => sources.filter(({ desks }) => desks.includes(desk));

/** Everything of a case that was handed to an agency, by id; from its desk's rows and nothing else. */
export function handoffsIn(rows: readonly ViewRow[]): ReadonlyMap<string, SealedHandoff> {
  const found = new Map<string, SealedHandoff>();
  const shown = rows.find(({ kind }) => kind === 'case');
  const row = shown ?? rows.find(({ kind }) => kind === 'inbox'); // a superior decides on a case of another place, which it is not shown
  if (!row) return found;
  const inbox = rows.filter(({ kind }) => kind === 'inbox').map(({ doc }) => JSON.parse(doc) as InboxEntry);
  const seen = withAsked((shown ? JSON.parse(shown.doc) : {}) as Item, inbox);
  // what an agency below let lapse waits for that one, and is no handoff
  const held = inbox.map(({ clock }) => clock).filter(({ holder }) => holder === row.agency);
  const clocks = held.toSorted((a, b) => (a.due < b.due ? -1 : 1));
  const about = Object.fromEntries(ABOUT.filter((name) => seen[name] !== undefined).map((name) => [name, seen[name]]));
  for (const { kind, items } of sourcesAt(row.desk)) {
    for (const { id, status, from, contents, deadlines: own } of items(seen, row.agency, clocks)) {
      const deadlines = own ?? clocks.filter(({ item }) => item === id);
      const handoff = { id, kind, caseId: row.caseId, status, from, about, contents, deadlines };
      found.set(`${kind} ${id}`, { ...handoff, version: digestOf(handoff) });
    }
  }
  return found;
}

/** A desk of shared rows tells with the clock how much more time is asked for, and lists it nowhere. */
function withAsked(seen: Item, inbox: readonly InboxEntry[]): Item {
  const asked = inbox.flatMap((entry) => {
    const { about, ...extension } = { ...entry.asked } as { readonly about?: Clock };
    return about ? [{ ...extension, clock: about.clock }] : [];
  });
  return asked.length > 0 ? { ...seen, extensions: asked } : seen;
}

function digestOf(value: object): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16);
}

/** What happened to a handoff between two moments. */
export interface HandoffDifference {
  readonly change: 'ARRIVED' | 'CHANGED' | 'WITHDRAWN';
  readonly handoff: SealedHandoff;
}

/** What changed for the agency; what it does not see leaves no trace here. */
export function differences(before: readonly ViewRow[], now: readonly ViewRow[]): readonly HandoffDifference[] {
  const earlier = handoffsIn(before);
  const later = handoffsIn(now);
  const gone = [...earlier].filter(([key]) => !later.has(key)).map(([, handoff]) => handoff);
  // what is gone comes first: what the same thing has become bears its id (a reason asked for, then a filing notice: the file's),
  // and would else count as ended with it
  return [
    ...gone.map((handoff): HandoffDifference => ({ change: 'WITHDRAWN', handoff })),
    ...[...later].flatMap(([key, handoff]): HandoffDifference[] => {
      const known = earlier.get(key);
      if (known?.version === handoff.version) return [];
      return [{ change: known ? 'CHANGED' : 'ARRIVED', handoff }];
    }),
  ];
}
