import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { fitsUnderlying } from '../../src/market/symbols/roots.ts';
import { underlyingPattern } from '../../src/market/symbols/ticker.ts';
import { monday, newDatabase } from './fixtures.ts';

type Row = Record<string, unknown>;

/** A row of each table that is as it should be. */
const valid: Record<string, Row> = {
  market_data_cache: {
    cache_key: 'quote SPY',
    data_type: 'quote',
    raw_data: '{"ticker":"SPY"}',
    created_at: monday,
    expires_at: monday + 15_000,
  },
  spy_quotes: {
    symbol: 'SPY',
    price: 671.25,
    bid: 671.24,
    ask: 671.26,
    volume: 31_250_000.5,
    timestamp: monday,
    source: 'polygon',
    created_at: monday,
    day_open: 669,
    day_high: 672.5,
    day_low: 668.75,
    previous_close: 668.4,
    vwap: 670.9312,
    tier: 'delayed',
    received_at: monday,
  },
  option_contracts: {
    symbol: 'SPY261127C00580000',
    underlying: 'SPY',
    strike: 580,
    option_type: 'call',
    expiration_date: '2026-11-27',
    bid: 1.21,
    ask: 1.23,
    last_price: 1.22,
    volume: 15_320,
    open_interest: 2210,
    timestamp: monday,
    created_at: monday,
    bid_size: 40,
    ask_size: 12,
    previous_close: 0.87,
    implied_volatility: 0.1432,
    delta: 0.52,
    gamma: 0.081,
    theta: -1.92,
    vega: 0.097,
    greeks_source: 'model',
    underlying_price: 671.25,
    underlying_price_source: 'parity',
    quoted_at: monday - 250,
    is_listed: 1,
  },
  historical_prices: {
    symbol: 'SPY',
    date: '2026-11-23',
    timeframe: '15min',
    open_price: 670,
    high_price: 671.5,
    low_price: 669.75,
    close_price: 671.25,
    volume: 1_250_000.25,
    vwap: 670.81,
    source: 'polygon',
    created_at: monday,
    bar_start: monday,
  },
  api_requests_log: {
    endpoint: '/v3/snapshot/options/{underlying}',
    method: 'GET',
    status_code: 200,
    response_time_ms: 143,
    error_message: null,
    timestamp: monday,
  },
  chain_polls: {
    underlying: 'SPY',
    expiration_date: '2026-11-27',
    timestamp: monday,
    contracts: 412,
    stored: 398,
    rejected: 0,
    underlying_price: 671.25,
    underlying_price_source: 'chain',
    tier: 'real-time',
    source: 'polygon',
    status: 'complete',
    created_at: monday,
  },
  chain_metrics: {
    underlying: 'SPY',
    expiration_date: '2026-11-27',
    timestamp: monday,
    spot: 671.25,
    spot_source: 'chain',
    regular_close: monday + 21_600_000,
    option_close: monday + 22_500_000,
    dealer_sign: 'naive',
    oi_gamma_call: 1.2e9,
    oi_gamma_put: -9.8e8,
    oi_gamma_net: 2.2e8,
    oi_call_wall: 675,
    oi_gamma_strike: 670,
    oi_gamma_flip: 668.4321,
    max_pain: 670,
    put_call_volume: 0.78,
    straddle: 2.31,
    one_sigma: 2.89,
    opening_straddle: 4.1,
    opening_spot: 669.05,
    opening_at: monday - 1000,
    move_used: 0.53,
    atm_volatility: 0.14,
    atm_strike: 671,
    call_theta: 0.6,
    call_spread_percent: 0.8,
    call_market: 'two-sided',
    contracts: 412,
    vendor_greeks: 380,
    model_greeks: 20,
    refused_greeks: 12,
    created_at: monday,
  },
  poll_gaps: {
    underlying: 'SPY',
    job: 'chain',
    session_date: '2026-11-23',
    started_at: monday,
    ended_at: monday + 60_000,
    reason: 'the daemon was not running',
    created_at: monday,
  },
  exchange_days: {
    date: '2026-11-24',
    kind: 'closed',
    name: 'Day of mourning',
    told_by: 'announcement',
    created_at: monday,
  },
  alerts: {
    timestamp: monday,
    kind: 'rule',
    symbol: 'SPY',
    message: 'SPY price > 671: 671.25',
    direction: 'up',
    value: 671.25,
    level: 671,
    rule: 'price > 671',
    source: 'polygon',
    created_at: monday,
  },
};

