import { SpyglassError } from '../../../base/errors.ts';
import type { SpooledPoll as LeftPoll } from '../../../recordings/shared/event-journal.ts';
import { RejectedRow } from '../../../recordings/rejected-row.ts';
import type { DaemonCore } from '../../core.ts';
import type { GapKeeper } from '../../recording/gaps/gap-keeper.ts';
import type { RecordedJob } from '../../recording/recorded-jobs.ts';
import { parseSpooledPoll, type SpooledPoll } from '../../recording/spool/spooled-poll.ts';
import { chainJobName } from '../../underlyings/job-names.ts';
import type { RecordedUnderlyings } from '../../underlyings/recorded-underlyings.ts';

const maxTogether = 50;
/** Real ms: what lasts at the start ends with the first polls. */
const firstAfterMs = 5000;
const againAfterMs = 60_000;

/**
 * Stores what former recorders of a shared store polled and could not store, as far as nobody else has recorded it: what lies in
 * a gap, which gets shorter. The rest is dropped. Returns how to end it.
 */
export function importLeftPolls(core: DaemonCore, underlyings: RecordedUnderlyings): () => Promise<void> {
  const { journal, clock, onStoreError } = core;
  if (!journal) return async () => {};
  let cancel = () => {};
  let running: Promise<void> = Promise.resolve();
  let isClosed = false;
  const run = async () => {
    try {
      while (!isClosed && (await importSome(core, underlyings)));
    } catch (error) {
      onStoreError(error);
    }
    if (!isClosed) later(againAfterMs);
  };
  const later = (ms: number) => {
    cancel = clock.after(ms * clock.speed, () => {
      running = run();
    });
  };
  later(firstAfterMs);
  return async () => {
    isClosed = true;
    cancel();
    await running;
  };
}

/** A poll with the gaps that it may fill. */
interface Candidate {
  poll: SpooledPoll;
  slot: number;
  gaps: GapKeeper;
  kind: RecordedJob;
}

/** Returns whether there may be more. */
async function importSome(core: DaemonCore, { all, ledger }: RecordedUnderlyings): Promise<boolean> {
  const journal = core.journal!;
  const left = await journal.left(maxTogether);
  if (left.length === 0) return false;
  const candidates = left.flatMap((one) => candidateOf(one, all, ledger) ?? []);
  for (const group of grouped(candidates)) {
    if (!(await importGroup(group, core))) return false;
  }
  await journal.removeLeft(left.map(({ id }) => id));
  return left.length === maxTogether;
}

/** `null` where nothing of it is recorded here, or it is of an unknown shape. */
function candidateOf(
  { payload }: LeftPoll,
  all: RecordedUnderlyings['all'],
  ledger: RecordedUnderlyings['ledger'],
): Candidate | null {
  const poll = parseSpooledPoll(payload);
  if (!poll) return null;
  const symbol = poll.kind === 'quote' ? poll.quote.symbol : poll.chain.underlying;
  const underlying = all.find((one) => one.symbol === symbol);
  if (!underlying) return null;
  const found = ledger.runOf(jobOf(poll, underlying.chain.jobs));
  const slot = poll.kind === 'quote' ? (poll.quote.slotAt ?? poll.quote.receivedAt) : slotOfChain(poll);
  return found && { poll, slot, ...found };
}

const slotOfChain = ({ chain }: Extract<SpooledPoll, { kind: 'chain' }>) => chain.slotAt ?? chain.timestamp;

/** Levels are recorded of the nearest expiration alone, which tells it from later ones. */
function jobOf(poll: SpooledPoll, jobs: { quote: string; chain: string }): string {
  if (poll.kind === 'quote') return jobs.quote;
  const { underlying: symbol, expiration } = poll.chain;
  return poll.levels === null ? chainJobName({ symbol, expiration }) : jobs.chain;
}

function grouped(candidates: readonly Candidate[]): Candidate[][] {
  const groups = new Map<GapKeeper, Map<RecordedJob, Candidate[]>>();
  for (const candidate of candidates) {
    const jobs = groups.get(candidate.gaps) ?? new Map<RecordedJob, Candidate[]>();
    groups.set(candidate.gaps, jobs);
    jobs.set(candidate.kind, [...(jobs.get(candidate.kind) ?? []), candidate]);
  }
  return [...groups.values()].flatMap((jobs) => [...jobs.values()]);
}

/** Returns `false` while a gap of the job lasts: it is tried again then. */
async function importGroup(group: readonly Candidate[], core: DaemonCore): Promise<boolean> {
  const { gaps, kind } = group[0]!;
  const missing = await gaps.missingAt(
    kind,
    group.map(({ slot }) => slot),
  );
  if (missing === null) return false;
  const wanted = group.filter(({ slot }) => missing.includes(slot));
  if (wanted.length === 0) return true;
  for (const { poll } of wanted) await store(poll, core);
  await gaps.filled(
    kind,
    wanted.map(({ slot }) => slot),
  );
  core.log.info({ job: kind, polls: wanted.length }, 'polls of a former recorder are recorded');
  return true;
}

/** What breaks a rule of the database would break it for ever. */
async function store(poll: SpooledPoll, { db, log }: DaemonCore): Promise<void> {
  try {
    if (poll.kind === 'quote') await db.quotes.record(poll.quote);
    else await db.chains.record(poll.chain, () => poll.levels);
  } catch (error) {
    if (error instanceof SpyglassError || !(error instanceof RejectedRow)) throw error;
    log.warn({ err: error }, 'a poll of a former recorder cannot be recorded');
  }
}
