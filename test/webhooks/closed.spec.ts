import pg from 'pg';
import type { CalendarDate } from '#calendar';
import { postgresWebhooks, targetRules, webhookAdmin } from '#runtime';
import { demoAgencies, demoDirectory } from '#service';
import { people, reported } from '../case.steps.ts';
import { moment, standingService, VILLAGE } from '../standing.service.ts';
import { receiver } from './receiver.ts';

const COMMITTEE = `rvc-${VILLAGE}`;
const NETWORKS = ['127.0.0.1'];

it('an agency that is there no longer is told of nothing that happens from then on', async () => {
  const agencies = demoAgencies().map((agency) =>
    agency.id === COMMITTEE ? { ...agency, validUntil: '2025-03-03' as CalendarDate } : agency,
  );
  const standing = await standingService(demoDirectory(agencies));
  await standing.stop();
  await standing.start({ webhookNetworks: NETWORKS });
  const who = people(standing);
  const pool = new pg.Pool({ connectionString: standing.databaseUrl, max: 2 });
  const store = await postgresWebhooks({ pool, trouble: () => undefined });
  const { directory, host } = standing;
  const { vault } = standing.service.runtime;
  const admin = webhookAdmin({ store, targets: targetRules(NETWORKS), vault, directory, host });
  const [closed, police] = [await receiver(), await receiver()];
  await admin.add(COMMITTEE, closed.url);
  await admin.add('psb-441502', police.url);
  const caseId = await reported(who);
  await police.heard(1);
  while ((await store.waiting()) > 0) await new Promise((soon) => setTimeout(soon, 20));
  const before = closed.taken.length;
  expect(before).toBeGreaterThan(0);

  host.moveTo(moment('2025-03-04 09:00'));
  await who.police.accepted('AcceptCase', { caseId });
  await police.heard(2);
  while ((await store.waiting()) > 0) await new Promise((soon) => setTimeout(soon, 20));
  expect(closed.taken).toHaveLength(before);

  const again = admin.add(COMMITTEE, 'https://case.example.gov.cn/jieli');
  await expect(again).rejects.toThrow(/不在名录有效期内（… – 2025-03-03）.*not in office/);

  await Promise.all([closed.close(), police.close()]);
  await store.close();
  await pool.end();
  await standing.close();
});
