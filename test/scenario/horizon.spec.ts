import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { agencyTypes } from '#policy';
import { playScenario, readScenario } from '#scenario';
import { directoryFor, shippedScenarioFiles, startThrowAway } from '#service';

/** A case with its agencies, one with a recommendation and its webhook, and a ledger. */
const PLAYED = ['S01', 'S05', 'S06'];

describe('a shipped scenario, with the log in horizon order', () => {
  const files = shippedScenarioFiles().filter((path) => PLAYED.some((name) => basename(path).startsWith(name)));
  it.each(files.map((path) => [basename(path), path]))('%s', async (name, path) => {
    const scenario = readScenario(name, readFileSync(path, 'utf8'));
    const stage = await startThrowAway({
      databaseUrl: process.env.JIELI_TEST_DATABASE_URL,
      directory: directoryFor([scenario], agencyTypes),
      log: { engine: 'postgres', order: 'horizon' },
    });
    try {
      const results = await playScenario(scenario, stage.stage);
      expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
      expect(await stage.service.core.database.store.head()).toMatch(/^\d+-\d+$/);
    } finally {
      await stage.close();
    }
  });
});
