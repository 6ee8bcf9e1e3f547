import { dealerSign, whole } from '../setting-kinds.ts';
import { setting } from '../setting-spec.ts';
import { alertRules, goodAlertRules } from './alert-rules.ts';

/** Levels of a chain, and what to alert on. */
export const levelsSettings = {
  dealerSign: setting({
    path: 'levels.dealer_sign',
    schema: dealerSign,
    default: 'naive',
    env: ['SPYGLASS_DEALER_SIGN'],
    summary:
      'what dealers are taken to hold: `naive` (long calls, short puts), `short` (short both) or `inverted` (short calls, long puts)',
  }),
  moveUsedPercent: setting({
    path: 'levels.expected_move_used_percent',
    fallsBack: true,
    schema: whole(0, 1000),
    default: 100,
    env: ['SPYGLASS_EXPECTED_MOVE_USED_PERCENT'],
    summary: 'alert when this much of the session’s expected move is used; 0: never',
  }),
  volatilityJumpPoints: setting({
    path: 'levels.iv_jump_points',
    fallsBack: true,
    schema: whole(0, 1000),
    default: 3,
    env: ['SPYGLASS_IV_JUMP_POINTS'],
    summary:
      'alert when at-the-money volatility moves by this many percentage points within 5 minutes; 0: never',
  }),
  skewJumpPoints: setting({
    path: 'levels.skew_jump_points',
    fallsBack: true,
    schema: whole(0, 1000),
    default: 3,
    env: ['SPYGLASS_SKEW_JUMP_POINTS'],
    summary: 'alert when the 25-delta skew moves by this many percentage points within 5 minutes; 0: never',
  }),
  alertRules: setting({
    path: 'alerts.rules',
    fallsBack: true,
    keepGood: goodAlertRules,
    schema: alertRules,
    default: [],
    env: ['SPYGLASS_ALERT_RULES'],
    summary:
      'what to alert on, such as `["price > 700", "change < -1%", "stale > 2m"]`; in the environment with `;` between them',
  }),
} as const;
