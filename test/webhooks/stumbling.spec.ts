import pg from 'pg';
import { desks } from '#desks';
import { postgresStore } from '#event-store';
import { postgresWebhooks, systemHost, targetRules, type WebhookSubscription } from '#runtime';
import { startWebhooks } from '../../libs/runtime/src/webhooks/webhook.runner.ts';
import { flagged, people } from '../case.steps.ts';
import { standingService } from '../standing.service.ts';
import { receiver } from './receiver.ts';

const LONG_AGO = '2000-01-01T00:00:00.000+08:00' as WebhookSubscription['since'];
const KEY = { id: 'key', secret: 'secret' as WebhookSubscription['keys'][number]['secret'], since: LONG_AGO };

it('reports a case that cannot be told and goes on with the others', async () => {
  const standing = await standingService();
  const who = people(standing);
  const cases = [await flagged(who), await flagged(who), await flagged(who)];
  const [first, poisoned, last] = cases;
  await standing.stop();
  const pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 4 });
  const store = await postgresStore({ pool });
  const own = await receiver();
  const troubles: string[] = [];
  const trouble = (error: Error) => void troubles.push(error.message);
  const kept = await postgresWebhooks({ pool, trouble, pause: 0 });
  const agency = who.committee.agency;
  const id = '00000000-0000-4000-8000-000000000000';
  await kept.save({ id, agency, url: own.url, keys: [KEY], since: LONG_AGO });
  const runner = await startWebhooks({
    store,
    desks: desks.map((desk) => ({
      ...desk,
      view: (record, by, directory) => {
        if (record.id === poisoned) throw new Error('this case cannot be shown');
        return desk.view(record, by, directory);
      },
    })),
    directory: standing.directory,
    vault: { open: async (secret) => secret },
    host: systemHost(),
    webhooks: { store: kept, targets: targetRules(['127.0.0.1']) },
    trouble,
  });
  await own.heard(2);
  expect(own.taken.map(({ body }) => JSON.parse(body).subject).sort()).toEqual([first, last].sort());
  expect(troubles).toEqual([`an event could not be told: case-${poisoned} 0: this case cannot be shown`]);
  await runner.close();
  await kept.close();
  await own.close();
  await store.close();
  await pool.end();
  await standing.close();
});
