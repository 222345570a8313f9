/**
 * Who may import whom. Every lib says which of our libs it may use; what is not named is forbidden. `npm run boundaries`.
 * Each rule's comment is what a person reads when it is broken.
 */

/** Our libs, and for each the libs it may import. Libs that do not exist yet are named, so that they are born within bounds. */
const MAY_USE = {
  calendar: [],
  policy: ['calendar'],
  case: ['calendar', 'policy'],
  ledger: ['calendar', 'policy', 'case'], // as recommendation
  recommendation: ['calendar', 'policy', 'case'], // the kernel that libs/case publishes: see docs/adr
  'event-store': [],
  transparency: [],
  access: ['calendar', 'policy', 'case'],
  vault: ['case'],
  commands: ['calendar', 'policy', 'case', 'ledger', 'recommendation'],
  runtime: ['calendar', 'policy', 'case', 'ledger', 'recommendation', 'event-store', 'transparency', 'access', 'vault'],
  desks: ['calendar', 'policy', 'case', 'ledger', 'recommendation', 'commands', 'access', 'runtime'],
  simulation: [],
  telemetry: ['calendar', 'policy', 'case', 'event-store', 'runtime'],
  exchange: ['calendar', 'policy', 'case', 'commands', 'access', 'runtime', 'desks'],
  scenario: ['calendar', 'policy'],
};

/** Libs without time, chance, disk or network: nothing but functions and data, and the packages that read YAML. */
const PURE = { calendar: [], policy: ['yaml', 'zod'], case: [], ledger: [], recommendation: [], simulation: [] };

/** Specs and fixtures stand beside the code and may use what tests need. */
const BESIDE = '\\.(spec|fixture)\\.ts$';

/** Whoever may hold a database client: engines, what is stored, and the one place that puts the service together. */
const DATABASE_FOLDERS = [
  '^libs/event-store/src/eventstoredb/',
  '^libs/event-store/src/postgres/',
  '^libs/runtime/src/views/postgres/',
  '^libs/runtime/src/systems/postgres/',
  '^libs/runtime/src/webhooks/postgres/',
  '^libs/runtime/src/embedded/', // asks a server that was left running whether it is ours
  '^libs/access/src/postgres/',
  '^libs/transparency/src/postgres/',
  '^libs/vault/src/postgres/',
  '^libs/service/src/[^/]+\\.ts$', // the composition root opens the pool and hands it out
  '^test/',
];

const libUses = Object.entries(MAY_USE).map(([lib, uses]) => ({
  name: `${lib}-uses`,
  comment: `libs/${lib} may import ${uses.length > 0 ? uses.map((name) => `libs/${name}`).join(', ') : 'no lib of ours'}.`,
  severity: 'error',
  from: { path: `^libs/${lib}/` },
  to: { path: '^(libs|apps|test)/', pathNot: `^libs/(${[lib, ...uses].join('|')})/` },
}));

const pureUses = Object.entries(PURE).flatMap(([lib, packages]) => [
  {
    name: `${lib}-is-pure`,
    comment: `libs/${lib} is pure: no framework, no package but ${packages.join(', ') || 'none'}.`,
    severity: 'error',
    from: { path: `^libs/${lib}/`, pathNot: BESIDE },
    to: {
      path: '(^|/)node_modules/',
      pathNot: packages.length > 0 ? [`(^|/)node_modules/(${packages.join('|')})/`] : [],
    },
  },
  {
    name: `${lib}-without-node`,
    comment: `libs/${lib} is pure: time, ids and files come in as arguments, never from a module of Node.`,
    severity: 'error',
    from: { path: `^libs/${lib}/`, pathNot: BESIDE },
    to: { dependencyTypes: ['core'] },
  },
]);

module.exports = {
  forbidden: [
    ...libUses,
    ...pureUses,
    {
      name: 'vault-reads-types-of-case',
      comment: 'libs/vault knows the types of libs/case and runs nothing of it.',
      severity: 'error',
      from: { path: '^libs/vault/', pathNot: BESIDE },
      to: { path: '^libs/case/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-through-the-door',
      comment: 'Another lib is imported by its name (#case), which is its src/index.ts; nothing reaches past it.',
      severity: 'error',
      from: { path: '^(?:libs|apps)/([^/]+)/', pathNot: BESIDE },
      to: { path: '^libs/[^/]+/', pathNot: '^libs/($1/|[^/]+/src/index\\.ts$)' },
    },
    {
      name: 'nobody-imports-apps',
      comment: 'Apps are entries. What two of them need is a lib.',
      severity: 'error',
      from: { path: '^(?:libs|test)/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-keep-apart',
      comment: 'One app does not import another.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'desks-keep-apart',
      comment:
        'A desk sees no other desk. What all share stands beside their folders or in graphql/, which knows no desk.',
      severity: 'error',
      from: { path: '^libs/desks/src/([^/]+)/' },
      to: { path: '^libs/desks/src/[^/]+/', pathNot: '^libs/desks/src/($1|graphql)/' },
    },
    {
      name: 'database-clients',
      comment: 'A database client appears in engines, in runtime storage and where the service is put together.',
      severity: 'error',
      from: { pathNot: [...DATABASE_FOLDERS, BESIDE] },
      to: { path: '(^|/)node_modules/(@types/)?(pg|pg-[^/]+|kysely|@eventstore|@kurrent)/' },
    },
    {
      name: 'nest-at-the-edge',
      comment: 'Nest and Fastify are how HTTP is served: libs/service and apps alone know them.',
      severity: 'error',
      from: { path: '^libs/', pathNot: '^libs/service/' },
      to: { path: '(^|/)node_modules/(@nestjs|fastify|@fastify|@as-integrations)/' },
    },
    {
      name: 'grpc-at-the-edge',
      comment: 'gRPC is how other systems are served: libs/exchange alone knows it.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: ['^libs/exchange/', BESIDE] },
      to: { path: '(^|/)node_modules/(@grpc|grpc-health-check)/' },
    },
    {
      name: 'telemetry-at-the-edge',
      comment: 'What measures stands around the ports (libs/telemetry); what is measured does not know of it.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: ['^libs/telemetry/', BESIDE] },
      to: { path: '(^|/)node_modules/(@opentelemetry|prom-client)/' },
    },
    {
      name: 'no-cycles',
      comment: 'Files that run each other in a circle. Types may refer to each other within a lib.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports this file and it imports nothing: delete it or use it.',
      severity: 'error',
      from: { orphan: true, pathNot: '\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'no-dead-code',
      comment: 'No app, script or test reaches this file: delete it or use it.',
      severity: 'error',
      from: { path: '^(apps/[^/]+/src/main\\.ts|scripts/.*|test/.*|.*\\.spec\\.ts)$' },
      to: { path: '^(libs|apps)/', pathNot: '(\\.(d|spec)|^apps/[^/]+/src/main)\\.ts$', reachable: false },
    },
    {
      name: 'not-to-specs',
      comment: 'Specs and fixtures are for tests; what runs does not lean on them.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: BESIDE },
      to: { path: BESIDE },
    },
    {
      name: 'not-to-dev-dependencies',
      comment: 'A package that the service needs stands under dependencies, not devDependencies.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: BESIDE },
      to: { dependencyTypes: ['npm-dev'], pathNot: '(^|/)node_modules/@types/' },
    },
    {
      name: 'declared-packages',
      comment: 'A package that is imported is declared in package.json.',
      severity: 'error',
      from: { path: '^(libs|apps|test|scripts)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'resolvable',
      comment: 'What is imported exists.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.json', '.d.ts'],
    },
  },
};
