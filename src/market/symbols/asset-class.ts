/** Which market a symbol belongs to; each is a plan of its own at the vendor. */
export type AssetClass = 'stocks' | 'options';
