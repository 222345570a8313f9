import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { agencyTypes } from '#policy';
import { playScenario, readScenario } from '#scenario';
import { directoryFor, shippedScenarioFiles, startThrowAway } from '#service';
import { DoubleServer } from '../../libs/event-store/src/eventstoredb/double/server.fixture.ts';

/** The whole service with its log on EventStoreDB; here the double speaks its protocol, views stay in PostgreSQL. */
describe('every shipped scenario, with the log on a double of EventStoreDB', () => {
  it.each(shippedScenarioFiles().map((path) => [basename(path), path]))('%s', async (name, path) => {
    const double = await DoubleServer.start();
    const scenario = readScenario(name, readFileSync(path, 'utf8'));
    const stage = await startThrowAway({
      databaseUrl: process.env.JIELI_TEST_DATABASE_URL,
      directory: directoryFor([scenario], agencyTypes),
      log: { engine: 'eventstoredb', connectionString: double.connectionString, prefix: undefined },
    });
    try {
      const results = await playScenario(scenario, stage.stage);
      expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    } finally {
      await stage.close();
      double.die();
    }
  });
});
