import type { PastReader } from './past-reader.ts';

/** The methods of a reader, without the one that ends it. */
export type ReaderMethod = Exclude<keyof PastReader, 'close'>;

/** A reader whose every method is passed on. @param call calls a method with its arguments */
export function readerOf(
  call: (method: ReaderMethod, params: unknown[]) => Promise<unknown>,
): Omit<PastReader, 'close'> {
  const passOn = <M extends ReaderMethod>(method: M) =>
    ((...params: unknown[]) => call(method, params)) as unknown as PastReader[M];
  return {
    lastReceivedAt: passOn('lastReceivedAt'),
    picture: passOn('picture'),
    events: passOn('events'),
    place: passOn('place'),
    ask: passOn('ask'),
    days: passOn('days'),
    session: passOn('session'),
    find: passOn('find'),
    chain: passOn('chain'),
    polledAt: passOn('polledAt'),
    missed: passOn('missed'),
    openExport: passOn('openExport'),
    readExport: passOn('readExport'),
    closeExport: passOn('closeExport'),
  };
}

/** Calls a method of a reader by its name. */
export function callReader(reader: PastReader, method: ReaderMethod, params: unknown[]): Promise<unknown> {
  return (reader[method] as (...args: unknown[]) => Promise<unknown>)(...params);
}
