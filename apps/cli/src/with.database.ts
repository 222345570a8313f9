import { desks } from '#desks';
import { systemHost } from '#runtime';
import { type Database, openDatabase, readConfig } from '#service';

/** Opens what the service keeps, by the settings of the environment, and closes it afterwards. */
export async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const config = readConfig(process.env);
  const trouble = (error: Error) => process.stderr.write(`${error.message}\n`);
  const database = await openDatabase({
    ...config,
    durable: true,
    mustBeThere: true,
    desks,
    host: systemHost(),
    trouble,
  });
  try {
    return await work(database);
  } finally {
    await database.views.close();
    await database.store.close();
    await database.close();
  }
}
