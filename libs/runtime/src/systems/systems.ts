import type { Instant } from '#calendar';
import type { Host } from '../host.ts';

/** A program of an agency's own that may connect (机构自有系统). */
export interface RegisteredSystem {
  readonly agency: string;
  readonly system: string;
}

/** A piece of work in the version in which it was sent to the systems of an agency. */
export interface SentHandoff {
  readonly agency: string;
  readonly id: string;
  readonly version: string;
}

/** How the systems of one agency fare: nothing of a case, and nothing of a child. */
export interface AgencySystems {
  readonly agency: string;
  /** Each, and when it was last heard of; null for one that never was. */
  readonly systems: readonly { readonly system: string; readonly heard: Instant | null }[];
  /** How many open handoffs were sent and not acknowledged in the version that was sent last (未签收). */
  readonly waiting: number;
  /** Since when the oldest of them waits. */
  readonly oldest: Instant | null;
}

/**
 * What agencies' own systems were sent and say that they have (机构系统签收). It outlives streams and processes: a system that has
 * gone away with work unacknowledged is seen by operators and by whoever oversees.
 *
 * Methods throw ViewsUnavailable when it cannot be kept or read.
 */
export interface Systems {
  /** These may connect from now on; what was kept of others is forgotten. */
  register(systems: readonly RegisteredSystem[]): Promise<void>;
  heard(system: RegisteredSystem): Promise<void>;
  /** Waits to be acknowledged from now on, unless this version was. */
  sent(handoff: SentHandoff): Promise<void>;
  /** A receipt of another version than the one sent last is none. */
  acknowledged(handoff: SentHandoff): Promise<void>;
  /** Nothing is to be done about it any more. */
  ended(agency: string, id: string): Promise<void>;
  /** Every registered agency, by its id. */
  all(): Promise<readonly AgencySystems[]>;
}

interface Kept {
  readonly version: string;
  readonly since: Instant;
  readonly acknowledged: boolean;
}

/** In memory, for runtimes that no system connects to from another process. */
export function memorySystems({ now }: Pick<Host, 'now'>): Systems {
  const registered = new Map<string, Map<string, Instant | null>>();
  const kept = new Map<string, Map<string, Kept>>();
  const of = (agency: string) => {
    const own = kept.get(agency) ?? new Map<string, Kept>();
    if (registered.has(agency)) kept.set(agency, own);
    return own;
  };
  return {
    register: async (systems) => {
      const known = new Map(registered);
      registered.clear();
      for (const { agency, system } of systems) {
        const own = registered.get(agency) ?? new Map<string, Instant | null>();
        registered.set(agency, own.set(system, known.get(agency)?.get(system) ?? null));
      }
      for (const agency of kept.keys()) if (!registered.has(agency)) kept.delete(agency);
    },
    heard: async ({ agency, system }) => {
      if (registered.get(agency)?.has(system)) registered.get(agency)?.set(system, now());
    },
    sent: async ({ agency, id, version }) => {
      const before = of(agency).get(id);
      if (before?.version !== version) of(agency).set(id, { version, since: now(), acknowledged: false });
    },
    acknowledged: async ({ agency, id, version }) => {
      const before = of(agency).get(id);
      if (before?.version === version) of(agency).set(id, { ...before, acknowledged: true });
    },
    ended: async (agency, id) => void of(agency).delete(id),
    all: async () =>
      [...registered.keys()].toSorted().map((agency) => {
        const waiting = [...of(agency).values()].filter(({ acknowledged }) => !acknowledged);
        return {
          agency,
          systems: [...(registered.get(agency) ?? [])]
            .map(([system, heard]) => ({ system, heard }))
            .toSorted((a, b) => (a.system < b.system ? -1 : 1)),
          waiting: waiting.length,
          oldest: waiting.map(({ since }) => since).toSorted()[0] ?? null,
        };
      }),
  };
}
