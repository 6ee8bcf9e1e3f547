import type { Clock } from '../base/clock.ts';
import type { KeyOverrides } from '../config/key-names.ts';
import type { ColorLevel, Notify } from '../config/look.ts';
import type { Calendar } from '../market/calendar/calendar.ts';
import type { Connection } from '../protocol/connection/connection.ts';
import type { Tour } from './show-tour.ts';
import type { KeptLastOpen } from './missed/keep-last-open.ts';
import type { FirstPlayback } from './playback/first-playback.ts';
import type { OpenPlayback } from './playback/playback-controls.ts';
import type { SavedPictures } from './saved-picture/saved-files.ts';
import type { EmbeddedRecording } from './recording.ts';
import type { KeptLimits } from './state/plan/keep-limits.ts';
import type { Appearance } from './state/ui/ui.ts';

/** The machine whose daemon is shown. */
export interface ShownHost {
  name: string;
  /** Real ms from a question to its answer, by the last one; `null` while there is no connection. */
  roundTripMs: () => number | null;
}

/** What the dashboard needs from its caller: a connection to a daemon, the terminal, and the user's settings. */
export interface DashboardOptions {
  connection: Connection;
  /** The machine's clock; market time on screen comes from the daemon. */
  clock: Clock;
  stdout: NodeJS.WriteStream;
  stdin: NodeJS.ReadStream;
  stderr: NodeJS.WriteStream;
  colors: { level: ColorLevel };
  /** Draw without box, block and braille characters. */
  isAscii?: boolean;
  /** Theme and columns of the settings; keys may change them. */
  appearance?: Appearance;
  /** The user's own keys, checked. */
  keys?: KeyOverrides;
  /** Trading days by the rules and the settings, for typed times; the rules alone without it. */
  calendar?: Calendar;
  /** How an alert calls for attention outside the screen; default: not at all. */
  attention?: { notify: Notify; isTmux: boolean };
  /** Write sentences for a screen reader, and draw no panes. */
  isScreenReader?: boolean;
  /** Have the terminal report the mouse. */
  isMouseOn?: boolean;
  /** The daemon runs inside this process. */
  isEmbedded: boolean;
  /** The daemon's machine, where it is another one. */
  host?: ShownHost;
  /** Id of this process, which is also that of a daemon inside it. */
  pid?: number;
  /** The recording that quitting would end; absent or `null` where it ends none. */
  recording?: EmbeddedRecording | null;
  /** Starts a daemon in the background; offered once the one shown is gone. */
  startDaemon?: () => Promise<void>;
  /** Opens a second connection to the same daemon, on which recordings are played; without it none can be. */
  openPlayback?: OpenPlayback;
  /** The recording is shown first, from this instant on, in place of the market as it is. */
  playback?: FirstPlayback;
  /** A daemon that is being started: the dashboard ends with what this rejects with. */
  started?: Promise<unknown>;
  /** Asked to be shown first; said in the footer where the daemon shows another one instead. */
  symbol?: string;
  /** Saves what is on screen; without it, nothing can be saved. */
  pictures?: SavedPictures;
  /** Shown once in the footer when the dashboard opens. */
  notice?: string;
  /** Limits of the plan that the user has seen before; without it, all limits are shown. */
  keptLimits?: KeptLimits;
  /** When a dashboard was open last; without it, nothing is said of what was missed since. */
  lastOpen?: KeptLastOpen;
  /** The tour of the very first start; absent ever after. */
  tour?: Tour;
  /** Stops the process until the user resumes it (Ctrl-Z). It is called after the terminal was handed over. */
  suspend?: () => Promise<void>;
  /** Registers a listener for a stop asked for from outside (`kill -TSTP`). Returns the function that removes it. */
  onStop?: (listener: () => void) => () => void;
  /** Registers a listener for INT, which acts like Ctrl-C. Returns the function that removes it. */
  onInterrupt?: (listener: () => void) => () => void;
  /** Aborting it ends the dashboard at once, without a question. */
  signal?: AbortSignal;
}
