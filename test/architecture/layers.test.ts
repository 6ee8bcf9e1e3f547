import path from 'node:path';
import test from 'ava';
import { resolved, sources } from './sources.ts';

const layerOf = (name: string) => /^src\/([a-z]+)\//.exec(name)?.[1] ?? null;

/** What each layer may import besides itself, and the reason that a newcomer would ask for. */
const allowed: Record<string, { layers: string[]; because: string }> = {
  base: { layers: [], because: 'everything stands on it' },
  market: { layers: ['base'], because: 'the domain is pure: no socket, no database, no screen' },
  config: { layers: ['base', 'market'], because: 'settings are read before anything is started' },
  recordings: { layers: ['base', 'market'], because: 'every database implements it' },
  protocol: { layers: ['base', 'market', 'recordings'], because: 'both sides of the socket share it' },
  db: {
    layers: ['base', 'market', 'recordings'],
    because: 'it stores and returns plain objects of the domain; how they reach a client is not its business',
  },
  archive: {
    layers: ['base', 'market', 'recordings'],
    because: 'files are one more form of what is recorded; when they are written is the daemon’s business',
  },
  export: {
    layers: ['base', 'market', 'recordings', 'archive'],
    because: 'rows of any recording in the formats of others; which ones and where to is said by flags',
  },
  sources: {
    layers: ['base', 'market', 'recordings'],
    because: 'where market data comes from; when it is asked for is the daemon’s business',
  },
  simulator: { layers: ['base', 'market'], because: 'it stands in for the vendor, who knows nothing of us' },
  daemon: {
    layers: [
      'base',
      'market',
      'config',
      'protocol',
      'recordings',
      'db',
      'archive',
      'export',
      'sources',
      'simulator',
    ],
    because: 'a headless daemon loads no Ink',
  },
  tui: {
    layers: ['base', 'market', 'config', 'protocol', 'recordings', 'export'],
    because:
      'an attached dashboard loads no SQLite, and all it knows comes over the socket; it saves that in the columns of exports',
  },
  cli: {
    layers: [
      'base',
      'market',
      'config',
      'protocol',
      'recordings',
      'db',
      'archive',
      'export',
      'sources',
      'daemon',
      'tui',
    ],
    because: 'it puts the rest together',
  },
};

for (const [layer, { layers, because }] of Object.entries(allowed)) {
  test(`${layer} imports ${layers.join(', ') || 'no other layer'} (${because})`, (t) => {
    const wrong = sources
      .filter((file) => layerOf(file.name) === layer)
      .flatMap((file) =>
        resolved(file)
          .filter((name) => name.startsWith('src/'))
          .filter((name) => layerOf(name) !== layer && !layers.includes(layerOf(name) ?? ''))
          .map((name) => `${file.name} imports ${name}`),
      );
    t.deepEqual(wrong, []);
  });
}

test('every source file belongs to a layer', (t) => {
  t.deepEqual(
    sources.map((file) => file.name).filter((name) => !Object.hasOwn(allowed, layerOf(name) ?? '')),
    [],
  );
});

/** What only some files may name. */
const confined: { what: string; pattern: RegExp; where: RegExp; because: string }[] = [
  {
    what: 'MikroORM, better-sqlite3 and pg',
    pattern: /^(@mikro-orm\/|better-sqlite3$|kysely$|pg$)/,
    where: /^src\/db\//,
    because: 'no entity and no SQL leaves the data layer',
  },
  {
    what: 'hyparquet',
    pattern: /^hyparquet/,
    where: /^src\/archive\/parquet\//,
    because: 'the rest reads and writes rows and columns, whatever the form of the file',
  },
  {
    what: 'Ink, React and blessed',
    pattern: /^(ink|react|blessed)/,
    where: /^src\/tui\//,
    because: 'only the dashboard draws',
  },
  {
    what: 'node:net',
    pattern: /^(node:)?net$/,
    where:
      /^src\/(cli\/host\/(dial-stdio|host-bridge|limit-to-reading)|daemon\/server\/(accept|outbox|socket-door|socket-file)|protocol\/connection\/link|simulator\/server)\.ts$/,
    because: 'the socket has two ends; the simulator is a server of its own',
  },
  {
    what: 'node:http',
    pattern: /^((node:)?https?|src\/base\/node-http\.ts)$/,
    where: /^src\/(base\/node-http\.ts$|simulator\/|sources\/polygon\/http\/http-get\.ts$)/,
    because: 'the daemon asks in one place, and serves no TCP, ever',
  },
  {
    what: 'the simulator',
    pattern: /^src\/simulator\//,
    where: /^src\/(base\/node-http\.ts$|simulator\/|daemon\/process\/(launch-demo|demo-faults)\.ts$)/,
    because: 'nothing simulated comes near a live daemon',
  },
];

