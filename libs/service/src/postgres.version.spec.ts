import { untestedVersion } from './postgres.version.ts';

const server = (version: string) => ({ query: async () => ({ rows: [{ version }] }) }) as never;

it.each(['17.7', '9.6.24', '15.4 (Debian 15.4-1.pgdg120+1)'])(
  'is said of PostgreSQL %s, in both languages',
  async (old) => {
    const said = await untestedVersion(server(old));
    expect(said).toContain(`PostgreSQL ${old} 未经测试，请升级到 18`);
    expect(said).toContain(`PostgreSQL ${old} is not tested: upgrade to 18 or later.`);
  },
);

it.each(['18.0', '18.4', '19beta1'])('is not of PostgreSQL %s', async (tested) => {
  expect(await untestedVersion(server(tested))).toBeUndefined();
});
