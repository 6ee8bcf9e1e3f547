/** The instants of the oldest and the newest row of a table, as statements that search from the ends of an index. */
export interface TableEnds {
  table: string;
  oldest: string;
  newest: string;
}

/** Of a table with an index that begins with the time. */
export function ends(table: string, column: string): TableEnds {
  return {
    table,
    oldest: `select min(${column}) from ${table}`,
    newest: `select max(${column}) from ${table}`,
  };
}

/** The ends of the third column of an index on three, by way of the few distinct pairs of the first two. */
export function grouped(table: string, first: string, second: string, time: string): TableEnds {
  const within = (end: 'min' | 'max') => `
    with recursive
      outer_key (value) as (
        select min(${first}) from ${table}
        union all
        select (select min(${first}) from ${table} where ${first} > outer_key.value)
        from outer_key where outer_key.value is not null),
      pair (one, two) as (
        select value, (select min(${second}) from ${table} where ${first} = value)
        from outer_key where value is not null
        union all
        select one, (select min(${second}) from ${table} where ${first} = pair.one and ${second} > pair.two)
        from pair where pair.two is not null)
    select ${end}((select ${end}(${time}) from ${table} where ${first} = pair.one and ${second} = pair.two))
    from pair where pair.two is not null`;
  return { table, oldest: within('min'), newest: within('max') };
}

export const cacheEnds: TableEnds = {
  table: 'market_data_cache',
  // By expiry: the time of storing lies behind a body of hundreds of kilobytes.
  oldest: 'select created_at from market_data_cache order by expires_at limit 1',
  newest: 'select created_at from market_data_cache order by expires_at desc limit 1',
};

/** By the underlyings of the days, of which there are few: each has its minutes in order. */
export const rebuiltEnds: TableEnds = {
  table: 'rebuilt_minutes',
  oldest: rebuiltEnd('min'),
  newest: rebuiltEnd('max'),
};

function rebuiltEnd(end: 'min' | 'max'): string {
  return `
    select ${end}((select ${end}(minute_start) from rebuilt_spots where underlying = d.underlying))
    from rebuilt_days as d`;
}
