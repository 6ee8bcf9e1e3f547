import type { PruneReport } from '../../../recordings/reports.ts';
import type { FailureText } from '../failure-text.ts';

/** How far a prune is: counted, confirmed, done. */
export type PruneStep =
  | { step: 'counting' }
  | { step: 'ready'; report: PruneReport }
  | { step: 'pruning'; report: PruneReport }
  | { step: 'done'; report: PruneReport }
  | { step: 'failed'; failure: FailureText };

/** How far stopping the daemon is. */
export type StopStep = { step: 'asking' } | { step: 'stopping' } | { step: 'failed'; failure: FailureText };

/** `moving`: the recording is on its way into the background. */
export type QuitStep = { step: 'asking' } | { step: 'moving' } | { step: 'failed'; failure: FailureText };

export type SearchDirection = 'forward' | 'backward';

export type ConditionStep =
  | { step: 'typing' }
  | { step: 'searching' }
  | { step: 'failed'; failure: FailureText };

/** An alert rule about something on screen, and what that is. */
export interface RuleProposal {
  rule: string;
  /** `the selected strike`, `call wall, wherever it is; now 705`. */
  about: string;
}

export type RuleStep = { step: 'typing' } | { step: 'writing' } | { step: 'failed'; failure: FailureText };

/** `id` names the question: an answer to an earlier dialog changes nothing. */
export type Dialog =
  | { kind: 'help'; selected: number; query: string }
  | { kind: 'prune'; id: number; progress: PruneStep }
  /** Of the chain's selected strike. */
  | { kind: 'strike' }
  /** `typed`: a symbol in place of the selected one. */
  | { kind: 'watch'; selected: number; typed: string }
  /** `typed`: where in the recording to go. */
  | { kind: 'time'; typed: string }
  /** The calendar of recorded days; `selected`: a date of one. */
  | { kind: 'days'; selected: string }
  /** A condition as it is typed, and which way its beginning is searched; `isLast`: it is the last one, until a key changes it. */
  | {
      kind: 'condition';
      id: number;
      typed: string;
      isLast: boolean;
      direction: SearchDirection;
      progress: ConditionStep;
    }
  /** Typed at the foot of the chain, no window of its own. */
  | { kind: 'filter' }
  | { kind: 'assumptions' }
  | { kind: 'plan' }
  /** `asked`: the id of the added rule whose removal is asked about. */
  | { kind: 'alerts'; asked: number | null }
  /** A rule as it is typed, and the rules about what was on screen when it opened. */
  | { kind: 'rule'; id: number; typed: string; proposals: readonly RuleProposal[]; progress: RuleStep }
  /** What to do first. It takes no keys: the first input closes it, and does what it does on the panes. */
  | { kind: 'tour' }
  /** `selected`: one of `missedRows`. */
  | { kind: 'missed'; selected: number }
  | { kind: 'stop'; id: number; progress: StopStep }
  | { kind: 'quit'; id: number; progress: QuitStep };
