/** Why an alert did not get through. The message is for people and for the database: it has no address and no key. */
export class DeliveryFailure extends Error {
  override readonly name = 'DeliveryFailure';
  /** How long the receiver asks to be left alone, ms; `null` where it does not say. */
  readonly retryAfterMs: number | null;

  constructor(message: string, retryAfterMs: number | null = null, cause?: unknown) {
    super(message, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

/** The code of an error of the system or of Node. Their sentences hold addresses, which are secret here. */
export function codeOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : null;
}
