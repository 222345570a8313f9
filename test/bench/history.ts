import type pg from 'pg';
import { type AgencyDirectory, scopedDirectory } from '#access';
import { type Instant, parseInstant, type WorkCalendar } from '#calendar';
import {
  type CaseRecord,
  type CommandName,
  decide,
  evolve,
  type InputOf,
  isRefusal,
  noCase,
  packOf,
  type RecordedEvent,
  type Sealed,
} from '#case';
import { oversightScopes, type PackSet } from '#policy';
import { loadPacks, publishedCalendar } from '#runtime';
import { demoAgencies, demoDirectory } from '#service';

/** Where the bench's cases happen, and who acts in them. */
export const VILLAGE = '441502001001';
export const WHO = {
  director: `cd-${VILLAGE}`,
  committee: `rvc-${VILLAGE}`,
  police: 'psb-441502',
  federation: 'wf-441502',
  overseer: 'wccw-441502',
} as const;

/** Law, calendar and agencies as the service has them. */
export interface Law {
  readonly packs: PackSet;
  readonly calendar: WorkCalendar;
  readonly directory: AgencyDirectory;
}

export function law(): Law {
  const packs = loadPacks();
  const scopeOf = oversightScopes(packs, () => '2025-03-03');
  return { packs, calendar: publishedCalendar(), directory: scopedDirectory(demoDirectory(demoAgencies()), scopeOf) };
}

export function moment(text: string): Instant {
  const parsed = parseInstant(`${text.replace(' ', 'T')}+08:00`);
  if (!parsed) throw new Error(`${text} does not exist`);
  return parsed;
}

/** After the last event of {@link history}. */
export const AFTERWARDS = moment('2025-04-30 10:00');

/** Every id in the pattern begins with this; the case that is made of it puts its own number there. */
const PATTERN = 'ffffffff';
const patternId = (n: number) => `${PATTERN}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
const prefix = (n: number) => n.toString(16).padStart(8, '0');

/** The id of the nth case that {@link plant} writes. */
export function caseIdOf(n: number): string {
  return patternId(0).replace(PATTERN, prefix(n));
}

/** As long as a sealed field of a few words, and ASCII as it is. */
const sealed = (text: string) => Buffer.from(text.padEnd(40)).toString('base64url').padEnd(150, 'A') as Sealed;

/** A case of twenty events up to the guidance sessions, each decided by the real decider. */
export function history({ packs, calendar, directory }: Law): readonly RecordedEvent[] {
  let record: CaseRecord = noCase(patternId(0));
  const events: RecordedEvent[] = [];
  let ids = 1;
  const does = <N extends CommandName>(when: string, agency: string, command: N, input: InputOf<N>) => {
    const at = moment(when);
    const named = directory.get(agency);
    if (!named) throw new Error(`no agency ${agency}`);
    const { id, type, division } = named;
    const submission = { command, input, commandId: patternId(++ids), digest: '0'.repeat(43), joins: true };
    const decision = decide(submission, record, {
      caseId: record.id,
      at,
      occurredAt: at,
      actor: { agency: { id, type, division }, officer: id },
      pack: packs.inForce(VILLAGE, at.slice(0, 10)),
      packOf: packOf(packs),
      calendar,
      directory,
      newId: () => patternId(++ids),
    });
    if (isRefusal(decision)) throw new Error(`${command}: ${decision.refused} ${decision.message.en}`);
    for (const event of decision) {
      record = evolve(record, event);
      events.push(event);
    }
  };
  does('2025-03-03 09:20', WHO.director, 'RaiseFlag', {
    kind: 'GUARDIANSHIP_FAILURE',
    child: { name: sealed('甲'), sex: 'FEMALE', birthDate: sealed('2015-05-01') },
    guardian: { name: sealed('乙'), relation: sealed('父亲') },
    place: { division: VILLAGE },
    facts: sealed('晚间独自在家'),
    derived: { childId: patternId(1), tags: [`id:${patternId(1)}`, `sound:${patternId(1)}`] },
  } as InputOf<'RaiseFlag'>);
  does('2025-03-03 15:00', WHO.committee, 'TriageFlag', {
    severity: 'NOT_SERIOUS',
    hukouDivision: '441424',
    residenceSince: '2024-01-03' as never,
    focus: ['GUARDIANSHIP_MISSING'],
  });
  does('2025-03-04 19:00', WHO.committee, 'RecordDissuasion', { told: sealed('请安排'), answer: sealed('答应') });
  does('2025-03-12 21:40', WHO.committee, 'AssessSeverity', { severity: 'SERIOUS' });
  does('2025-03-13 10:00', WHO.committee, 'ReportToPolice', { to: WHO.police, facts: sealed('多次整夜独处') });
  does('2025-03-14 09:00', WHO.police, 'AcceptCase', { receiptNumber: sealed('回执') });
  does('2025-03-17 17:00', WHO.police, 'RecordFinding', { ground: 'GUARDIAN_FAILS_DUTY', statement: sealed('笔录') });
  does('2025-03-18 14:00', WHO.police, 'IssueAdmonition', { text: sealed('训诫') });
  does('2025-03-21 10:00', WHO.police, 'IssueOrder', {
    orderType: 'GUIDANCE',
    termMonths: 3,
    sessionEveryMonths: 1,
    provider: WHO.federation,
  });
  for (let day = 1; events.length < 20; day += 1) {
    does(`2025-04-${String(day).padStart(2, '0')} 10:00`, WHO.federation, 'RecordGuidanceSession', { attended: true });
  }
  return events;
}

/** Events of so many cases lie mixed in the log, as cases that are worked on at the same time do. */
const AT_ONCE = 2_000;

export interface Planting {
  readonly events: readonly RecordedEvent[];
  readonly first: number;
  readonly cases: number;
}

/**
 * Writes cases into the log by one statement, shaped exactly as the runtime appends them: the same columns and JSON, positions
 * without a gap, the sequencer moved, followers woken. An append for each would take minutes and leave the same rows.
 */
export async function plant(pool: pg.Pool, { events, first, cases }: Planting): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(
      `insert into log.event (pos, stream, revision, event_id, type, data, meta)
       select s.last + row_number() over (order by n / $3, revision, n),
         'case-' || replace($4, $5, own.id), revision, md5(n || ' ' || revision)::uuid, type,
         replace(data, $5, own.id), replace(meta, $5, own.id)
       from log.sequencer s,
         generate_series($1::int, $2::int) as n,
         lateral (select lpad(to_hex(n), 8, '0') as id) own,
         unnest($6::int[], $7::text[], $8::text[], $9::text[]) as pattern (revision, type, data, meta)`,
      [
        first,
        first + cases - 1,
        AT_ONCE,
        patternId(0),
        PATTERN,
        events.map((_, revision) => revision),
        events.map(({ type }) => type),
        events.map(({ data }) => JSON.stringify(data)),
        events.map(({ meta }) => JSON.stringify(meta)),
      ],
    );
    await client.query('update log.sequencer set last = last + $1', [cases * events.length]);
    await client.query(`select pg_notify('log', '')`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** The pattern's events for the nth case, for engines that are filled through their own interface. */
export function caseEvents(events: readonly RecordedEvent[], n: number): readonly RecordedEvent[] {
  return JSON.parse(JSON.stringify(events).replaceAll(PATTERN, prefix(n))) as readonly RecordedEvent[];
}
