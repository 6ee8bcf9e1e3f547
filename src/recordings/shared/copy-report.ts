/** One table of a copy, or one trade date of it. */
export interface CopiedPart {
  /** Rows of the source. */
  rows: number;
  /** Of them those that are missing in the target, or are there with other values. */
  missing: number;
  different: number;
  /** SHA-256 over the source's rows, and over those of the target under the same ids. */
  sourceHash: string;
  targetHash: string;
}

/** What became of one table. */
export interface CopiedTableReport extends CopiedPart {
  table: string;
  /** Rows that this run wrote. */
  copied: number;
  /** Rows that the target alone has. */
  extra: number;
  /** Why rows were refused; the first few. */
  refused: string[];
  /** By trade date, of a table that is kept so. */
  dates: (CopiedPart & { date: string })[] | null;
}

/** What a copy has done, and how the two compare after it. */
export interface CopyReport {
  from: string;
  to: string;
  /** Every row of the source is in the target, with all its values, and no other. */
  isSame: boolean;
  /** Rows that this run wrote. */
  copied: number;
  tables: CopiedTableReport[];
}

/** How far a copy has come. */
export interface CopyProgress {
  step: 'copy' | 'verify';
  table: string;
  /** Rows of the step that are done, of all tables. */
  done: number;
  /** About as many as there are. */
  total: number;
}