/** Changes to the valid row that the database must take, and must refuse, each on its own. */
const cases: Record<string, { taken: Row[]; refused: Row[] }> = {
  market_data_cache: {
    taken: [
      { cache_key: 'k'.repeat(255) },
      { data_type: 'options' },
      { data_type: 'historical' },
      { raw_data: '[]' },
      { expires_at: monday + 1 },
    ],
    refused: [
      { cache_key: null },
      { cache_key: '' },
      { cache_key: 'k'.repeat(256) },
      { data_type: 'news' },
      { raw_data: null },
      { raw_data: '{"ticker":' },
      { expires_at: monday },
      { expires_at: monday - 1 },
      { expires_at: null },
      { created_at: '2026-11-23 15:00:00', expires_at: monday },
      { expires_at: Math.floor(monday / 1000) + 15 },
    ],
  },
  spy_quotes: {
    taken: [
      { bid: null, ask: null, volume: null, vwap: null, previous_close: null },
      { day_open: null, day_high: null, day_low: null },
      { price: 0.0001 },
      { volume: 0 },
      { symbol: 'BRK.B' },
      { symbol: 'I:SPX' },
      { source: 'simulator' },
      { tier: 'real-time' },
      { tier: 'end-of-day' },
      { tier: 'unknown' },
    ],
    refused: [
      { price: 0 },
      { price: -1 },
      { price: null },
      { price: 'dear' },
      { price: 1_000_000 },
      { price: Number.POSITIVE_INFINITY },
      { bid: 0 },
      { bid: -0.01 },
      { ask: 0 },
      { day_open: 0 },
      { day_high: 0 },
      { day_low: 0 },
      { previous_close: 0 },
      { vwap: 0 },
      { volume: -1 },
      { volume: 'many' },
      { symbol: null },
      { symbol: '' },
      { symbol: 'spy' },
      { symbol: 'I:' },
      { symbol: 'I:spx' },
      { symbol: 'X:SPX' },
      { symbol: 'ABCDEFGHIJK' },
      { symbol: "SPY'--" },
      { source: 'rumour' },
      { tier: 'fast' },
      { timestamp: null },
      { timestamp: '2026-11-23T15:00:00Z' },
      { timestamp: Math.floor(monday / 1000) },
      { timestamp: monday * 1000 },
      { timestamp: monday + 0.5 },
      { received_at: null },
      { received_at: Math.floor(monday / 1000) },
      { created_at: 0 },
    ],
  },
  option_contracts: {
    taken: [
      { bid: null, ask: null, last_price: null, volume: null, open_interest: null, quoted_at: null },
      { bid_size: null, ask_size: null, previous_close: null, greeks_source: null },
      { implied_volatility: null, delta: null, gamma: null, theta: null, vega: null },
      { underlying_price: null, underlying_price_source: null },
      { greeks_source: 'vendor', underlying_price_source: 'quote' },
      { volume: 0, open_interest: 0, bid_size: 0, ask_size: 0 },
      { is_listed: 0 },
      { option_type: 'put', symbol: 'SPY261127P00580000' },
      { strike: 70.71, symbol: 'SPY261127C00070710' },
      { strike: 0.5, symbol: 'SPY261127C00000500' },
      { strike: 99_999.999, symbol: 'SPY261127C99999999' },
      { underlying: 'F', symbol: 'F261127C00580000' },
      { underlying: 'GOOGLE', symbol: 'GOOGLE261127C00580000' },
      { underlying: 'BRK.B', symbol: 'BRKB261127C00580000' },
      { symbol: 'SPY1261127C00580000' },
      { underlying: 'I:SPX', symbol: 'SPX261127C00580000' },
      { underlying: 'I:SPX', symbol: 'SPXW261127C00580000' },
      { expiration_date: '2015-01-17', symbol: 'SPY150117C00580000' },
      { expiration_date: '2025-01-09', symbol: 'SPY250109C00580000' },
      { expiration_date: '2028-02-29', symbol: 'SPY280229C00580000' },
    ],
    refused: [
      { symbol: null },
      { symbol: '' },
      { symbol: 'O:SPY261127C00580000' },
      { symbol: 'SPY   261127C00580000' },
      { symbol: 'spy261127c00580000' },
      { symbol: 'SPY20261127C00580000' },
      { symbol: 'SPY261127C0058000' },
      { symbol: 'SPY261127C005800000' },
      { symbol: 'SPY261127P00580000' },
      { symbol: 'SPY261127C00581000' },
      { symbol: 'SPY261130C00580000' },
      { symbol: 'QQQ261127C00580000' },
      { symbol: 'SPYW261127C00580000' },
      { symbol: 'SPY12261127C00580000' },
      { underlying: 'I:SPX', symbol: 'SPX1261127C00580000' },
      { underlying: 'I:SPX' },
      { underlying: 'QQQ' },
      { underlying: 'GOOGLES', symbol: 'GOOGLES261127C00580000' },
      { strike: 581 },
      { strike: 580.0004 },
      { strike: 0, symbol: 'SPY261127C00000000' },
      { strike: -580, symbol: 'SPY261127C-0580000' },
      { strike: 100_000, symbol: 'SPY261127C100000000' },
      { strike: null },
      { option_type: 'put' },
      { option_type: 'C' },
      { option_type: null },
      { expiration_date: null },
      { expiration_date: '2026-11-30' },
      { expiration_date: '20261127' },
      { expiration_date: '2026-11-31', symbol: 'SPY261131C00580000' },
      { expiration_date: '2026-02-30', symbol: 'SPY260230C00580000' },
      { expiration_date: '2026-11-29', symbol: 'SPY261129C00580000' },
      { expiration_date: '2026-11-28', symbol: 'SPY261128C00580000' },
      { expiration_date: '2015-01-18', symbol: 'SPY150118C00580000' },
      { bid: 0 },
      { ask: 0 },
      { last_price: 0 },
      { last_price: -1 },
      { previous_close: 0 },
      { underlying_price: 0 },
      { bid: 'none' },
      { volume: -1 },
      { open_interest: -1 },
      { bid_size: -1 },
      { ask_size: -1 },
      { implied_volatility: -0.1 },
      { implied_volatility: 1000 },
      { delta: 'half' },
      { gamma: Number.POSITIVE_INFINITY },
      { theta: Number.NEGATIVE_INFINITY },
      { vega: 'some' },
      { greeks_source: 'guess' },
      { underlying_price_source: 'guess' },
      { is_listed: 2 },
      { is_listed: null },
      { quoted_at: Math.floor(monday / 1000) },
      { quoted_at: monday + 0.5 },
      { timestamp: monday * 1000 },
      { timestamp: null },
      { created_at: 'now' },
    ],
  },
  historical_prices: {
    taken: [
      { timeframe: 'daily' },
      { timeframe: '1hour' },
      { timeframe: '1min' },
      { vwap: null },
      { volume: 0 },
      { open_price: 670, high_price: 670, low_price: 670, close_price: 670 },
      { source: 'simulator' },
    ],
    refused: [
      { timeframe: '5min' },
      { timeframe: null },
      { date: '2026-11-31' },
      { date: '23.11.2026' },
      { date: null },
      { open_price: 0 },
      { high_price: 0 },
      { low_price: 0 },
      { close_price: 0 },
      { close_price: null },
      { vwap: 0 },
      { volume: null },
      { volume: -1 },
      { high_price: 671 },
      { low_price: 670.5 },
      { bar_start: null },
      { bar_start: Math.floor(monday / 1000) },
      { symbol: 'spy' },
      { source: 'rumour' },
      { created_at: -1 },
    ],
  },
  api_requests_log: {
    taken: [
      { status_code: null, response_time_ms: null, error_message: 'no answer within 30 s' },
      { status_code: 599 },
      { response_time_ms: 0 },
      { method: 'DELETE' },
    ],
    refused: [
      { endpoint: null },
      { endpoint: '' },
      { endpoint: '/v3/quotes?apiKey=secret' },
      { endpoint: `/${'x'.repeat(255)}` },
      { method: '' },
      { method: 'PROPPATCHES' },
      { status_code: 0 },
      { status_code: 1000 },
      { response_time_ms: -1 },
      { timestamp: Math.floor(monday / 1000) },
      { timestamp: '2026-11-23 15:00:00' },
    ],
  },
  chain_polls: {
    taken: [
      { underlying_price: null, underlying_price_source: null },
      { status: 'partial', rejected: 3 },
      { status: 'empty', contracts: 0, stored: 0 },
      { tier: 'end-of-day', source: 'simulator' },
    ],
    refused: [
      { underlying: 'spy' },
      { expiration_date: '2026-13-01' },
      { timestamp: null },
      { timestamp: Math.floor(monday / 1000) },
      { contracts: -1 },
      { contracts: 1.5 },
      { stored: -1 },
      { rejected: -1 },
      { underlying_price: 0 },
      { underlying_price_source: 'guess' },
      { tier: 'fast' },
      { source: 'rumour' },
      { status: 'fine' },
      { created_at: 0 },
    ],
  },
  chain_metrics: {
    taken: [
      { oi_gamma_net: -1 },
      { move_used: 0, call_spread_percent: 0 },
      { dealer_sign: 'short' },
      { dealer_sign: 'inverted' },
      { regular_close: null, option_close: null },
      { opening_straddle: null, opening_spot: null, opening_at: null, move_used: null },
      { opening_at: monday },
      { call_theta: -0.1 },
      { call_market: 'crossed', call_spread_percent: null },
      { straddle_spread: 0, dividends: 0, one_sigma_used: 0, rate: -0.01, exercise: 'american' },
      { opening_one_sigma: 5.123456 },
      { forward: 671.3, rate: 0.041, day_volatility: 0.16, exercise: 'european' },
      { vendor_greeks: 0, model_greeks: 0, refused_greeks: 412 },
      {
        ...{ spot: null, spot_source: null, oi_gamma_strike: null, atm_strike: null, atm_volatility: null },
        ...{ straddle: null, one_sigma: null, move_used: null },
      },
    ],
    refused: [
      { oi_gamma_net: 0 },
      { oi_gamma_call: Number.POSITIVE_INFINITY },
      { oi_gamma_put: 'much' },
      { call_theta: 0 },
      { put_call_volume: -0.5 },
      { spot: 0 },
      { oi_call_wall: 0 },
      { oi_gamma_flip: -1 },
      { max_pain: 0 },
      { straddle: 0 },
      { one_sigma: 0 },
      { straddle_spread: -0.01 },
      { forward: 0 },
      { rate: -0.1 },
      { rate: 1 },
      { dividends: -1 },
      { day_volatility: 0 },
      { one_sigma_used: -0.1 },
      { exercise: 'bermudan' },
      { atm_volatility: 0 },
      { move_used: -0.1 },
      { call_spread_percent: -1 },
      { dealer_sign: null },
      { dealer_sign: 'guessed' },
      { call_market: 'wide' },
      { spot: null },
      { spot_source: null },
      { spot_source: 'rumour' },
      { spot: null, spot_source: null },
      { regular_close: null },
      { regular_close: monday + 22_500_001 },
      { opening_at: null },
      { opening_spot: null },
      { opening_at: monday + 1 },
      { opening_one_sigma: 0 },
      {
        ...{ opening_straddle: null, opening_spot: null, opening_at: null, move_used: null },
        opening_one_sigma: 5.1,
      },
      { contracts: 413 },
      { refused_greeks: -1, model_greeks: 33 },
      { expiration_date: '2026-02-30' },
      { underlying: 'spy' },
      { timestamp: Math.floor(monday / 1000) },
      { created_at: 0 },
    ],
  },
  poll_gaps: {
    taken: [
      { ended_at: null },
      { ended_at: monday },
      { underlying: 'I:SPX' },
      { noticed_at: monday + 1, end_noticed_at: monday + 1 },
    ],
    refused: [
      { job: '' },
      { underlying: 'spy' },
      { underlying: null },
      { noticed_at: 0 },
      { end_noticed_at: 'later' },
      { job: 'j'.repeat(51) },
      { session_date: '2026-02-29' },
      { started_at: null },
      { started_at: Math.floor(monday / 1000) },
      { ended_at: monday - 1 },
      { ended_at: 'later' },
      { reason: null },
      { created_at: 0 },
    ],
  },
  exchange_days: {
    taken: [{ kind: 'early-close' }, { told_by: 'status' }, { name: '' }],
    refused: [
      { date: '2026-02-29' },
      { date: null },
      { kind: 'late-open' },
      { kind: null },
      { name: 'n'.repeat(101) },
      { name: null },
      { told_by: 'rumour' },
      { told_by: null },
      { created_at: 0 },
    ],
  },
  alerts: {
    taken: [
      { kind: 'gamma-flip', rule: null },
      { kind: 'expected-move', rule: null, direction: 'down' },
      { value: -1.5, level: 0 },
      { source: 'simulator' },
    ],
    refused: [
      { timestamp: Math.floor(monday / 1000) },
      { timestamp: null },
      { kind: 'rumour', rule: null },
      { kind: 'skew' },
      { rule: null },
      { symbol: 'spy' },
      { message: '' },
      { message: null },
      { direction: 'sideways' },
      { value: null },
      { value: Number.POSITIVE_INFINITY },
      { value: 'much' },
      { level: 1e15 },
      { source: 'guess' },
      { created_at: 0 },
    ],
  },
};

