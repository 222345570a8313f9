import { build } from 'rolldown';

/** Ours begin with `.` or `#`; decorators need the transformer's own small runtime in the bundle. */
const ours = /^[./#]|^[A-Za-z]:\\|^@oxc-project\/runtime/;

/** Our own code in one bundle; packages stay where npm put them. */
await build({
  input: {
    api: 'apps/api/src/main.ts',
    jieli: 'apps/cli/src/main.ts',
    published: 'scripts/published.ts',
    prove: 'test/prove/main.ts',
    bench: 'test/bench/main.ts',
  },
  platform: 'node',
  external: (id) => !ours.test(id),
  tsconfig: './tsconfig.json',
  logLevel: 'warn',
  output: { dir: 'dist', format: 'esm', sourcemap: true, cleanDir: true },
});
