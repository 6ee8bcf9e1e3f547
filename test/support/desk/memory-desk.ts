import type { Clock } from '../../../src/base/clock.ts';
import { SpyglassError } from '../../../src/base/errors.ts';
import type { SharedStore } from '../../../src/daemon/desk/shared-store.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import type {
  EventJournal,
  JournalSnapshot,
  SequencedEntry,
  SpooledPoll,
} from '../../../src/recordings/shared/event-journal.ts';
import type { HeldLease, Lease, LeaseState } from '../../../src/recordings/shared/lease.ts';

/** A store that the daemons of one test share, in memory but for its recording. */
export interface MemoryDesk {
  /** As one of its daemons uses it. */
  storeOf(): DaemonStore;
  readonly entries: SequencedEntry[];
  readonly snapshots: () => JournalSnapshot[];
  readonly left: () => SpooledPoll[];
  lease(): Promise<LeaseState>;
}

/** The store as one daemon reaches it. */
export interface DaemonStore extends SharedStore {
  /** Every call fails from here on, as where the network is gone, until `mend`. */
  cut(): void;
  mend(): void;
  /** Its journal takes nothing more, though its lease goes on. */
  muteJournal(): void;
}

interface Shared {
  clock: Clock;
  recording: Recording;
  lease: LeaseState & { expiresAt: number };
  sequence: number;
  entries: SequencedEntry[];
  snapshots: JournalSnapshot[];
  left: SpooledPoll[];
  nextLeft: number;
  listeners: Set<() => void>;
  /** When each was seen last. */
  followers: Map<string, number>;
}

/** @param recording of all its daemons, closed by the test */
export function createMemoryDesk(clock: Clock, recording: Recording): MemoryDesk {
  const shared: Shared = {
    ...{ clock, recording, sequence: 0, entries: [], snapshots: [], left: [], nextLeft: 1 },
    listeners: new Set(),
    followers: new Map(),
    lease: {
      ...{ token: 0, holder: null, acquiredAt: null, remainingMs: 0, endedAt: null, handOver: null },
      expiresAt: 0,
    },
  };
  return {
    storeOf: () => daemonStore(shared),
    entries: shared.entries,
    snapshots: () => shared.snapshots,
    left: () => shared.left,
    lease: async () => stateOf(shared),
  };
}

function stateOf({ lease, clock }: Shared): LeaseState {
  const { expiresAt, ...state } = lease;
  return { ...state, remainingMs: expiresAt - clock.now() };
}

const lost = () => new SpyglassError('lease_lost', 'Another daemon has the lease.');
const notify = ({ listeners }: Shared) => {
  for (const listener of [...listeners]) queueMicrotask(listener);
};

function isHolder({ lease, clock }: Shared, token: number): boolean {
  return lease.token === token && lease.expiresAt > clock.now();
}

function leaseOf(shared: Shared): Lease {
  const { lease, clock, followers } = shared;
  return {
    state: async () => stateOf(shared),
    async follow({ name }) {
      followers.set(name, clock.now());
      return stateOf(shared);
    },
    async acquire({ name }, durationMs) {
      const now = clock.now();
      if (lease.expiresAt > now) return stateOf(shared);
      const before = lease.token === 0 ? null : lease.holder;
      const held: HeldLease = {
        token: lease.token + 1,
        handOver: lease.handOver,
        endedBefore: lease.token === 0 ? null : (lease.endedAt ?? lease.expiresAt),
        holderBefore: before,
        async renew() {
          if (!isHolder(shared, held.token)) throw lost();
          lease.expiresAt = clock.now() + durationMs;
          return { followers: [...followers.values()].filter((at) => at > clock.now() - durationMs).length };
        },
        async release(handOver) {
          if (!isHolder(shared, held.token)) throw lost();
          Object.assign(lease, { expiresAt: 0, endedAt: clock.now(), handOver: handOver ?? null });
          notify(shared);
        },
      };
      Object.assign(lease, {
        ...{ token: held.token, holder: name, acquiredAt: now, expiresAt: now + durationMs },
        ...{ endedAt: null, handOver: null },
      });
      notify(shared);
      return held;
    },
  };
}

