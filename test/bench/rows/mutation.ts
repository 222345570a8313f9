import { postgresStore } from '#event-store';
import { startChild } from '../children.ts';
import { database, settle } from '../databases.ts';
import { absolute, atLeast, figure, interleaved, type Row, scope } from '../harness.ts';
import { history, law, plant, WHO } from '../history.ts';
import type { ApiMethods } from '../roles/api.ts';
import type { LoadMethods } from '../roles/load.ts';
import { rated } from './rated.ts';

const CASES = 500;
const IN_FLIGHT = 32;
const PATH = '/desks/service-agency/graphql';
const MEGABYTE = 2 ** 20;

const QUERY = `mutation($input: RecordGuidanceSessionInput!) { outcome: recordGuidanceSession(input: $input) { __typename
  ... on Accepted { caseId version events repeated view } ... on Refused { code message { zh en } } } }`;

/** Commands end to end over GraphQL, until the desk's own view shows them, against a mutation that does nothing. */
export const mutation: Row = {
  name: 'mutation',
  figures: ['mutation', 'memory.api'],
  run: (bench) =>
    scope(async (closing) => {
      const cases = bench.size(CASES, CASES, 200);
      /** A service in a process of its own, with a database of its own that holds the cases. */
      const served = async () => {
        const own = await database(bench, closing);
        const store = await postgresStore({ pool: own.pool });
        await plant(own.pool, { events: history(law()), first: 0, cases });
        await store.close();
        const api = startChild<ApiMethods>('api');
        closing(() => api.close());
        const url = await api.ask('start', own.url);
        await settle(own);
        return { api, url, token: await api.ask('token', WHO.federation) };
      };
      bench.progress(`mutation: the views of ${cases} cases are being built`);
      const ours = await served();
      const idle = await served();
      idle.url = await idle.api.ask('startIdle', null);
      const load = startChild<LoadMethods>('load');
      closing(() => load.close());
      const input = { caseId: '%CASE%', idempotencyKey: '%KEY%', attended: true };
      const sent = {
        body: JSON.stringify({ query: QUERY, variables: { input } }),
        cases,
        expected: '"Accepted"',
        inFlight: IN_FLIGHT,
        window: bench.window,
      };
      const rate = (name: string, { api, url, token }: typeof ours) =>
        rated(bench, `mutation: ${name}`, api, () => load.ask('rate', { ...sent, token, url: url + PATH }));
      const sides = { ours: () => rate('ours', ours), null: () => rate('null', idle) };
      for (const warm of Object.values(sides)) await warm();
      const medians = await interleaved(bench, 'mutation', sides);
      return [
        figure({
          name: 'mutation',
          unit: 'commands/s',
          goal: atLeast(0.75),
          ours: medians.ours ?? Number.NaN,
          theirs: medians.null,
          note: 'the same request and answer with nothing behind the resolver, 32 at once',
        }),
        figure({
          name: 'memory.api',
          unit: 'MB',
          goal: absolute('≤ 400 MB', (megabytes) => megabytes <= 400),
          ours: (await ours.api.ask('rss', null)) / MEGABYTE,
          note: 'resident memory of the api process under this load, the most seen',
        }),
      ];
    }),
};
