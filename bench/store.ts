/**
 * `npm run bench -- store [--rows 1000000] [--prune-rows 1000000] [--json]`: the database, each claim as a ratio in one
 * run. About two minutes with the defaults on two cores; `--rows 10000000` fills 3 GB of temporary files and takes ten.
 */

import { benchBytes } from './store/bytes.ts';
import { benchIngest, changedChains, sessionChains } from './store/ingest.ts';
import { benchPrune } from './store/prune.ts';
import { benchReads } from './store/reads.ts';
import { type Bench, numberFlag } from './support/bench.ts';
import { count, ms, ratio } from './support/spread.ts';

const smallRows = 100_000;

export const bench: Bench = async (flags, say) => {
  const rows = numberFlag(flags, 'rows', 1_000_000);
  const pruneRows = numberFlag(flags, 'prune-rows', 1_000_000);
  if (rows < 10_000_000) say('for the read paths at ten million rows: --rows 10000000');
  say('ingest …');
  const ingest = await benchIngest(changedChains());
  const sessionIngest = await benchIngest(sessionChains());
  say('bytes of a simulated session …');
  const bytes = await benchBytes();
  say(`read paths at ${count(smallRows)} rows …`);
  const small = await benchReads(smallRows);
  say(`read paths at ${count(rows)} rows …`);
  const large = await benchReads(rows);
  say(`prune of ${count(pruneRows)} rows …`);
  const prune = await benchPrune(pruneRows);
  const latest = (figures: typeof small) => figures.paths['latest chain']!;
  const latestRatio = latest(large).p50 / latest(small).p50;
  const mb = (value: number) => `${(value / 1e6).toFixed(1)} MB`;

  return {
    ...{ ingest, sessionIngest, bytes, reads: { small, large, latestRatio }, prune },
    tables: [
      {
        title: 'Ingest of polled chains of 400 contracts, contracts a second',
        rows: [
          ['', 'all changed', 'recorded is', 'a simulated session', 'recorded is'],
          ...(
            [
              ['recorded', 'recorded', null],
              ['raw prepared inserts', 'raw', 'ratioToRaw'],
              ['MikroORM create + flush', 'orm', 'ratioToOrm'],
            ] as const
          ).map(([name, way, ratioTo]) => [
            name,
            ...[ingest, sessionIngest].flatMap((figures) => [
              count(figures.rowsPerSecond[way]),
              ratioTo === null ? '' : `${ratio(figures[ratioTo])} ×`,
            ]),
          ]),
        ],
      },
      {
        title: `Read paths; the latest chain at ${count(large.rows)} rows takes ${ratio(latestRatio)} × its time at ${count(small.rows)}`,
        rows: [
          ['', ...[small, large].flatMap((figures) => [`p50 at ${count(figures.rows)}`, 'p99'])],
          ...Object.keys(small.paths).map((name) => [
            name,
            ...[small, large].flatMap(({ paths }) => [ms(paths[name]!.p50), ms(paths[name]!.p99)]),
          ]),
        ],
      },
      {
        title: `Prune of ${count(prune.rows)} rows: ${count(prune.rowsPerSecond)} rows/s, ${prune.seconds.toFixed(0)} s, ${mb(prune.freedBytes)} given back`,
        rows: [
          ['waiting', 'p50', 'p99', 'longest'],
          ...(
            [
              ['for the daemon’s thread, idle', prune.turnBefore],
              ['for the daemon’s thread, pruning', prune.turn],
              ['a poll that was due', prune.poll],
              ['another process’s read, idle', prune.readerBefore],
              ['another process’s read, pruning', prune.reader],
            ] as const
          ).map(([name, spread]) => [name, ms(spread.p50), ms(spread.p99), ms(spread.max)]),
        ],
      },
      {
        title: `Bytes; a session of ${count(bytes.contracts)} contracts every 15 s, extrapolated from ${bytes.sampledPolls} polls`,
        rows: [
          ['', ''],
          ['a stored contract row with its indexes', `${bytes.bytesPerRow.toFixed(0)} B`],
          ['contracts that differ from the poll before', `${(bytes.storedShare * 100).toFixed(1)} %`],
          [
            'contracts that differ in more than the quote’s time',
            `${(bytes.changedShare * 100).toFixed(1)} %`,
          ],
          ['the session, stored on change', mb(bytes.sessionBytes.onChange)],
          ['the session, every poll in full', mb(bytes.sessionBytes.everyPoll)],
        ],
      },
    ],
  };
};
