import type { ContractState } from '../../recordings/session-rows.ts';

/** A contract of a chain, and which rows its states are: from `from` up to, not including, `to`, oldest first. */
export interface ContractRows {
  symbol: string;
  from: number;
  to: number;
}

/** The states of the contracts of one expiration on one date, packed by column: some 40 bytes a row. */
export interface ChainColumns {
  readonly expiration: string;
  readonly rows: number;
  /** By symbol. */
  readonly contracts: readonly ContractRows[];
  /** Epoch ms of each row's poll. */
  readonly timestamps: Float64Array;
  /** 1 where the row says that the contract is listed, 0 where it says that it is missing from then on. */
  readonly listed: Uint8Array;
  /** The state of a row. */
  state(row: number): ContractState;
  /** Memory that it takes, for whoever keeps it. */
  readonly bytes: number;
}
