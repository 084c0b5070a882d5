// The table of rooms: which room may import which, and which packages (ARCHITECTURE.md says why).
// `rooms` may be imported, of `types` only the types; the folder `without` which a room stands is a room of its own.
// The linter of dependencies checks it in `npm test`.

/** What people read about the tasks, and how text is put into a model's form, cut into units, and characters are called: it needs nothing else, and the engine shares it through the protocol. */
const WORDS = '^src/engine/(tasks/.*words|text/(units|form|formedText|characterNames|someOf|shortened|invisibleNames))\\.ts$';

/** @type {Record<string, { from: string, files?: string[], without?: string, rooms?: string[], types?: string[], packages?: string[], node?: boolean }>} */
const ROOMS = {
  engine: { from: 'src/engine', packages: ['zod', 'pure-rand', 'ml-matrix'] },
  backends: { from: 'src/backends', without: 'platform/node', rooms: ['engine'], packages: ['gpu.js', '@webgpu/types'] },
  // Worker threads, V8's flags and Dawn: all else in `backends` runs in a browser too.
  nodePlatform: {
    from: 'src/backends/platform/node',
    rooms: ['backends', 'engine'],
    packages: ['webgpu', '@webgpu/types'],
    node: true,
  },
  protocol: { from: 'src/protocol', types: ['engine'], files: [WORDS], packages: ['zod'] },
  sources: { from: 'src/sources', rooms: ['engine'], types: ['protocol'], packages: ['csv-parse', 'chardet', 'jsonc-parser'], node: true },
  runs: {
    from: 'src/runs',
    rooms: ['engine', 'backends', 'nodePlatform', 'sources', 'protocol'],
    packages: ['zod', 'birpc', 'package.json'],
    node: true,
  },
  server: {
    from: 'src/server',
    rooms: ['engine', 'backends', 'nodePlatform', 'sources', 'runs', 'protocol'],
    packages: ['birpc', 'zod'],
    node: true,
  },
  cli: {
    from: 'src/cli',
    rooms: ['engine', 'backends', 'nodePlatform', 'protocol', 'sources', 'runs'],
    packages: ['commander', 'cli-progress', 'package.json'],
    node: true,
  },
  host: {
    from: 'src/host',
    rooms: ['protocol'],
    types: ['engine'],
    packages: ['vscode', 'birpc', 'jsonc-parser', 'media/languages/experiment.schema.json'],
    node: true,
  },
  charts: { from: 'webview-ui/charts', types: ['engine'], packages: ['uplot'] },
  components: {
    from: 'webview-ui/components',
    rooms: ['charts', 'protocol'],
    types: ['engine'],
    packages: ['preact', '@preact/signals', 'birpc', 'zod'],
  },
  panels: {
    from: 'webview-ui/panels',
    rooms: ['charts', 'components', 'protocol'],
    types: ['engine'],
    packages: ['preact', '@preact/signals', 'birpc', 'zod'],
  },
};

const folder = (room) => `^${ROOMS[room].from}/${ROOMS[room].without ? `(?!${ROOMS[room].without}/)` : ''}`;
const installed = (name) => [`^${name}$`, `(^|/)node_modules/${name}/`, `(^|/)node_modules/@types/${name}/`];

const rooms = Object.entries(ROOMS).map(([name, { rooms = [], files = [], packages = [], node = false }]) => ({
  name: `room-${name}`,
  severity: 'error',
  comment: `${name} may import: ${[name, ...rooms, ...packages, ...(node ? ['node'] : [])].join(', ')}`,
  from: { path: folder(name) },
  to: {
    dependencyTypesNot: ['type-only', ...(node ? ['core'] : [])],
    pathNot: [...[name, ...rooms].map(folder), ...files, ...packages.flatMap(installed)],
  },
}));

const types = Object.entries(ROOMS).map(([name, { rooms = [], types = [], packages = [], node = false }]) => ({
  name: `types-${name}`,
  severity: 'error',
  comment: `${name} may import types of: ${[name, ...rooms, ...types, ...packages].join(', ')}`,
  from: { path: folder(name) },
  to: {
    dependencyTypes: ['type-only'],
    dependencyTypesNot: node ? ['core'] : [],
    pathNot: [...[name, ...rooms, ...types].map(folder), ...packages.flatMap(installed)],
  },
}));

module.exports = {
  forbidden: [
    ...rooms,
    ...types,
    {
      name: 'words-are-data',
      severity: 'error',
      comment: 'Words of a task go to every room: they bring nothing along but other words.',
      from: { path: WORDS },
      to: { dependencyTypesNot: ['type-only'], pathNot: WORDS },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      comment: 'Two modules that need each other are one module, or need a third.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'The import leads nowhere.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