/** @param token of the recorder's lease; `null` where nobody may write */
function journalOf(shared: Shared, token: number | null): EventJournal {
  const { entries, listeners } = shared;
  const checkLease = () => {
    if (token === null || !isHolder(shared, token)) throw lost();
  };
  return {
    async append(added) {
      checkLease();
      for (const entry of added) entries.push({ ...entry, sequence: ++shared.sequence });
      notify(shared);
      return shared.sequence;
    },
    after: async (sequence, limit) => {
      const from = entries.findIndex((entry) => entry.sequence > sequence);
      return from < 0 ? [] : entries.slice(from, from + limit);
    },
    bounds: async () => ({ first: entries[0]?.sequence ?? 0, last: entries.at(-1)?.sequence ?? 0 }),
    async keepSnapshots(snapshots) {
      checkLease();
      shared.snapshots = [...snapshots];
    },
    snapshots: async () => shared.snapshots,
    async removeUpTo(sequence) {
      checkLease();
      while (entries[0] && entries[0].sequence <= sequence) entries.shift();
    },
    async onWake(listener) {
      listeners.add(listener);
      return async () => void listeners.delete(listener);
    },
    async leave(polls) {
      for (const poll of polls) {
        const isKnown = shared.left.some(
          (one) => one.sender === poll.sender && one.kind === poll.kind && one.at === poll.at,
        );
        if (!isKnown) shared.left.push({ ...poll, id: shared.nextLeft++ });
      }
      notify(shared);
    },
    left: async (limit) => shared.left.slice(0, limit),
    async removeLeft(ids) {
      checkLease();
      shared.left = shared.left.filter(({ id }) => !ids.includes(id));
    },
  };
}

/** Methods of stores that write. */
const writes = new Set([
  ...['record', 'upsert', 'remove', 'set', 'store', 'put', 'replace', 'open', 'closeOpen', 'cut', 'note'],
  ...['removeEnded', 'markVerified', 'markDamaged', 'markRemoved', 'execute', 'removeExpired'],
]);

type Call = (...args: unknown[]) => unknown;

/** Every call of an object goes through `check`, which may throw. */
function checked<T extends object>(target: T, check: (method: string) => void): T {
  return new Proxy(target, {
    get(of, name, self) {
      const value: unknown = Reflect.get(of, name, self);
      if (typeof value !== 'function' || typeof name !== 'string') return value;
      return (...args: unknown[]) => {
        const run = () => {
          check(name);
          return (value as Call).apply(of, args);
        };
        // The port's methods reject, they do not throw.
        return new Promise((resolve) => resolve(run()));
      };
    },
  });
}

/** The shared recording in the hands of one daemon; closing it leaves it open for the others. */
function recordingOf(recording: Recording, check: (method: string) => void): Recording {
  const stores = Object.entries(recording).map(([name, value]) => [
    name,
    typeof value === 'object' && value !== null ? checked(value, check) : value,
  ]);
  return {
    ...(Object.fromEntries(stores) as Recording),
    ...{ nameSuccessor: () => {}, checkFiles: () => {}, wasRecovered: false },
    close: async () => {},
  };
}

function daemonStore(shared: Shared): DaemonStore {
  let isCut = false;
  let isMute = false;
  const checkNetwork = () => {
    if (isCut) throw new SpyglassError('store', 'The store does not answer.');
  };
  return {
    name: 'postgres://desk:5432/spyglass',
    lease: cuttable(leaseOf(shared), checkNetwork),
    journal: checked(journalOf(shared, null), checkNetwork),
    async open({ held }) {
      checkNetwork();
      const checkWrite = (method: string) => {
        checkNetwork();
        if (writes.has(method) && !isHolder(shared, held.token)) throw lost();
      };
      return {
        recording: recordingOf(shared.recording, checkWrite),
        journal: checked(journalOf(shared, held.token), () => {
          checkNetwork();
          if (isMute) throw new SpyglassError('store', 'The journal takes nothing.');
        }),
      };
    },
    openForReading: async () => recordingOf(shared.recording, checkNetwork),
    close: async () => {},
    cut() {
      isCut = true;
    },
    mend() {
      isCut = false;
    },
    muteJournal() {
      isMute = true;
    },
  };
}

function cuttable(lease: Lease, checkNetwork: () => void): Lease {
  return {
    ...checked(lease, checkNetwork),
    state: async () => {
      checkNetwork();
      return await lease.state();
    },
    async acquire(holder, durationMs) {
      checkNetwork();
      const found = await lease.acquire(holder, durationMs);
      return 'renew' in found ? { ...found, ...heldThrough(found, checkNetwork) } : found;
    },
  };
}

function heldThrough(held: HeldLease, checkNetwork: () => void): Pick<HeldLease, 'renew' | 'release'> {
  return {
    async renew() {
      checkNetwork();
      return await held.renew();
    },
    async release(handOver) {
      checkNetwork();
      await held.release(handOver);
    },
  };
}
