import { status } from '@grpc/grpc-js';
import pg from 'pg';
import { prepareTurns, turns } from '#service';
import { type StandingExchange, standingExchange } from './standing.exchange.ts';

const [POLICE, HOSPITAL] = ['psb-441502', 'hosp-441502'];
const NOBODY = { caseId: 'b3b0c1d2-0000-4000-8000-000000000000' };

let exchange: StandingExchange;
let pool: pg.Pool;

beforeAll(async () => {
  exchange = await standingExchange([POLICE, HOSPITAL], undefined, async (agency) => take(agency));
  pool = new pg.Pool({ connectionString: exchange.standing.databaseUrl, max: 2 });
  pool.on('error', () => undefined); // the database is dropped under it
  await prepareTurns(pool);
  take = turns(pool, 'agency', 3);
});
afterAll(async () => {
  await pool.end();
  await exchange.close();
});

let take: ReturnType<typeof turns>;

it('tells an agency’s system that calls too often when to come again, and serves the others', async () => {
  const [police, hospital] = [exchange.system(POLICE), exchange.system(HOSPITAL)];
  const codes = [];
  for (let n = 0; n < 3; n += 1) codes.push((await police.call('GetLawfulNextSteps', NOBODY)).code);
  expect(codes).toEqual([status.NOT_FOUND, status.NOT_FOUND, status.NOT_FOUND]);
  const refused = await police.call('GetLawfulNextSteps', NOBODY);
  expect(refused).toMatchObject({ code: status.RESOURCE_EXHAUSTED, info: { reason: 'TOO_MANY_CALLS' } });
  expect(Number((refused.info as { metadata?: Record<string, string> }).metadata?.retryAfter)).toBeGreaterThan(0);
  await expect(police.read({ agency: POLICE }, () => true)).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED });
  expect((await hospital.call('GetLawfulNextSteps', NOBODY)).code).toBe(status.NOT_FOUND);
});
