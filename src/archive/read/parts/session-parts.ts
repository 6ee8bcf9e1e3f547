import type { SpyglassError } from '../../../base/errors.ts';
import type { Alert } from '../../../market/alerts/alert.ts';
import type { RecordedLevels } from '../../../market/levels/levels.ts';
import type { Quote } from '../../../market/quotes/quote.ts';
import type { ExpirationPoll } from '../../../recordings/chains.ts';
import type { NoticedGap } from '../../../recordings/gaps.ts';
import type { SessionKey, SessionPoll } from '../../../recordings/session-rows.ts';
import { type PollGlance, withPolls } from '../../open/open-polls.ts';
import { openSession, type SessionFiles } from '../../open/open-session.ts';
import type { ArchiveMode } from '../../session-facts.ts';
import { type ArchivedChain, archivedChain } from './archived-chain.ts';
import { keepBySize } from './keep-by-size.ts';

/** The polls of a session. */
export interface ReadPolls {
  /** By time, those of one instant by expiration. */
  all: readonly SessionPoll[];
  byExpiration: ReadonlyMap<string, readonly SessionPoll[]>;
}

/** When the chains of a session were polled. */
export interface ReadPollTimes {
  /** By time, those of one instant by expiration. */
  all: readonly ExpirationPoll[];
  /** By expiration, oldest first. */
  byExpiration: ReadonlyMap<string, readonly number[]>;
}

/**
 * Reads the parts of sessions from their files, and keeps those that were used last. Each method throws `SpyglassError`:
 * `archive_damaged`, `archive_unavailable`.
 */
export interface SessionParts {
  polls(key: SessionKey): Promise<ReadPolls>;
  /** When which chain was polled, from the file of the polls alone. */
  pollTimes(key: SessionKey): Promise<ReadPollTimes>;
  /** What the polls are together, as the end of their file says; it is not kept. */
  glance(key: SessionKey): Promise<PollGlance>;
  /** By receipt. */
  quotes(key: SessionKey): Promise<readonly Quote[]>;
  /** By time. */
  levels(key: SessionKey): Promise<readonly RecordedLevels[]>;
  /** By their begin. */
  gaps(key: SessionKey): Promise<readonly NoticedGap[]>;
  /** Oldest first. */
  alerts(key: SessionKey): Promise<readonly Alert[]>;
  chain(key: SessionKey, expiration: string): Promise<ArchivedChain>;
  /** Reads what is not kept. */
  files<T>(key: SessionKey, read: (files: SessionFiles) => Promise<T>): Promise<T>;
  /** Lets go of all that was read. */
  clear(): void;
}

/** Where the sessions lie, and how much of them is kept. */
export interface SessionPartsOptions {
  /** The archive's. */
  directory: string;
  /** Files of the other mode are refused. */
  mode?: ArchiveMode | undefined;
  /** What is known to be wrong with a session's files: nothing is read of them then. */
  problemOf?: (key: SessionKey) => SpyglassError | null;
  /** Memory of all that is kept, but for one part of a session, which may be larger. */
  maxBytes?: number | undefined;
}

/** An instant of a day polled every 15 s takes some 30 MB: somebody compares it with another one. */
const defaultBytes = 96 * 1024 * 1024;

const timeOf = ({ timestamp }: ExpirationPoll) => timestamp;

/** Memory of one row as an object, roughly. */
const rowBytes = { polls: 350, times: 100, quotes: 400, levels: 2500, gaps: 300, alerts: 500 };

/** @returns parts of which nothing was read yet */
export function createSessionParts(options: SessionPartsOptions): SessionParts {
  const { directory, mode, maxBytes = defaultBytes, problemOf = () => null } = options;
  const kept = keepBySize(maxBytes);
  const checked = (key: SessionKey): SessionKey => {
    const problem = problemOf(key);
    if (problem) throw problem;
    return key;
  };
  const files: SessionParts['files'] = async (key, read) => {
    const opened = await openSession(directory, checked(key), mode === undefined ? {} : { mode });
    try {
      return await read(opened);
    } finally {
      await opened.close();
    }
  };
  const keyOf = ({ underlying, date }: SessionKey, part: string) => `${underlying} ${date} ${part}`;
  const rowsOf = <Row>(
    part: Exclude<keyof typeof rowBytes, 'times'>,
    read: (opened: SessionFiles) => Promise<readonly Row[]>,
  ): ((key: SessionKey) => Promise<readonly Row[]>) => {
    const sized = (rows: readonly Row[]) => ({ value: rows, bytes: rows.length * rowBytes[part] });
    return (key) => kept.get(keyOf(key, part), async () => sized(await files(key, read)));
  };

  return {
    polls: (key) =>
      kept.get(keyOf(key, 'polls'), async () => {
        const all = await files(key, (opened) => opened.polls());
        const byExpiration = Map.groupBy(all, ({ expiration }) => expiration);
        return { value: { all, byExpiration }, bytes: all.length * rowBytes.polls };
      }),
    pollTimes: (key) =>
      kept.get(keyOf(key, 'times'), async () => {
        const all = await withPolls(directory, checked(key), { mode }, (polls) => polls.times());
        const groups = Map.groupBy(all, ({ expiration }) => expiration);
        const byExpiration = new Map([...groups].map(([name, own]) => [name, own.map(timeOf)]));
        return { value: { all, byExpiration }, bytes: all.length * rowBytes.times };
      }),
    glance: async (key) => await withPolls(directory, checked(key), { mode }, (polls) => polls.glance()),
    quotes: rowsOf('quotes', (opened) => opened.quotes()),
    levels: rowsOf('levels', (opened) => opened.levels()),
    gaps: rowsOf('gaps', (opened) => opened.gaps()),
    alerts: rowsOf('alerts', (opened) => opened.alerts()),
    chain: (key, expiration) =>
      kept.get(keyOf(key, expiration), async () => {
        const value = archivedChain(await files(key, (opened) => opened.chain(expiration)));
        return { value, bytes: value.bytes };
      }),
    files,
    clear: kept.clear,
  };
}
