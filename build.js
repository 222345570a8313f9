import { dirname, relative } from 'node:path';
import { build } from 'rolldown';

/** What can be built, each into one file: `node build.js api jieli`; these two unless told. */
const ENTRIES = {
  api: 'apps/api/src/main.ts',
  worker: 'apps/worker/src/main.ts',
  exchange: 'apps/exchange/src/main.ts',
  jieli: 'apps/cli/src/main.ts',
  published: 'scripts/published.ts',
  picture: 'scripts/picture/main.ts',
  prove: 'test/prove/main.ts',
  bench: 'test/bench/main.ts',
};

/** Ours begin with `.` or `#`; decorators need the transformer's own small runtime in the bundle. */
const ours = /^[./#]|^[A-Za-z]:\\|^@oxc-project\/runtime/;

/** A fixture reads files beside itself: in the bundle, too, its folder is where its source stands. */
const fixtureFolders = {
  name: 'fixture-folders',
  transform: (code, id) =>
    id.endsWith('.fixture.ts') && code.includes('import.meta.dirname')
      ? {
          code: code.replaceAll('import.meta.dirname', `(import.meta.dirname + '/${relative('dist', dirname(id))}')`),
          map: null,
        }
      : undefined,
};

const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : ['api', 'jieli']) {
  if (!(name in ENTRIES)) throw new Error(`nothing to build is called ${name}: ${Object.keys(ENTRIES).join(', ')}`);
  // Each entry for itself, with what it uses of our code and no more: a package that only another program uses is not loaded.
  // What is loaded later, if at all, is a file of its own, named by its content: what is built anew takes nothing from under a
  // program that runs. Packages stay where npm put them.
  await build({
    input: { [name]: ENTRIES[name] },
    platform: 'node',
    external: (id) => !ours.test(id),
    plugins: [fixtureFolders],
    treeshake: { moduleSideEffects: (id) => id === 'reflect-metadata' || id.endsWith(ENTRIES[name]) },
    tsconfig: './tsconfig.json',
    logLevel: 'warn',
    output: { dir: 'dist', format: 'esm', sourcemap: true },
  });
}
