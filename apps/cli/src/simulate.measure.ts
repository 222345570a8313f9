import { type Instant, instantAt, parseInstant } from '#calendar';
import { desks } from '#desks';
import { startThrowAway, type ThrowAway } from '#service';
import { drawCases, PATHS, type PlayedCase, type Volume } from '#simulation';

/** What a scaled run against a real local server came to (实测). */
export interface Measured extends Volume {
  readonly paths: readonly number[];
  readonly refused: readonly string[];
  readonly commandsPerSecond: number;
  readonly readsPerSecond: number;
  /** Of a case of each path, in the mean; NaN where no case took it. */
  readonly byPath: readonly Pick<Volume, 'events' | 'clocks' | 'clockDays'>[];
}

const PLACE = '441502001001';
const DAY = 86_400_000;
const START = Date.parse('2025-01-06T09:00:00+08:00');
const READS = 200;

interface Turn {
  readonly at: Instant;
  readonly n: number;
  readonly step: number;
}

/** Plays cases drawn as the year's are, all in one place of the demo, in the order of their days, over GraphQL. */
export async function measure(count: number, seed: number, progress: (line: string) => void): Promise<Measured> {
  const cases = drawCases(count, seed, 60);
  const throwAway = await startThrowAway({ start: parseInstant('2025-01-06T09:00+08:00') as Instant });
  try {
    return await play(throwAway, cases, progress);
  } finally {
    await throwAway.close();
  }
}

async function play({ service, stage }: ThrowAway, cases: readonly PlayedCase[], progress: (line: string) => void) {
  const turns = cases
    .flatMap(({ path, day }, n) =>
      (PATHS[path]?.steps ?? []).map(({ day: later }, step): Turn => {
        return { at: instantAt(START + (day + later) * DAY + n * 1_000 + step * 60_000), n, step };
      }),
    )
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const ids = new Map<number, string>();
  const refused: string[] = [];
  let busy = 0;
  for (const [done, { at, n, step: s }] of turns.entries()) {
    await stage.passTo(at);
    const { path = 0, child = '' } = cases[n] ?? {};
    const step = PATHS[path]?.steps[s];
    if (!step) continue;
    const to = (type: unknown) => (typeof type === 'string' ? stage.agency(type, PLACE)?.id : undefined);
    const { provider, to: receiver } = step.with as { provider?: string; to?: string };
    const input = {
      ...step.with,
      ...(provider === undefined ? {} : { provider: to(provider) }),
      ...(receiver === undefined ? {} : { to: to(receiver) }),
      ...(ids.has(n) ? { caseId: ids.get(n) } : { child: { name: child }, place: { division: PLACE } }),
      idempotencyKey: `simulate-${n}-${s}`,
    };
    const begun = performance.now();
    const outcome = await give(stage, step.who, step.does, input);
    busy += performance.now() - begun;
    if (outcome.caseId === undefined) refused.push(`${PATHS[path]?.name} ${step.does}: ${JSON.stringify(outcome)}`);
    else ids.set(n, outcome.caseId);
    if (done % 50 === 0) progress(`${done}/${turns.length}`);
  }
  await stage.passTo(instantAt(START + 365 * DAY));
  return {
    ...(await counted(service, cases, ids)),
    refused,
    commandsPerSecond: (turns.length * 1_000) / busy,
    readsPerSecond: await reads(stage),
  };
}

type Stage = ThrowAway['stage'];

