import { type EventStore, type Position, type StoredEvent, StoreError } from '../port.ts';
import { copyClaims } from './claims.ts';
import { CopyError, Ledger } from './ledger.ts';
import { append, inRuns, patiently } from './runs.ts';

/** What a copy is doing: looking at what is there, copying, comparing what was copied, or giving claims to their streams. */
export type CopyPhase = 'comparing' | 'copying' | 'verifying' | 'claims';

/** How far a copy is: it began this phase at the event (or claim) numbered `since`, has come to `events`, and will have come to `of`. */
export interface CopyProgress {
  readonly phase: CopyPhase;
  readonly since: number;
  readonly events: number;
  readonly of: number;
}

export interface CopyOptions {
  readonly from: EventStore;
  readonly to: EventStore;
  /**
   * How many events `to` commits as one, in the order given, when they are appended to different streams in one turn: 1 for an
   * engine that does not say.
   */
  readonly together?: number;
  /** Positions in `from` whose place in `to` is asked for. */
  readonly marks?: readonly Position[];
  readonly progress?: (progress: CopyProgress) => void;
}

export interface Copied {
  /** Events and streams of both logs, which are now equal. */
  readonly events: number;
  readonly streams: number;
  /** Claims of both, which are now equal too. */
  readonly claims: number;
  /** How many events this run has appended. */
  readonly copied: number;
  /** SHA-256 over stream, revision, id, type, data and meta of every event in order; the same for any engine. */
  readonly hash: string;
  /** For each mark the last position in `to` whose event stands at or before it in `from`; null before the first. */
  readonly marks: ReadonlyMap<Position, Position | null>;
}

const PAGE = 500;

const pageOf = (store: EventStore, after: Position | null) => patiently(() => store.readAll({ after, limit: PAGE }));
const isConflict = (error: unknown) => error instanceof StoreError && error.code === 'conflict';

/**
 * Copies a log into another engine (迁移日志): every event once, in the same global order, under the same id. What is there
 * already is compared first, event by event, and must be the beginning of `from`: so a copy that was broken off goes on where it
 * was, and a log that holds anything else is not touched. What was copied is read again from both and compared in the end. Claims
 * follow the events: what was claimed before is claimed after. Nobody may write to either meanwhile.
 *
 * @throws CopyError when `to` holds something else or more, or either changes meanwhile.
 * @throws StoreError when an engine cannot answer; run again, the copy goes on.
 */
export async function copyLog(options: CopyOptions): Promise<Copied> {
  const { from, to, together = 1, marks = [], progress = () => undefined } = options;
  const ledger = new Ledger(from, marks);
  const of = await from.behind(null, Number.MAX_SAFE_INTEGER);

  /** Goes through both logs side by side until one of them ends; says whether `from` goes on. */
  const alongside = async (phase: CopyPhase, end: number): Promise<boolean> => {
    for (const since = ledger.events; ; ) {
      const [theirs, ours] = await Promise.all([pageOf(from, ledger.theirs), pageOf(to, ledger.ours)]);
      for (const [index, copy] of ours.entries()) ledger.compare(theirs[index], copy);
      progress({ phase, since, events: ledger.events, of: end });
      if (ours.length < PAGE) return theirs.length > ours.length;
    }
  };

  let copied = 0;
  const there = await to.behind(null, of + 1);
  if (there > of) throw new CopyError('longer', of);
  if (await alongside('comparing', there)) {
    for (let at = ledger.theirs, more = true; more; ) {
      const page: readonly StoredEvent[] = await pageOf(from, at);
      for (const run of inRuns(page, together)) {
        await patiently(() => append(to, run)).catch((error) => {
          throw isConflict(error) ? new CopyError('changing', ledger.events + copied) : error;
        });
        copied += run.flat().length;
        const events = ledger.events + copied;
        progress({ phase: 'copying', since: ledger.events, events, of: Math.max(of, events) });
      }
      at = page.at(-1)?.position ?? at;
      more = page.length === PAGE;
    }
    if (await alongside('verifying', ledger.events + copied)) throw new CopyError('changing', ledger.events);
  }
  const claims = await copyClaims(from, to, (gone) => progress({ phase: 'claims', since: 0, events: gone, of: gone }));
  return { ...ledger.balance(), claims, copied };
}
