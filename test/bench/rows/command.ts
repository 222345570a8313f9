import { type CaseRecord, decide, evolve, isRefusal, noCase, type RecordedEvent } from '#case';
import { desks } from '#desks';
import { postgresStore } from '#event-store';
import { ownedHost } from '#runtime';
import { memoryDataKeys, newKeys, openVault } from '#vault';
import { CaseCache } from '../../../libs/runtime/src/case.log.ts';
import { type Submit, submitter } from '../../../libs/runtime/src/submit/submit.ts';
import { database, settle } from '../databases.ts';
import { type Emmett, type EmmettEvent, type EmmettStore, emmett, NO_EMMETT } from '../emmett.ts';
import {
  atLeast,
  type Bench,
  type Closing,
  figure,
  interleaved,
  type Row,
  type Side,
  scope,
  throughput,
} from '../harness.ts';
import { AFTERWARDS, caseEvents, caseIdOf, history, type Law, law, plant, WHO } from '../history.ts';

const WIDTHS = { 8: 8.5, 32: 20 } as const;
const CASES = 4_000;
/** Events of folds: enough for all cases of this row. */
const CACHED = 1_000_000;

/**
 * Load a case of twenty events, decide, append. Ours is the runtime's own way of a command with its cache, vault and digests,
 * each case warm; Emmett's handler reads the stream each time and decides by the same decider and fold.
 */
export const command: Row = {
  name: 'command',
  figures: ['command.8', 'command.32'],
  run: (bench) =>
    scope(async (closing) => {
      const given = law();
      const cases = bench.size(CASES, CASES, 200);
      const own = await ours(bench, closing, given, cases);
      const library = await emmett();
      const other = library && (await theirs(bench, closing, library, given, cases));
      const figures = [];
      for (const [width, times] of Object.entries(WIDTHS)) {
        const name = `command.${width}`;
        if (!bench.wants(name)) continue;
        const medians = await interleaved(bench, name, {
          ours: own(Number(width)),
          ...(other ? { emmett: other(Number(width)) } : {}),
        });
        figures.push(
          figure({
            name,
            unit: 'commands/s',
            goal: atLeast(times),
            ours: medians.ours ?? Number.NaN,
            theirs: medians.emmett,
            note: other ? 'Emmett CommandHandler with the same decider' : NO_EMMETT,
          }),
        );
      }
      return figures;
    }),
};

type AtWidth = (inFlight: number) => Side;

async function ours(bench: Bench, closing: Closing, given: Law, cases: number): Promise<AtWidth> {
  const own = await database(bench, closing);
  const store = await postgresStore({ pool: own.pool });
  closing(() => store.close());
  await plant(own.pool, { events: history(given), first: 0, cases });
  await settle(own);
  const vault = await openVault({ keys: newKeys(AFTERWARDS), dataKeys: memoryDataKeys() });
  const submit: Submit = submitter({
    ...given,
    store,
    vault,
    host: ownedHost(AFTERWARDS),
    cache: new CaseCache(CACHED),
    views: {
      tagged: async () => [],
      desk: (name) => {
        throw new Error(`desk ${name} is not read here`);
      },
    },
    desks,
  });
  const officer = given.directory.officer(WHO.federation);
  if (!officer) throw new Error(`no officer ${WHO.federation}`);
  let keys = 0;
  const once = async (n: number) => {
    keys += 1;
    const outcome = await submit({
      command: 'RecordGuidanceSession',
      officer,
      idempotencyKey: `key-${keys}`,
      caseId: caseIdOf(n % cases),
      input: { attended: true },
    });
    if (isRefusal(outcome)) throw new Error(`refused: ${outcome.refused} ${outcome.message.en}`);
  };
  for (let n = 0; n < cases; n += 32) await Promise.all(Array.from({ length: 32 }, (_, k) => once((n + k) % cases)));
  return (inFlight) => () => throughput(inFlight, bench.window, once);
}

async function theirs(
  bench: Bench,
  closing: Closing,
  { getPostgreSQLEventStore, CommandHandler }: Emmett,
  given: Law,
  cases: number,
): Promise<AtWidth> {
  const { url } = await database(bench, closing);
  const store = getPostgreSQLEventStore(url);
  closing(() => store.close());
  await store.schema.migrate();
  await fill(store, history(given), cases);
  const agency = given.directory.get(WHO.federation);
  if (!agency) throw new Error(`no agency ${WHO.federation}`);
  const actor = { agency: { id: agency.id, type: agency.type, division: agency.division }, officer: agency.id };
  const pack = given.packs.inForce(agency.division, AFTERWARDS.slice(0, 10));
  const handle = CommandHandler<CaseRecord>({
    initialState: () => noCase(''),
    evolve: (record, { type, data, metadata }) => evolve(record, { type, data, meta: metadata } as RecordedEvent),
  });
  const once = async (n: number) => {
    const caseId = caseIdOf(n % cases);
    const { newEvents } = await handle(store, `case-${caseId}`, (record) => {
      const submission = {
        command: 'RecordGuidanceSession',
        input: { attended: true },
        commandId: crypto.randomUUID(),
        digest: '',
      } as const;
      const newId = () => crypto.randomUUID();
      const context = {
        ...given,
        caseId,
        at: AFTERWARDS,
        occurredAt: AFTERWARDS,
        actor,
        pack,
        packOf: () => pack,
        newId,
      };
      const decision = decide(submission, record, context);
      if (isRefusal(decision)) throw new Error(`refused: ${decision.refused} ${decision.message.en}`);
      return decision.map(theirEvent);
    });
    if (newEvents.length === 0) throw new Error('Emmett appended nothing');
  };
  return (inFlight) => () => throughput(inFlight, bench.window, once);
}

function theirEvent({ type, data, meta }: RecordedEvent): EmmettEvent {
  return { type, data, metadata: meta };
}

/** Fills Emmett's log through its own interface, a case an append. */
export async function fill(store: EmmettStore, events: readonly RecordedEvent[], cases: number): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < cases) {
      const n = next++;
      await store.appendToStream(`case-${caseIdOf(n)}`, caseEvents(events, n).map(theirEvent));
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}
