/** Where a shared store is, without its secrets. */
export interface StoreAddress {
  /** For people: `postgres://db.example.com:5432/spyglass`. */
  name: string;
  hasPassword: boolean;
}

/** What the address of a PostgreSQL database says; `null` where it is none. It is a secret: only the name is ever shown. */
export function parseStoreUrl(text: string): StoreAddress | null {
  if (text.length > 2000 || !URL.canParse(text)) return null;
  const { protocol, hostname, port, pathname, password, searchParams, hash } = new URL(text);
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') return null;
  if (hostname === '' || !/^\/[^/]+$/.test(pathname) || hash !== '') return null;
  return {
    name: `postgres://${hostname}:${port || 5432}${pathname}`,
    hasPassword: password !== '' || searchParams.has('password'),
  };
}

/** The name of a store whose address was checked. @throws TypeError where it was not */
export function storeName(url: string): string {
  const address = parseStoreUrl(url);
  if (address === null) throw new TypeError('not the address of a store');
  return address.name;
}
