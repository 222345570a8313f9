import { type AgencyDirectory, postgresRegistry, prepareDirectory } from '#access';
import { desks } from '#desks';
import { type Host, systemHost } from '#runtime';
import { type Database, demoAgencies, demoDirectory, openDatabase, readConfig } from '#service';

/** A database with the directory by which its cases are shown. */
export interface Opened extends Database {
  readonly directory: AgencyDirectory;
  readonly host: Host;
}

/** Opens the database that the settings name, and lets go of it when the work is done. */
export async function withDatabase(work: (database: Opened) => Promise<void>): Promise<void> {
  const config = readConfig(process.env);
  const trouble = (error: Error) => process.stderr.write(`${error.message}\n`);
  const host = systemHost();
  const database = await openDatabase({ ...config, durable: true, mustBeThere: true, desks, host, trouble });
  try {
    await prepareDirectory(database.pool);
    const { directory } = config.oidc
      ? await postgresRegistry(database.pool, host.now)
      : { directory: demoDirectory(demoAgencies()) };
    await work({ ...database, directory, host });
  } finally {
    await database.webhooks.close();
    await database.views.close();
    await database.store.close();
    await database.close();
  }
}
