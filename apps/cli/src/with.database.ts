import { desks } from '#desks';
import { systemHost } from '#runtime';
import { type Database, openDatabase, readConfig } from '#service';

/** Works on the database of the installation that the environment names, beside whatever runs on it. */
export async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const config = readConfig(process.env);
  const trouble = (error: Error) => process.stderr.write(`${error.message}\n`);
  const database = await openDatabase({ ...config, durable: true, desks, host: systemHost(), trouble });
  try {
    await work(database);
  } finally {
    await database.webhooks.close();
    await database.views.close();
    await database.store.close();
    await database.close();
  }
}
