/** Where a recording is: in the shared store, where there is one, else in the database. */
export interface StorePlace {
  databasePath: string;
  /** Secret. */
  storeUrl?: string | null;
}
