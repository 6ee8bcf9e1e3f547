/** The key to name for a command; `null` where it has none. */
export type KeyOf = (id: string) => string | null;
