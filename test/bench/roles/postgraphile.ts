import { createServer, type Server } from 'node:http';
import { answerParent } from '../children.ts';
import { comparator } from '../comparators.ts';

export interface PostgraphileOptions {
  readonly databaseUrl: string;
  readonly schema: string;
}

/** The small part of PostGraphile that is used here. */
interface Postgraphile {
  postgraphile(preset: object): { createServ(grafserv: unknown): { addTo(server: Server): Promise<void> } };
}

const methods = {
  /** PostGraphile 5 with its default preset on the desk's own tables, as the owner: no role, no settings. Null when not installed. */
  start: async ({ databaseUrl, schema }: PostgraphileOptions): Promise<string | null> => {
    const library = await comparator<Postgraphile>('postgraphile');
    const amber = await comparator<{ PostGraphileAmberPreset: object }>('postgraphile/presets/amber');
    const services = await comparator<{ makePgService(options: object): object }>('postgraphile/adaptors/pg');
    const node = await comparator<{ grafserv: unknown }>('grafserv/node');
    if (!library || !amber || !services || !node) return null;
    const instance = library.postgraphile({
      extends: [amber.PostGraphileAmberPreset],
      // by default it filters and sorts by the first column of an index alone
      disablePlugins: ['PgIndexBehaviorsPlugin'],
      pgServices: [services.makePgService({ connectionString: databaseUrl, schemas: [schema] })],
      grafserv: { graphqlPath: '/graphql', watch: false, graphiql: false },
    });
    const server = createServer();
    await instance.createServ(node.grafserv).addTo(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/graphql`;
  },
};

export type PostgraphileMethods = typeof methods;

export function postgraphileRole(): void {
  answerParent(methods);
}
