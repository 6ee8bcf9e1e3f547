/**
 * Names that the protocol has changed since the goldens were taken: the old name to the new one. The trace is turned back
 * to the old names before it is compared, so that a rename is a line here and leaves every golden as it is.
 *
 * These differences are allowed, and are taken out before a comparison:
 * - the order of events within one instant (a step of the driver, 5 s), and how many events of one kind a burst becomes:
 *   of what a client merges anyway, the last one of each instant counts (`trace.ts`);
 * - rows of the first poll of a day, which may store contracts that have not changed (`database-dump.ts`);
 * - the meters: sizes of files, rows of `option_contracts` in `status` and on the screen, the order of calls at one
 *   instant, how long pruning takes and when in its minute it ends, since a disk does not go by the clock of the test;
 * - of `usage`, what is sent in between and in the first 5 s of a daemon, and the calls until the close, which go by the
 *   millisecond: answers hold them;
 * - the timing of frames: screens are taken once they stand still;
 * - columns and tables that a later migration adds, and the schema's name;
 * - the names below.
 * Taken anew since: the screen of usage, whose bars and gauge the dashboard draws itself now; `created_at` of `poll_gaps` and
 * `spy_quotes`, which stores take from the row instead of a clock.
 * What a text says is compared apart from the rest, in `<plan>-texts.txt`: better words change that file only.
 */
export interface Renames {
  /** Events and methods: `bars: 'price-line'`. */
  messages: Record<string, string>;
  /** Fields, everywhere (`intraday: 'priceLine'`) or in one event or answer (`'usage/cache': 'answers'`). */
  fields: Record<string, string>;
  /** Words that are values of a field: `'gap/job=others': 'secondary'`, or `'job=others': 'secondary'` everywhere. */
  values: Record<string, string>;
}

export const renames: Renames = {
  messages: {
    bars: 'price-line',
    'metrics.get': 'levels.get',
    'metrics.history': 'levels.history',
    'tape.get': 'last-trade.get',
  },
  fields: {
    'subscribe/view': 'subscription',
    'subscribe/intraday': 'priceLine',
  },
  values: {},
};