valid.recomputed_metrics = { ...valid.chain_metrics, model_version: 4, recomputed_at: monday };
const levels = cases.chain_metrics!;
cases.recomputed_metrics = {
  taken: [...levels.taken, { recomputed_at: monday + 1 }],
  refused: [...levels.refused, { recomputed_at: null }, { recomputed_at: 0 }, { model_version: 0 }],
};

valid.archived_sessions = {
  ...{ underlying: 'SPY', date: '2026-11-23', bytes: 1_234_567, hash: 'ab01'.repeat(16) },
  ...{ polls: 405, contracts: 90_210, quotes: 1810, levels: 405, gaps: 2, alerts: 7 },
  ...{ archived_at: monday, verified_at: monday + 1 },
};
cases.archived_sessions = {
  taken: [
    ...[{ verified_at: null }, { problem: 'chain.parquet is missing' }, { underlying: 'I:SPX' }],
    ...[{ polls: 0, contracts: 0, quotes: 0, levels: 0, gaps: 0, alerts: 0, bytes: 0 }],
    ...[{ chains_removed_at: monday }, { quotes_removed_at: monday }],
  ],
  refused: [
    ...[{ underlying: 'spy' }, { date: '2026-02-30' }, { date: null }, { archived_at: null }],
    ...[
      { polls: -1 },
      { contracts: null },
      { quotes: 1.5 },
      { levels: 'many' },
      { gaps: -1 },
      { alerts: null },
    ],
    ...[{ bytes: -1 }, { hash: null }, { hash: 'ab01' }, { hash: 'AB01'.repeat(16) }, { problem: '' }],
    ...[{ archived_at: 1 }, { verified_at: 1 }, { chains_removed_at: 1 }, { quotes_removed_at: 'soon' }],
  ],
};

