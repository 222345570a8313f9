import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Logger } from 'pino';
import { type CommandName, isRefusal, type Sealed } from '#case';
import { desks } from '#desks';
import { isSealed, loadPacks, ownedHost, publishedCalendar, type Runtime, shippedPacks, startRuntime } from '#runtime';
import { type Database, demoAgencies, demoDirectory, KEY_FILE, openDatabase, serviceLogger } from '#service';
import { loadKeyFile } from '#vault';
import { unwrap } from '../../../libs/vault/src/key.wrap.ts';
import { MORNING } from '../../standing.service.ts';

/** A whole installation in a folder: embedded PostgreSQL, keys, runtime, and what it logs. */
export interface House {
  readonly dataDir: string;
  readonly database: Database;
  readonly runtime: Runtime;
  readonly logger: Logger;
  close(): Promise<void>;
}

/** A child of whom ten things were said that stand nowhere else. */
export interface Subject {
  readonly childId: string;
  readonly said: readonly string[];
}

const directory = demoDirectory(demoAgencies());
const officer = directory.officer('rvc-441502001001');

export async function openHouse(dataDir: string, lines: string[]): Promise<House> {
  const sink = new Writable({
    write: (chunk, _, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const logger = serviceLogger('trace', sink);
  const host = ownedHost(MORNING);
  const trouble = (error: Error) => logger.error({ err: error }, 'trouble');
  const given = { dataDir, databaseUrl: undefined, log: { engine: 'postgres' } as const, durable: true };
  const database = await openDatabase({ ...given, desks, host, trouble });
  const runtime = await startRuntime({
    ...database,
    webhooks: undefined, // nobody is told
    packs: loadPacks([shippedPacks]),
    calendar: publishedCalendar(),
    directory,
    host,
    desks,
    clocksByThemselves: false,
    trouble,
  });
  let closing: Promise<void> | undefined;
  const end = async () => {
    await runtime.close();
    await database.close();
  };
  const close = () => {
    closing ??= end();
    return closing;
  };
  return { dataDir, database, runtime, logger, close };
}

/** Raises a flag about a child and works on it, with ten planted words. */
export async function plant({ runtime, database }: House, n: number): Promise<Subject> {
  const word = (what: string) => `${what}密语${String(n).padStart(4, '0')}`;
  const number = (kind: number) => `19${kind}${String(77_000_000 + n)}`;
  const said = {
    name: word('儿童'),
    phone: number(1),
    guardian: word('监护人'),
    guardianPhone: number(2),
    address: word('地址'),
    facts: word('线索'),
    reporter: word('举报人'),
    reporterPhone: number(3),
    note: word('研判'),
    told: word('劝诫'),
  };
  const give = async (command: CommandName, idempotencyKey: string, input: object, caseId?: string) => {
    if (!officer) throw new Error('there is no committee');
    const outcome = await runtime.submit({ command, officer, idempotencyKey: `${n} ${idempotencyKey}`, caseId, input });
    if (isRefusal(outcome)) throw new Error(`${command} was refused: ${outcome.refused}`);
    return outcome.caseId;
  };
  const caseId = await give('RaiseFlag', 'flag', {
    kind: 'GUARDIANSHIP_FAILURE',
    child: { name: said.name, birthDate: '2016-08-09', phone: said.phone },
    guardian: { name: said.guardian, relation: '父亲', phone: said.guardianPhone },
    place: { division: '441502001001', address: said.address },
    facts: said.facts,
    reporter: { name: said.reporter, phone: said.reporterPhone },
  });
  await give('TriageFlag', 'triage', { severity: 'NOT_SERIOUS', guardianFails: true, note: said.note }, caseId);
  await give('RecordDissuasion', 'dissuasion', { told: said.told }, caseId);
  const [first] = sealedIn((await database.store.read(`case-${caseId}`)).map(({ data }) => data));
  return { childId: first?.split(':')[3] ?? '', said: Object.values(said) };
}

/** Every sealed value in some data. */
export function sealedIn(data: unknown): readonly Sealed[] {
  if (isSealed(data)) return [data];
  return typeof data === 'object' && data !== null ? Object.values(data).flatMap(sealedIn) : [];
}

/** All secrets that the key file and the data keys of children come to, bare. */
export async function secretsOf({ database, dataDir }: House, children: readonly string[]): Promise<readonly Buffer[]> {
  const { epochs } = await loadKeyFile(join(dataDir, KEY_FILE), { create: false });
  const data = await Promise.all(
    children.map(async (childId) => (await database.dataKeys.of(childId)).map((key) => unwrap(epochs, key)?.export())),
  );
  const wrapping = epochs.flatMap(({ key, sealing }) => [key.export(), sealing.export()]);
  return [...wrapping, ...data.flat().flatMap((key) => (key ? [key] : []))];
}

/** Values of these children that the vault opens. */
export async function opened(
  { database }: { readonly database: Pick<Database, 'vault'> },
  values: readonly Sealed[],
): Promise<number> {
  const tries = await Promise.all(
    values.map((value) =>
      database.vault.open(value).then(
        () => 1,
        () => 0,
      ),
    ),
  );
  return tries.reduce((sum: number, one) => sum + one, 0);
}
