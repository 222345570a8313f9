import type { Officer } from '#access';
import { epochOf } from '#calendar';
import type { EventStore } from '#event-store';
import type { Host } from './host.ts';

/** Personal data that was opened to answer one request (读取): for each child, the categories. */
export interface Reading {
  readonly officer: Officer;
  readonly desk: string;
  /** Why, as a code of the reader's own house, where one was given. */
  readonly purpose: string | undefined;
  readonly children: ReadonlyMap<string, ReadonlySet<string>>;
}

/** An event in a stream `reads-<agency>`: who read which child's personal data, at which desk, and why (读取留痕). */
export interface PersonalDataRead {
  readonly officer: string;
  readonly desk: string;
  readonly purpose: string | null;
  readonly children: readonly { readonly childId: string; readonly categories: readonly string[] }[];
}

export const READS = 'reads-';

/** Milliseconds in which the same officer, reading the same of a child in the same agency's name for the same purpose, is noted once. */
const ONCE_IN = 60_000;
const REMEMBERED = 50_000;

/** Notes readings in the log, and so in its tree; one append a request. Resolves once the log has it. */
export function readNotes(store: Pick<EventStore, 'append'>, host: Pick<Host, 'now' | 'newId'>) {
  const noted = new Map<string, number>();
  const fresh = (name: string, now: number) => {
    const since = noted.get(name);
    return since === undefined || now - since >= ONCE_IN || now < since;
  };
  return async ({ officer, desk, purpose, children }: Reading): Promise<void> => {
    const at = host.now();
    const now = epochOf(at);
    const read = [...children].map(([childId, categories]) => {
      const sorted = [...categories].sort();
      return {
        childId,
        categories: sorted,
        name: [officer.id, officer.agency.id, desk, purpose, childId, ...sorted].join(' '),
      };
    });
    const news = read.filter(({ name }) => fresh(name, now));
    if (news.length === 0) return;
    const data: PersonalDataRead = {
      officer: officer.id,
      desk,
      purpose: purpose ?? null,
      children: news.map(({ childId, categories }) => ({ childId, categories })),
    };
    const event = { id: host.newId(), type: 'PersonalDataRead', data, meta: { at } };
    await store.append(`${READS}${officer.agency.id}`, 'any', [event]);
    for (const { name } of news) {
      noted.delete(name);
      noted.set(name, now);
    }
    for (const oldest of noted.keys()) {
      if (noted.size <= REMEMBERED) break;
      noted.delete(oldest);
    }
  };
}
