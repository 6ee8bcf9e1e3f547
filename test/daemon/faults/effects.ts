import type { FaultName } from '../../../src/simulator/faults.ts';

export interface FaultEffect {
  /** What is on the screen while the fault lasts. */
  sees: string;
  /** Problems in health, by what they concern: error code and message. `…` stands for any text. */
  health: Record<string, [code: string, message: string]>;
  /** Text on the dashboard that says so, where it is not a problem's. */
  shows?: string;
  /** A reason that usage counts among what was rejected, where health says nothing. */
  rejects?: string;
}

/** What each fault does to a running daemon: proven by the fault run, printed in `docs/faults.md`. */
export const faultEffects: Record<FaultName, FaultEffect> = {
  'rate-limited': {
    sees: 'the last values, with their age',
    health: {
      quote: ['rate_limited', 'The API …'],
      chain: ['rate_limited', 'The API …'],
      bars: ['rate_limited', 'The API …'],
    },
  },
  'rate-limited-retry-after': {
    sees: 'the last values, with their age',
    health: {
      quote: ['rate_limited', 'The API …'],
      chain: ['rate_limited', 'The API …'],
      bars: ['rate_limited', 'The API …'],
    },
  },
  'rate-limited-retry-after-date': {
    sees: 'the last values, with their age',
    health: {
      quote: ['rate_limited', 'The API …'],
      chain: ['rate_limited', 'The API …'],
      bars: ['rate_limited', 'The API …'],
    },
  },
  'rate-limited-empty': {
    sees: 'the last values, with their age',
    health: {
      quote: ['rate_limited', 'The API …'],
      chain: ['rate_limited', 'The API …'],
      bars: ['rate_limited', 'The API …'],
    },
  },
  'server-error': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered 500: Internal server error'],
      chain: ['upstream_failed', 'The API answered 500: Internal server error'],
      bars: ['upstream_failed', 'The API answered 500: Internal server error'],
    },
  },
  'bad-gateway': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered 502 without a reason'],
      chain: ['upstream_failed', 'The API answered 502 without a reason'],
      bars: ['upstream_failed', 'The API answered 502 without a reason'],
    },
  },
  unavailable: {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered 503: no healthy upstream'],
      chain: ['upstream_failed', 'The API answered 503: no healthy upstream'],
      bars: ['upstream_failed', 'The API answered 503: no healthy upstream'],
    },
  },
  'unavailable-retry-after': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered 503: no healthy upstream'],
      chain: ['upstream_failed', 'The API answered 503: no healthy upstream'],
      bars: ['upstream_failed', 'The API answered 503: no healthy upstream'],
    },
  },
  'gateway-timeout': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered 504 without a reason'],
      chain: ['upstream_failed', 'The API answered 504 without a reason'],
      bars: ['upstream_failed', 'The API answered 504 without a reason'],
    },
  },
  flaky: {
    sees: 'one try more, and nothing is missing for longer than a poll',
    health: { chain: ['upstream_failed', 'The API answered 503: no healthy upstream'] },
  },
  'url-too-long': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered 414 without a reason'],
      chain: ['upstream_failed', 'The API answered 414 without a reason'],
      bars: ['upstream_failed', 'The API answered 414 without a reason'],
    },
  },
  'empty-body': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered with an empty body.'],
      chain: ['upstream_failed', 'The API answered with an empty body.'],
      bars: ['upstream_failed', 'The API answered with an empty body.'],
    },
  },
  'truncated-json': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered with something that is not JSON.'],
      chain: ['upstream_failed', 'The API answered with something that is not JSON.'],
      bars: ['upstream_failed', 'The API answered with something that is not JSON.'],
    },
  },
  'plain-text': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered with something that is not JSON.'],
      chain: ['upstream_failed', 'The API answered with something that is not JSON.'],
      bars: ['upstream_failed', 'The API answered with something that is not JSON.'],
    },
  },
  'html-page': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered with something that is not JSON.'],
      chain: ['upstream_failed', 'The API answered with something that is not JSON.'],
      bars: ['upstream_failed', 'The API answered with something that is not JSON.'],
    },
  },
  'wrong-content-type': {
    sees: 'nothing: the body is read for what it is',
    health: {},
  },
  'invalid-utf8': {
    sees: 'nothing: unreadable bytes become �',
    health: {},
  },
  'byte-order-mark': {
    sees: 'nothing: the mark is skipped',
    health: {},
  },
  'gzip-garbage': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_unreachable', 'The API cannot be reached: Z_DATA_ERROR incorrect header check'],
      chain: ['upstream_unreachable', 'The API cannot be reached: Z_DATA_ERROR incorrect header check'],
      bars: ['upstream_unreachable', 'The API cannot be reached: Z_DATA_ERROR incorrect header check'],
    },
  },
  'bare-array': {
    sees: 'the last values, with their age',
    health: {
      quote: [
        'upstream_failed',
        "The API's answer makes no sense: row: Invalid input: expected object, received array.",
      ],
      chain: [
        'upstream_failed',
        "The API's answer makes no sense: row: Invalid input: expected object, received array.",
      ],
      bars: [
        'upstream_failed',
        "The API's answer makes no sense: row: Invalid input: expected object, received array.",
      ],
    },
  },
  'error-with-200': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered 200: backend timed out'],
      chain: ['upstream_failed', 'The API answered 200: backend timed out'],
      bars: ['upstream_failed', 'The API answered 200: backend timed out'],
    },
  },
  'not-authorized-with-200': {
    sees: 'the last minute’s price, and the last chain; `refresh --force` asks whether the plan is back',
    health: {
      chain: [
        'not_entitled',
        "The options chain needs the Options Starter plan or larger; this key's plan does not include it.",
      ],
    },
  },
  'missing-results': {
    sees: 'the last values, with their age',
    health: {
      quote: [
        'upstream_failed',
        "The API's answer makes no sense: ticker: Invalid input: expected object, received undefined.",
      ],
      chain: ['no_data', 'The API lists no contracts of … yet.'],
    },
  },
  'null-results': {
    sees: 'the last values, with their age',
    health: {
      quote: [
        'upstream_failed',
        "The API's answer makes no sense: ticker: Invalid input: expected object, received null.",
      ],
      chain: ['no_data', 'The API lists no contracts of … yet.'],
    },
  },
  'wrong-types': {
    sees: 'the last values, with their age',
    health: {
      quote: [
        'upstream_failed',
        "The API's answer makes no sense: ticker.ticker: Invalid input: expected string, received number.",
      ],
      chain: ['upstream_failed', 'The API named a next page that is not an address.'],
      bars: [
        'upstream_failed',
        'None of the … bars makes sense: t: Invalid input: expected number, received string.',
      ],
    },
  },
  nulls: {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', "The API's snapshot of SPY holds no price."],
      chain: [
        'upstream_failed',
        'None of the … rows makes sense: details.ticker: Invalid input: expected string, received null.',
      ],
      bars: [
        'upstream_failed',
        'None of the … bars makes sense: t: Invalid input: expected number, received null.',
      ],
    },
  },
  'empty-objects': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', "The API's snapshot of SPY holds no price."],
      chain: [
        'upstream_failed',
        'None of the … rows makes sense: details.ticker: Invalid input: expected string, received undefined.',
      ],
    },
  },
  'negative-prices': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', "The API's answer makes no sense: ticker.day.o: a price below zero."],
      chain: ['upstream_failed', 'None of the … rows makes sense: …'],
      bars: ['upstream_failed', 'None of the … bars makes sense: o: a price below zero.'],
    },
  },
  'zero-prices': {
    sees: 'no price stands for none: the chain shows dashes, the quote stays as it was',
    health: {
      quote: ['upstream_failed', "The API's snapshot of SPY holds no price."],
      bars: [
        'upstream_failed',
        'None of the … bars makes sense: o: Invalid input: expected number, received null.',
      ],
    },
  },
  'nan-prices': {
    sees: 'the last values, with their age',
    health: {
      quote: [
        'upstream_failed',
        "The API's answer makes no sense: ticker.day.o: Invalid input: expected number, received string.",
      ],
      chain: ['upstream_failed', 'None of the … rows makes sense: …'],
      bars: [
        'upstream_failed',
        'None of the … bars makes sense: o: Invalid input: expected number, received string.',
      ],
    },
  },
  'huge-numbers': {
    sees: 'the last values, with their age',
    health: {
      quote: [
        'upstream_failed',
        "The API's answer makes no sense: ticker.updated: Invalid input: expected number, received Infinity.",
      ],
      chain: [
        'upstream_failed',
        'None of the … rows makes sense: details.strike_price: Invalid input: expected number, received Infinity.',
      ],
      bars: [
        'upstream_failed',
        'None of the … bars makes sense: t: Invalid input: expected number, received Infinity.',
      ],
    },
  },
  'milliseconds-for-nanoseconds': {
    sees: 'nothing: a time’s size says its unit',
    health: {},
  },
  'nanoseconds-for-milliseconds': {
    sees: 'nothing: a time’s size says its unit',
    health: {},
  },
  'future-timestamps': {
    sees: 'quote and chain carry the time of receipt; bars are refused',
    health: { bars: ['upstream_failed', 'The API sent bars of the future.'] },
  },
  'stale-day': {
    sees: 'the day’s open, high, low and volume are blank; the price goes on',
    health: {},
  },
  'crossed-quotes': {
    sees: 'the quotes as they came: a crossed market is not repaired',
    health: {},
  },
  'escape-sequences': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered about another symbol than SPY.'],
      chain: [
        'upstream_failed',
        'None of the … rows makes sense: symbol: its root is longer than 6 characters.',
      ],
      bars: ['upstream_failed', 'The API answered about another symbol than SPY.'],
    },
  },
  'bidi-text': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered about another symbol than SPY.'],
      chain: [
        'upstream_failed',
        'None of the … rows makes sense: symbol: its root is longer than 6 characters.',
      ],
      bars: ['upstream_failed', 'The API answered about another symbol than SPY.'],
    },
  },
  'out-of-line-print': {
    sees: 'the middle of the quote or the last minute’s close in place of the trade, contracts with the close of their day',
    health: {},
    rejects: 'last trade: it does not agree with the quote',
  },
  'print-without-price': {
    sees: 'the middle of the quote or the last minute’s close in place of the trade, contracts with the close of their day',
    health: {},
    rejects: 'last trade: a trade of condition 53 (qualified contingent) sets no price',
  },
  'impossible-prices': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', "The API's answer makes no sense: ticker.day.o: a price …."],
      chain: ['upstream_failed', 'None of the … rows makes sense: …: a price ….'],
      bars: ['upstream_failed', 'None of the … bars makes sense: o: a price ….'],
    },
  },
  'cleared-snapshot': {
    sees: 'in the session the last price with its age; at night the close of the day before, with its time and no change',
    health: { quote: ['upstream_failed', "The API's snapshot of SPY holds no price of this session."] },
  },
  'open-interest-flip': {
    sees: 'open interest as it came',
    health: {},
  },
  'junk-volatility': {
    sees: 'volatility and greeks of the own model in place of the vendor’s',
    health: {},
  },
  'no-greeks': {
    sees: 'volatility and greeks of the own model',
    health: {},
  },
  'delayed-spot': {
    sees: 'the chain with the spot that its own quotes imply, marked (parity)',
    health: {},
    shows: ' (parity) · ',
  },
  'delayed-chain': {
    sees: 'the delayed chain with the price recorded 15 minutes ago, marked (quote) with its time; until there is one, no spot',
    health: {},
    shows: ' (quote 10:',
  },
  'late-chain': {
    sees: 'the chain as of its answer, 20 seconds after the slot',
    health: {},
  },
  'wrong-underlying': {
    sees: 'the chain without those contracts',
    health: { 'chain rows': ['upstream_failed', "… of the chain's … rows make no sense and were left out."] },
  },
  'wrong-expiration': {
    sees: 'the chain without those contracts',
    health: { 'chain rows': ['upstream_failed', "… of the chain's … rows make no sense and were left out."] },
  },
  'adjusted-contracts': {
    sees: 'the chain without them, and how many were left out',
    health: {},
    shows: '41 adjusted contracts left out',
  },
  'malformed-symbols': {
    sees: 'the chain without those contracts',
    health: { 'chain rows': ['upstream_failed', "… of the chain's … rows make no sense and were left out."] },
  },
  'rows-that-are-none': {
    sees: 'the chain without those rows',
    health: { 'chain rows': ['upstream_failed', "… of the chain's … rows make no sense and were left out."] },
  },
  'bars-of-another-range': {
    sees: 'nothing: only the bars that were asked for are stored',
    health: {},
  },
  'bars-of-another-symbol': {
    sees: 'the last bars; the rest goes on',
    health: { bars: ['upstream_failed', 'The API answered about another symbol than SPY.'] },
  },
  'unadjusted-bars': {
    sees: 'the last bars; the rest goes on',
    health: { bars: ['upstream_failed', 'The API sent bars that are not adjusted for splits.'] },
  },
  split: {
    sees: 'all bars of earlier days adjusted to it, once the daily ones are asked for; the log says so',
    health: {},
  },
  'page-of-60-mb': {
    sees: 'the last values, with their age',
    health: { quote: ['upstream_…', 'The …'], chain: ['upstream_…', 'The …'], bars: ['upstream_…', 'The …'] },
  },
  'many-objects': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The answer is larger than 256 kB.'],
      chain: ['upstream_failed', 'The answer is larger than 2 MB.'],
      bars: ['upstream_failed', 'The answer is larger than …'],
    },
  },
  'huge-error-page': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered 503 without a reason'],
      chain: ['upstream_failed', 'The API answered 503 without a reason'],
      bars: ['upstream_failed', 'The API answered 503 without a reason'],
    },
  },
  'huge-page': {
    sees: 'the last values, with their age',
    health: {
      chain: ['upstream_failed', 'The answer is larger than 2 MB.'],
      bars: ['upstream_failed', 'The answer is larger than 2 MB.'],
    },
  },
  'slow-headers': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_unreachable', 'The API did not answer within … s.'],
      chain: ['upstream_unreachable', 'The API did not answer within … s.'],
      bars: ['upstream_unreachable', 'The API did not answer within … s.'],
    },
  },
  'slow-body': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_unreachable', 'The API did not answer within … s.'],
      chain: ['upstream_unreachable', 'The API did not answer within … s.'],
      bars: ['upstream_unreachable', 'The API did not answer within … s.'],
    },
  },
  hang: {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_unreachable', 'The API did not answer within … s.'],
      chain: ['upstream_unreachable', 'The API did not answer within … s.'],
      bars: ['upstream_unreachable', 'The API did not answer within … s.'],
    },
  },
  'hang-in-body': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_unreachable', 'The API did not answer within … s.'],
      chain: ['upstream_unreachable', 'The API did not answer within … s.'],
      bars: ['upstream_unreachable', 'The API did not answer within … s.'],
    },
  },
  'reset-before-headers': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_unreachable', 'The API cannot be reached: read ECONNRESET'],
      chain: ['upstream_unreachable', 'The API cannot be reached: read ECONNRESET'],
      bars: ['upstream_unreachable', 'The API cannot be reached: read ECONNRESET'],
    },
  },
  'reset-in-body': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_unreachable', 'The API cannot be reached: ECONNRESET in the middle of an answer'],
      chain: ['upstream_unreachable', 'The API cannot be reached: ECONNRESET in the middle of an answer'],
      bars: ['upstream_unreachable', 'The API cannot be reached: ECONNRESET in the middle of an answer'],
    },
  },
  'switching-protocols': {
    sees: 'the last values, with their age',
    health: {
      quote: [
        'upstream_unreachable',
        'The API cannot be reached: the server switched to another protocol, which was not asked for',
      ],
      chain: [
        'upstream_unreachable',
        'The API cannot be reached: the server switched to another protocol, which was not asked for',
      ],
      bars: [
        'upstream_unreachable',
        'The API cannot be reached: the server switched to another protocol, which was not asked for',
      ],
    },
  },
  'status-that-does-not-exist': {
    sees: 'the last values, with their age',
    health: {
      quote: [
        'upstream_unreachable',
        'The API cannot be reached: the server answered with status 0, which does not exist',
      ],
      chain: [
        'upstream_unreachable',
        'The API cannot be reached: the server answered with status 0, which does not exist',
      ],
      bars: [
        'upstream_unreachable',
        'The API cannot be reached: the server answered with status 0, which does not exist',
      ],
    },
  },
  'closed-without-an-answer': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_unreachable', 'The API cannot be reached: ECONNRESET socket hang up'],
      chain: ['upstream_unreachable', 'The API cannot be reached: ECONNRESET socket hang up'],
      bars: ['upstream_unreachable', 'The API cannot be reached: ECONNRESET socket hang up'],
    },
  },
  'redirect-to-another-host': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered redirected elsewhere (301), which is refused'],
      chain: ['upstream_failed', 'The API answered redirected elsewhere (301), which is refused'],
      bars: ['upstream_failed', 'The API answered redirected elsewhere (301), which is refused'],
    },
  },
  'redirect-to-itself': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered redirected elsewhere (302), which is refused'],
      chain: ['upstream_failed', 'The API answered redirected elsewhere (302), which is refused'],
      bars: ['upstream_failed', 'The API answered redirected elsewhere (302), which is refused'],
    },
  },
  'skewed-date-header': {
    sees: 'nothing while polling; `doctor` compares the clocks',
    health: {},
  },
  'next-page-on-another-host': {
    sees: 'the last values, with their age',
    health: {
      chain: ['upstream_failed', 'The API named a next page on another host: collector.invalid.'],
      bars: ['upstream_failed', 'The API named a next page on another host: collector.invalid.'],
    },
  },
  'next-page-without-end': {
    sees: 'the last whole chain, with its age',
    health: {
      chain: ['upstream_failed', 'The chain is not complete: the API sent a page that repeats earlier ones.'],
    },
  },
  'repeated-cursor': {
    sees: 'the last whole chain, with its age',
    health: {
      chain: ['upstream_failed', 'The chain is not complete: the API sent a page that repeats earlier ones.'],
    },
  },
  'next-page-with-a-wrong-port': {
    sees: 'the last values, with their age',
    health: {
      chain: ['upstream_failed', 'The API named a next page that is not an address.'],
      bars: ['upstream_failed', 'The API named a next page that is not an address.'],
    },
  },
  'page-2-without-filter': {
    sees: 'the whole chain, without the rows of other days',
    health: { 'chain rows': ['upstream_failed', "… of the chain's … rows make no sense and were left out."] },
  },
  'duplicate-rows': {
    sees: 'nothing: each contract counts once',
    health: {},
  },
  'empty-page-between': {
    sees: 'nothing: the pages behind the empty one are read',
    health: {},
  },
  'truncated-at-page-limit': {
    sees: 'the last whole chain, with its age',
    health: {
      chain: [
        'upstream_failed',
        'The chain is not complete: the API sent a full last page without a next one, and … of … listed contracts are not in it.',
      ],
    },
    shows: 'The chain is not complete',
  },
  'empty-second-page': {
    sees: 'the last whole chain, with its age',
    health: {
      chain: [
        'upstream_failed',
        'The chain is not complete: the API sent an empty last page, and … of … listed contracts are not in it.',
      ],
    },
    shows: 'The chain is not complete',
  },
  'vanished-contracts': {
    sees: 'the last whole chain, with its age',
    health: {
      chain: [
        'upstream_failed',
        'The chain is not complete: the API sent a chain without … contracts of the last one, and … of … listed contracts are not in it.',
      ],
    },
    shows: 'The chain is not complete',
  },
  'key-revoked': {
    sees: 'the last values with their age; the key is tried every five minutes, and at each `r`',
    health: {
      quote: ['key_rejected', 'The API answered 401: Unknown API Key'],
      chain: ['key_rejected', 'The API answered 401: Unknown API Key'],
      bars: ['key_rejected', 'The API answered 401: Unknown API Key'],
    },
  },
  'key-revoked-in-mid-session': {
    sees: 'the last values with their age; the key is tried every five minutes, and at each `r`',
    health: {
      quote: ['key_rejected', 'The API answered 401: Unknown API Key'],
      chain: ['key_rejected', 'The API answered 401: Unknown API Key'],
      bars: ['key_rejected', 'The API answered 401: Unknown API Key'],
    },
  },
  'plan-downgraded-in-mid-session': {
    sees: 'the last close, and the last chain; `refresh --force` asks whether the plan is back',
    health: {
      chain: [
        'not_entitled',
        "The options chain needs the Options Starter plan or larger; this key's plan does not include it.",
      ],
    },
  },
  'outage-in-mid-session': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_failed', 'The API answered 503: no healthy upstream'],
      chain: ['upstream_failed', 'The API answered 503: no healthy upstream'],
      bars: ['upstream_failed', 'The API answered 503: no healthy upstream'],
    },
  },
  'frozen-feed': {
    sees: 'price and chain with their true age, marked as late by 20 minutes',
    shows: ' ago · late 20m',
    health: {
      feed: ['upstream_failed', 'The API goes on answering with a price that is 20 min old.'],
      'chain feed': ['upstream_failed', 'The API goes on answering with option quotes that are 20 min old.'],
    },
  },
  'late-feed': {
    sees: 'price and chain with their true age, marked as late by 10 minutes whatever the API says',
    shows: ' ago · late 10m',
    health: {
      feed: ['upstream_failed', 'The API goes on answering with a price that is 10 min old.'],
      'chain feed': ['upstream_failed', 'The API goes on answering with option quotes that are 10 min old.'],
    },
  },
  halt: {
    sees: 'how long ago the last trade was; bid and ask are of now',
    shows: 'last trade 2',
    health: {},
  },
  'unscheduled-closure': {
    sees: 'polling stops for the day once the hourly question is answered',
    health: {
      calendar: ['upstream_failed', 'The exchange says that it is closed today, ….'],
    },
  },
  'unscheduled-early-close': {
    sees: 'the price with its age from 13:21 on; the early close itself once the hourly question is answered',
    health: {
      'announced days': [
        'upstream_failed',
        'The exchange announces what the calendar did not know: … (early-close).',
      ],
    },
  },
  'name-not-found': {
    sees: 'the last values, with their age',
    health: {
      quote: [
        'upstream_unreachable',
        'The API cannot be reached: getaddrinfo ENOTFOUND does-not-exist.invalid',
      ],
      chain: [
        'upstream_unreachable',
        'The API cannot be reached: getaddrinfo ENOTFOUND does-not-exist.invalid',
      ],
      bars: [
        'upstream_unreachable',
        'The API cannot be reached: getaddrinfo ENOTFOUND does-not-exist.invalid',
      ],
    },
  },
  'tls-failure': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_unreachable', 'The API cannot be reached: EPROTO wrong version number'],
      chain: ['upstream_unreachable', 'The API cannot be reached: EPROTO wrong version number'],
      bars: ['upstream_unreachable', 'The API cannot be reached: EPROTO wrong version number'],
    },
  },
  'connection-refused': {
    sees: 'the last values, with their age',
    health: {
      quote: ['upstream_unreachable', 'The API cannot be reached: connect ECONNREFUSED 127.0.0.1:1'],
      chain: ['upstream_unreachable', 'The API cannot be reached: connect ECONNREFUSED 127.0.0.1:1'],
      bars: ['upstream_unreachable', 'The API cannot be reached: connect ECONNREFUSED 127.0.0.1:1'],
    },
  },
  'past-contracts-cut-short': {
    sees: 'a rebuild is refused: the list of that day is not complete',
    health: {},
  },
  'past-contracts-without-a-page': {
    sees: 'a rebuild is refused: the list of that day is not complete',
    health: {},
  },
  'past-contracts-repeat-a-page': {
    sees: 'a rebuild is refused: the list of that day is not complete',
    health: {},
  },
  'option-bars-missing': {
    sees: 'nothing: a contract without bars has no price in the rebuilt day, and none is invented',
    health: {},
  },
  'option-bars-not-found': {
    sees: 'nothing: a contract without bars has no price in the rebuilt day, and none is invented',
    health: {},
  },
  'option-bars-of-other-minutes': {
    sees: 'those bars are left out of the rebuilt day, and counted',
    health: {},
  },
  'option-bars-at-zero': {
    sees: 'those bars are left out of the rebuilt day, and counted',
    health: {},
  },
  'option-bars-corrected': {
    sees: 'nothing: the later bar of a minute counts',
    health: {},
  },
  'option-bars-refused': {
    sees: 'a rebuild ends, and says once that the plan lacks bars of options',
    health: {},
  },
  'option-bars-rate-limited': {
    sees: 'a rebuild takes longer, and is complete',
    health: {},
  },
  'option-bars-without-end': {
    sees: 'nothing: a page that repeats earlier bars ends the bars of its contract',
    health: {},
  },
};