valid.alert_deliveries = {
  ...{ alert_id: 'ab01'.repeat(8), channel: 'webhook', timestamp: monday, alert: '{"kind":"rule"}' },
  ...{ attempts: 0, next_attempt_at: monday, expires_at: monday + 1 },
};
cases.alert_deliveries = {
  taken: [
    ...[{ channel: 'command' }, { channel: 'desktop' }, { attempts: 9, last_error: 'the answer was 500' }],
    ...[{ next_attempt_at: null, delivered_at: monday }],
    ...[{ next_attempt_at: null, given_up_at: monday, last_error: 'no answer' }],
  ],
  refused: [
    ...[{ alert_id: null }, { alert_id: 'ab' }, { alert_id: 'AB01'.repeat(8) }, { channel: 'pigeon' }],
    ...[{ timestamp: 1 }, { alert: 'text' }, { alert: '[]' }, { alert: null }, { attempts: -1 }],
    ...[{ next_attempt_at: null }, { next_attempt_at: 1 }, { expires_at: null }, { last_error: '' }],
    ...[{ delivered_at: monday }, { given_up_at: monday, last_error: 'no answer' }],
    ...[{ next_attempt_at: null, given_up_at: monday }],
  ],
};

const contract = {
  symbol: 'SPY261127C00580000',
  underlying: 'SPY',
  strike: 580,
  option_type: 'call',
  expiration_date: '2026-11-27',
};
const minuteBar = {
  minute_start: monday,
  open_price: 1.2,
  high_price: 1.4,
  low_price: 1.1,
  close_price: 1.3,
  volume: 12.5,
  vwap: 1.25,
  trades: 3,
};
const wrongContracts = [
  { symbol: 'SPY261127P00580000' },
  { symbol: 'QQQ261127C00580000' },
  { strike: 581 },
  { option_type: 'put' },
  { expiration_date: '2026-11-28' },
  { underlying: 'spy' },
];
const wrongBars = [
  ...[{ minute_start: monday + 1 }, { minute_start: null }, { open_price: 1.5 }, { close_price: 1 }],
  ...[{ low_price: 0 }, { high_price: 1.25 }, { volume: -1 }, { vwap: 0 }, { trades: 1.5 }, { trades: -1 }],
];
valid.rebuilt_days = {
  underlying: 'SPY',
  date: '2026-11-23',
  expiration_date: '2026-11-23',
  strikes_percent: 3,
  tier: 'unknown',
  source: 'polygon',
  started_at: monday,
  listed_at: monday + 1,
  modelled_until: monday + 2,
  finished_at: monday + 3,
  notes: '[]',
};
cases.rebuilt_days = {
  taken: [{ strikes_percent: null }, { finished_at: null, listed_at: null }, { notes: '["a"]' }],
  refused: [
    ...[{ date: '2026-02-30' }, { date: '2026-11-24' }, { expiration_date: null }, { strikes_percent: 0 }],
    ...[{ strikes_percent: 101 }, { tier: 'live' }, { source: 'guess' }, { started_at: null }],
    ...[{ listed_at: null }, { notes: 'none' }, { notes: '{}' }, { notes: null }],
  ],
};
valid.rebuilt_contracts = {
  ...contract,
  date: '2026-11-23',
  shares_per_contract: 100,
  open_interest: 12,
  asked_at: monday,
  minutes: 4,
};
cases.rebuilt_contracts = {
  taken: [{ asked_at: null }, { open_interest: null }, { shares_per_contract: null }, { open_interest: 0 }],
  refused: [...wrongContracts, { date: null }, { open_interest: -1 }, { asked_at: 0 }, { minutes: -1 }],
};
valid.rebuilt_minutes = {
  ...contract,
  ...minuteBar,
  day_volume: 40,
  implied_volatility: 0.2,
  delta: 0.5,
  gamma: 0.1,
  theta: -1,
  vega: 0.1,
  model_version: 4,
};
const noGreeks = { implied_volatility: null, delta: null, gamma: null, theta: null, vega: null };
cases.rebuilt_minutes = {
  taken: [noGreeks, { ...noGreeks, model_version: null }, { vwap: null, trades: null }, { day_volume: 12.5 }],
  refused: [
    ...[...wrongContracts, ...wrongBars, { day_volume: 12 }, { day_volume: null }, { model_version: null }],
    ...[{ model_version: 0 }, { implied_volatility: -0.1 }, { gamma: Number.POSITIVE_INFINITY }],
  ],
};
valid.rebuilt_spots = { underlying: 'SPY', ...minuteBar };
cases.rebuilt_spots = { taken: [{ vwap: null }], refused: [...wrongBars, { underlying: 'spy' }] };
valid.rebuilt_metrics = { ...valid.chain_metrics };
cases.rebuilt_metrics = levels;

