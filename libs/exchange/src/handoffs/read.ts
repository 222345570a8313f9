import type { NamedAgency, Officer } from '#access';
import { type Desk, noteOpened, openedValues } from '#desks';
import { type Bookmark, type Runtime, readerOf } from '#runtime';
import { cursorOf } from './cursor.ts';
import { differences, type HandoffDifference } from './handoff.ts';
import { openedEvent } from './open.ts';
import { wakes } from './wakes.ts';

/** What a stream reads. */
export interface ReadHandoffs {
  readonly runtime: Runtime;
  readonly desk: Desk;
  /** Who reads: an officer that stands for the agency's own system. */
  readonly officer: Officer;
  /** Where to go on; null begins with everything there is now. */
  readonly from: Bookmark | null;
  /** Milliseconds of silence after which a sign of life is sent. */
  readonly heartbeat: number;
  readonly signal: AbortSignal;
}

/** A message of `StreamHandoffs`. */
export interface StreamMessage {
  readonly event?: object;
  readonly heartbeat?: object;
  readonly cursor: string;
}

/** A message, and the difference that it tells. */
export interface Told {
  readonly message: StreamMessage;
  readonly difference?: HandoffDifference;
}

const PAGE = 100;

/**
 * What is handed to an agency, for as long as it is read (交接事项流). It is made when it is asked for, so a slow reader holds
 * nothing up and nothing is kept for it. A message carries a cursor behind which nothing is missing: whoever resumes there
 * gets every later change at least once.
 */
export async function* readHandoffs(options: ReadHandoffs): AsyncGenerator<Told, void> {
  const { runtime, desk, officer, from, heartbeat, signal } = options;
  const { agency } = officer;
  const changed = wakes(runtime.changes(desk.name, { readers: [readerOf(desk, agency)] }), runtime.host, signal);
  const told = async (difference: HandoffDifference, cursor: string): Promise<Told> => {
    const opened = openedValues();
    const event = await openedEvent(difference, desk, runtime, opened);
    await noteOpened(desk.name, { officer, opened, runtime }); // what is not noted is not told
    return { message: { event, cursor }, difference };
  };
  const alive = (at: Bookmark | null): Told => ({ message: { heartbeat: {}, cursor: cursorOf(agency.id, at) } });
  try {
    let at = from;
    if (at === null) {
      at = await runtime.history.bookmark(); // taken first: what moves while the list is read is told once more
      for await (const difference of current(options, agency)) yield await told(difference, '');
      yield alive(at);
    }
    while (!signal.aborted) {
      const { caseIds, until, more } = await runtime.history.moved(at);
      let any = false;
      for (const caseId of caseIds) {
        const { before, now } = await runtime.history.seen(desk.name, agency, caseId, at?.position ?? null);
        for (const difference of differences(before, now)) {
          yield await told(difference, cursorOf(agency.id, at));
          any = true;
        }
      }
      at = until;
      if (any) yield alive(at);
      if (more || (await changed.within(heartbeat)) || signal.aborted) continue;
      yield alive(at);
    }
  } finally {
    await changed.end();
  }
}

/** Everything that is with the agency now. */
async function* current(
  { runtime, desk, signal }: ReadHandoffs,
  agency: NamedAgency,
): AsyncGenerator<HandoffDifference> {
  const cases = runtime.desk(desk.name);
  for (let cursor: string | undefined, more = true; more && !signal.aborted; ) {
    const page = await cases.cases(readerOf(desk, agency), PAGE, cursor);
    for (const { doc } of page.rows) {
      const { id } = JSON.parse(doc) as { id: string };
      const { now } = await runtime.history.seen(desk.name, agency, id, null);
      yield* differences([], now);
    }
    cursor = page.rows.at(-1)?.cursor;
    more = page.hasNext;
  }
}
