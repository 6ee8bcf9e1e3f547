import type { ContractState } from '../../recordings/session-rows.ts';
import { Damage, readingFile } from '../files/archive-error.ts';
import type { OpenFile } from '../session/open-files.ts';
import { type ChainColumns, chainColumnsOf, lastSymbolOf } from './chain-columns.ts';

/** What a row group of the chain holds, as the file says. */
interface Group {
  index: number;
  expiration: string;
  /** Its last symbol. */
  last: string;
}

/** The chain of a session, by expiration and by contract. */
export interface ChainFile {
  /** Oldest first. */
  readonly expirations: readonly string[];
  chain(expiration: string): Promise<ChainColumns>;
  contracts(after: string | null, limit: number): Promise<ContractState[][]>;
}

/** Throws `SpyglassError` (`archive_damaged`) where the file does not say which contracts its row groups hold. */
export async function createChainFile(file: OpenFile): Promise<ChainFile> {
  const groups = await readingFile(file.path, async () => groupsOf(file));
  const read = (chosen: readonly Group[], expiration: string) =>
    readingFile(file.path, async () => {
      const decoded = [];
      for (const { index, last } of chosen) {
        const columns = await file.table.read(index);
        if (lastSymbolOf(columns) !== last) throw new Damage(`does not end a row group with ${last}`);
        decoded.push(columns);
      }
      return chainColumnsOf(expiration, decoded);
    });
  /** The row group that was read last: contracts are asked for one after the other. */
  let latest: { index: number; chain: ChainColumns } | null = null;
  const readGroup = async (group: Group) => {
    if (latest?.index !== group.index) {
      latest = { index: group.index, chain: await read([group], group.expiration) };
    }
    return latest.chain;
  };
  return {
    expirations: [...new Set(groups.map(({ expiration }) => expiration))].sort(),
    chain: (expiration) =>
      read(
        groups.filter((group) => group.expiration === expiration),
        expiration,
      ),
    async contracts(after, limit) {
      const found: ContractState[][] = [];
      for (const group of groups) {
        if (after !== null && group.last <= after) continue;
        const chain = await readGroup(group);
        for (const { symbol, from, to } of chain.contracts) {
          if (after !== null && symbol <= after) continue;
          if (found.length >= limit) return found;
          found.push(Array.from({ length: to - from }, (_, index) => chain.state(from + index)));
        }
      }
      return found;
    },
  };
}

function groupsOf({ table }: OpenFile): Group[] {
  return table.groups.map(({ chunks }, index) => {
    const { least, greatest } = chunks.expiration!;
    const last = chunks.symbol!.greatest;
    const isOne = least instanceof Date && greatest instanceof Date && least.getTime() === greatest.getTime();
    if (!isOne || typeof last !== 'string')
      throw new Damage('does not say which contracts its row groups hold');
    return { index, expiration: least.toISOString().slice(0, 10), last };
  });
}