async function post(stage: Stage, who: string, body: object): Promise<{ data?: Record<string, never> | null }> {
  const agency = stage.agency(who, PLACE);
  const path = agency && stage.deskPath(agency);
  if (!agency || !path) throw new Error(`nobody of type ${who} is there`);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await stage.token(agency.id, 1)}` };
  const answer = await fetch(stage.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await answer.json()) as { data?: Record<string, never> };
}

async function give(stage: Stage, who: string, command: string, input: object): Promise<{ readonly caseId?: string }> {
  const mutation = command.charAt(0).toLowerCase() + command.slice(1);
  const query = `mutation($input: ${command}Input!) { outcome: ${mutation}(input: $input) {
    ... on Accepted { caseId events } ... on Refused { code message { en } } } }`;
  const { data, ...rest } = await post(stage, who, { query, variables: { input } });
  return data?.outcome ?? rest;
}

async function reads(stage: Stage): Promise<number> {
  const query = '{ inbox { edges { node { caseId due colour clock { title { zh } } } } } }';
  const begun = performance.now();
  for (let n = 0; n < READS; n += 1) await post(stage, 'RVC', { query });
  return (READS * 1_000) / (performance.now() - begun);
}

interface Logged {
  readonly stream: string;
  readonly meta: string;
}
interface Effect {
  readonly effect: string;
  readonly id: string;
  readonly from?: string;
  readonly due?: string;
  readonly at?: string;
}

/** What lies in log and tables. A clock that nothing stopped has run until it was due. */
async function counted({ core }: ThrowAway['service'], cases: readonly PlayedCase[], ids: ReadonlyMap<number, string>) {
  const { pool } = core.database;
  const { rows } = await pool.query<Logged>(
    `select stream, meta from log.event where stream like 'case-%' order by stream, revision`,
  );
  const bytesOf = async (tables: readonly string[]) => {
    const sums = tables.map((table) => `(select coalesce(sum(pg_column_size(t)), 0) from ${table} t)`);
    const { rows: sizes } = await pool.query<{ bytes: string }>(`select (${sums.join(' + ')})::text as bytes`);
    return Number(sizes[0]?.bytes);
  };
  const ofDesks = desks.map(({ name }) => `desk_${name.replaceAll('-', '_')}`);
  const ofCase = new Map([...Map.groupBy(rows, ({ stream }) => stream)].map(([stream, own]) => [stream, made(own)]));
  const total = [...ofCase.values()];
  const sum = (of: (one: ReturnType<typeof made>) => number) => total.reduce((all, one) => all + of(one), 0);
  const paths = PATHS.map((_, path) => cases.filter((one) => one.path === path).length);
  const byPath = PATHS.map((_, path) => {
    const own = cases.flatMap((one, n) => (one.path === path ? [ofCase.get(`case-${ids.get(n)}`)] : []));
    const mean = (of: (one: ReturnType<typeof made>) => number) =>
      own.reduce((all, one) => all + (one ? of(one) : 0), 0) / own.length;
    return {
      events: mean(({ events }) => events),
      clocks: mean(({ clocks }) => clocks),
      clockDays: mean(({ clockDays }) => clockDays),
    };
  });
  return {
    paths,
    byPath,
    cases: ofCase.size,
    commands: cases.reduce((all, { path }) => all + (PATHS[path]?.steps.length ?? 0), 0),
    events: sum(({ events }) => events),
    clocks: sum(({ clocks }) => clocks),
    clockDays: sum(({ clockDays }) => clockDays),
    logBytes: await bytesOf(['log.event']),
    viewBytes: await bytesOf([...ofDesks.flatMap((desk) => [`${desk}.row`, `${desk}.timeline`]), 'runtime.clock']),
  };
}

function made(events: readonly Logged[]) {
  const effects = events.flatMap(({ meta }) => (JSON.parse(meta) as { effects?: Effect[] }).effects ?? []);
  const stops = new Map(effects.filter(({ effect }) => effect === 'stop').map(({ id, at }) => [id, at]));
  const starts = effects.filter(({ effect }) => effect === 'start');
  const days = starts.map(({ id, from = '', due = '' }) => (Date.parse(stops.get(id) ?? due) - Date.parse(from)) / DAY);
  return { events: events.length, clocks: starts.length, clockDays: days.reduce((all, one) => all + one, 0) };
}
