/**
 * What a write fails with when a row breaks a rule of the recording (a CHECK, NOT NULL or UNIQUE). It would be rejected
 * for ever: trying again is of no use, unlike after a `SpyglassError`. `cause` is the database's own error.
 */
export class RejectedRow extends Error {
  override name = 'RejectedRow';
}