async function openRaw(t: ExecutionContext) {
  const { db, path } = await newDatabase(t);
  await db.close();
  const raw = new SqliteDatabase(path);
  t.teardown(() => raw.close());
  return raw;
}

function insert(raw: SqliteDatabase.Database, table: string, row: Row): void {
  const columns = Object.keys(row);
  raw
    .prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`)
    .run(...Object.values(row));
}

for (const [table, { taken, refused }] of Object.entries(cases)) {
  test(`${table} takes what keeps its rules and refuses what breaks one`, async (t) => {
    const raw = await openRaw(t);
    const row = valid[table]!;
    for (const change of [{}, ...taken]) {
      t.notThrows(() => insert(raw, table, { ...row, ...change }), JSON.stringify(change));
      raw.exec(`delete from ${table}`);
    }
    for (const change of refused) {
      const error = t.throws<Error & { code: string }>(
        () => insert(raw, table, { ...row, ...change }),
        undefined,
        `${table} took ${JSON.stringify(change)}`,
      );
      t.regex(error.code, /^SQLITE_CONSTRAINT_(CHECK|NOTNULL)$/, JSON.stringify(change));
    }
    t.is(raw.prepare(`select count(*) from ${table}`).pluck().get(), 0);
  });
}

test('rows that must be unique are refused a second time', async (t) => {
  const raw = await openRaw(t);
  const keys: Record<string, Row> = {
    market_data_cache: { data_type: 'options' },
    option_contracts: { bid: 2 },
    historical_prices: { close_price: 670.5 },
    chain_polls: { contracts: 1 },
    chain_metrics: { max_pain: 671 },
    recomputed_metrics: { max_pain: 671, recomputed_at: monday + 1 },
    exchange_days: { kind: 'early-close' },
    archived_sessions: { bytes: 1 },
    alert_deliveries: { attempts: 1 },
    rebuilt_days: { finished_at: null },
    rebuilt_contracts: { asked_at: null },
    rebuilt_minutes: { close_price: 1.25 },
    rebuilt_spots: { close_price: 1.25 },
    rebuilt_metrics: { max_pain: 671 },
  };
  for (const [table, change] of Object.entries(keys)) {
    insert(raw, table, valid[table]!);
    t.throws(
      () => insert(raw, table, { ...valid[table], ...change }),
      { code: 'SQLITE_CONSTRAINT_UNIQUE' },
      table,
    );
  }
  insert(raw, 'poll_gaps', { ...valid.poll_gaps, ended_at: null });
  t.throws(
    () => insert(raw, 'poll_gaps', { ...valid.poll_gaps, ended_at: null, started_at: monday + 1 }),
    { code: 'SQLITE_CONSTRAINT_UNIQUE' },
    'a job has one open gap at most',
  );
  t.notThrows(() => insert(raw, 'poll_gaps', { ...valid.poll_gaps, job: 'quote', ended_at: null }));
  t.notThrows(() => insert(raw, 'poll_gaps', { ...valid.poll_gaps, underlying: 'QQQ', ended_at: null }));
});

test('26 bars of one day and timeframe fit beside each other', async (t) => {
  const raw = await openRaw(t);
  for (let bar = 0; bar < 26; bar++) {
    insert(raw, 'historical_prices', { ...valid.historical_prices, bar_start: monday + bar * 900_000 });
  }
  t.is(raw.prepare('select count(*) from historical_prices').pluck().get(), 26);
});

test('rows written by hand get the defaults that the specification names', async (t) => {
  const raw = await openRaw(t);
  raw.exec(`
    insert into spy_quotes (price, timestamp, received_at) values (671.25, ${monday}, ${monday});
    insert into option_contracts (symbol, strike, option_type, expiration_date, timestamp)
      values ('SPY261127C00580000', 580, 'call', '2026-11-27', ${monday});
    insert into api_requests_log (endpoint) values ('/v1/marketstatus/upcoming');`);
  const now = raw.prepare<[], number>(`select unixepoch('now') * 1000`).pluck().get()!;

  const quote = raw.prepare<[], Row>('select symbol, source, tier, created_at from spy_quotes').get()!;
  t.like(quote, { symbol: 'SPY', source: 'polygon', tier: 'unknown' });
  const contract = raw.prepare<[], Row>('select * from option_contracts').get()!;
  t.like(contract, { underlying: 'SPY', volume: 0, open_interest: 0, bid: null, is_listed: 1 });
  const call = raw.prepare<[], Row>('select method, timestamp from api_requests_log').get()!;
  t.is(call.method, 'GET');
  for (const written of [quote.created_at, contract.created_at, call.timestamp]) {
    t.true(Math.abs(Number(written) - now) < 60_000, 'the default is now in epoch milliseconds');
  }
});

test('the database takes the tickers and roots that the parsers take, and no other', async (t) => {
  const raw = await openRaw(t);
  const isTaken = (table: string, change: Row) => {
    try {
      insert(raw, table, { ...valid[table], ...change });
      raw.exec(`delete from ${table}`);
      return true;
    } catch {
      return false;
    }
  };
  const tickers = ['SPY', 'BRK.B', 'I:SPX', 'I:VIX9D', 'I:9', 'I:', 'I:S.X', 'I:ABCDEFGH', 'I:ABCDEFGHI'];
  for (const symbol of [...tickers, 'ABCDEFGHIJ', 'ABCDEFGHIJK', 'S1', '.A', 'A..', 'O:SPY', 'II:SPX', '']) {
    t.is(isTaken('spy_quotes', { symbol }), underlyingPattern.test(symbol), symbol);
  }
  const roots = [
    'SPY',
    'SPY1',
    'SPY0',
    'SPY10',
    '1SPY',
    'SPYW',
    'SPX',
    'SPXW',
    'SPXP',
    'SPX1',
    'BRKB',
    'BRKB2',
    'XSP',
  ];
  for (const underlying of ['SPY', 'BRK.B', 'I:SPX', 'I:XSP']) {
    for (const root of roots) {
      const isFitting = isTaken('option_contracts', { underlying, symbol: `${root}261127C00580000` });
      t.is(isFitting, fitsUnderlying(root, underlying), `${root} on ${underlying}`);
    }
  }
});

test('the root of a contract is read from its symbol', async (t) => {
  const raw = await openRaw(t);
  const contract = { ...valid.option_contracts, underlying: 'I:SPX', symbol: 'SPXW261127C00580000' };
  insert(raw, 'option_contracts', contract);
  t.is(raw.prepare('select root from option_contracts').pluck().get(), 'SPXW');
  t.throws(() => insert(raw, 'option_contracts', { ...contract, root: 'SPXW' }), { message: /generated/ });
});