test('ports and stores know no clock: a read says from when, and a row brings its time', (t) => {
  const wrong = sources
    .filter((file) => /^src\/(recordings|db\/(sqlite|postgres)\/stores)\//.test(file.name))
    .filter((file) => resolved(file).includes('src/base/clock.ts'));
  t.deepEqual(
    wrong.map((file) => file.name),
    [],
  );
});

test('the adapters of both databases know nothing of each other, and what they share knows neither', (t) => {
  const foreign = [
    { of: /^src\/db\/postgres\//, other: /^(src\/db\/(sqlite|copy)\/|@mikro-orm\/sqlite$|better-sqlite3$)/ },
    { of: /^src\/db\/sqlite\//, other: /^(src\/db\/(postgres|copy)\/|@mikro-orm\/postgresql$|pg$)/ },
    { of: /^src\/db\/(rows|schema)\//, other: /^src\/db\/(sqlite|postgres|copy)\// },
  ];
  const wrong = foreign.flatMap(({ of, other }) =>
    sources
      .filter((file) => of.test(file.name))
      .flatMap((file) =>
        resolved(file)
          .filter((name) => other.test(name))
          .map((name) => `${file.name} imports ${name}`),
      ),
  );
  t.deepEqual(wrong, []);
});

/** Files that open a database, or look at its lock and files before anybody does; all others know its ports only. */
const openers = [
  'src/cli/archive/archive-access.ts',
  'src/cli/commands/prune.ts',
  'src/cli/completion/recorded-values.ts',
  'src/cli/daemon/daemon-stop.ts',
  'src/cli/daemon/find-daemon.ts',
  'src/cli/daemon/start-log.ts',
  'src/cli/database/db-copy.ts',
  'src/cli/database/db-migrate.ts',
  'src/cli/database/db.ts',
  'src/cli/database/refuse-large-migration.ts',
  'src/cli/doctor/ask-api.ts',
  'src/cli/doctor/check-recordings.ts',
  'src/cli/export/export-home.ts',
  'src/cli/invocation/answer-source.ts',
  'src/cli/levels/levels-recompute.ts',
  'src/cli/rebuild/rebuild-access.ts',
  'src/daemon/archive/open-own-archive.ts',
  'src/daemon/archive/thread/archive-thread.ts',
  'src/daemon/desk/open-shared-store.ts',
  'src/daemon/history/open-alone.ts',
  'src/daemon/playback/serving/playback-thread.ts',
  'src/daemon/playback/thread/reader-thread.ts',
  'src/daemon/process/launch-demo.ts',
  'src/daemon/recording/open-recording.ts',
];

test('only openers import src/db, since the rest works on any recording', (t) => {
  const importers = sources
    .filter((file) => layerOf(file.name) !== 'db')
    .filter((file) => resolved(file).some((name) => name.startsWith('src/db/')))
    .map((file) => file.name);
  t.deepEqual(importers.toSorted(), openers);
});

for (const { what, pattern, where, because } of confined) {
  test(`${what} only where ${where.source} (${because})`, (t) => {
    const wrong = sources
      .filter((file) => !where.test(file.name))
      .flatMap((file) =>
        resolved(file)
          .filter((name) => pattern.test(name))
          .map((name) => `${file.name} imports ${name}`),
      );
    t.deepEqual(wrong, []);
  });
}

test('blessed comes with the first chart and not with the dashboard, whose first frame would be later', (t) => {
  const eager = /^import (?!type )[^;]*from 'blessed/m;
  t.deepEqual(
    sources.filter(({ text }) => eager.test(text)).map(({ name }) => name),
    [],
  );
});

test('the driver of PostgreSQL is loaded for a shared store alone: a recording on SQLite starts without it', (t) => {
  const eager = /^import (?!type )[^;]*from '[^']*\/postgres\//m;
  t.deepEqual(
    sources
      .filter(({ name, text }) => !/^src\/db\/(postgres|copy)\//.test(name) && eager.test(text))
      .map(({ name }) => name),
    [],
  );
});

test('protocol and tui know only types of recordings, since a client reads them over the socket', (t) => {
  const wrong = sources
    .filter((file) => ['protocol', 'tui'].includes(layerOf(file.name) ?? ''))
    .filter((file) => /^import (?!type)[^;]*from '[./]+\/recordings\//m.test(file.text));
  t.deepEqual(
    wrong.map((file) => file.name),
    [],
  );
});

test('cli loads the dashboard only when it is asked for', (t) => {
  const eager = sources
    .filter((file) => layerOf(file.name) === 'cli')
    .filter((file) => /^import (?!type)[^;]*from '\.\.\/tui\//m.test(file.text));
  t.deepEqual(
    eager.map((file) => file.name),
    [],
  );
});

test('only the clock asks for the time or sets a timer, since demo and replay run on a virtual one', (t) => {
  const code = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  const wrong = sources
    .filter((file) => file.name !== 'src/base/clock.ts')
    .filter((file) =>
      /\b(Date\.now|performance\.now|setTimeout|setInterval|new Date\(\))/.test(code(file.text)),
    );
  t.deepEqual(
    wrong.map((file) => file.name),
    [],
  );
});

test('environment and arguments come in by argument, from cli', (t) => {
  const wrong = sources
    .filter((file) => layerOf(file.name) !== 'cli')
    .filter((file) => /\bprocess\.(env|argv)\b/.test(file.text));
  t.deepEqual(
    wrong.map((file) => file.name),
    [],
  );
});

test('no file is named for being useful', (t) => {
  const vague = /(^|[-/])(utils?|helpers?|misc|common|manager|service|data|info)([-.]|$)/;
  t.deepEqual(
    // Entities are called what the specification calls their tables.
    sources
      .filter((file) => !file.name.startsWith('src/db/schema/'))
      .map((file) => path.posix.basename(file.name))
      .filter((name) => vague.test(name)),
    [],
  );
});

test('nothing is swallowed: no empty catch', (t) => {
  const empty = /catch *(\([^)]*\))? *\{\s*\}|\.catch\(\(\) *=> *(\{\s*\}|undefined|null)\)/;
  t.deepEqual(
    sources.filter((file) => empty.test(file.text)).map((file) => file.name),
    [],
  );
});
