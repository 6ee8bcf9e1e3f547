import type { ArchiveState } from '../../../protocol/archive.ts';
import type { JobState } from '../../../protocol/state.ts';
import type { Rect } from '../../layout/rect.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../../render/box.ts';
import { fitLine, type Line, shortenLine } from '../../render/line.ts';
import { shortenText, wrapText } from '../../render/width.ts';
import { formatBytes, formatCompact, plural } from '../../present/number.ts';
import { formatDate, formatMoment, formatWeekdayDate } from '../../present/time.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import { absentLine } from '../frame/absent.ts';
import { titleToken } from '../frame/title.ts';

/** What the archive's pane is drawn from. */
export interface ArchivePaneInput {
  rect: Rect;
  isFocused: boolean;
  archive: ArchiveState | null;
  /** The job that archives; `null` where the daemon has none. */
  job: JobState | null;
  isPlayback: boolean;
  now: number;
}

const workWords = {
  archive: 'archiving',
  verify: 'reading back',
  remove: 'removing',
  import: 'importing',
  unknown: 'busy with',
} as const;

/** `42 sessions · 118.2 MB · 23.4M rows · since 28 Sep`. */
function heldLine({ sessions, bytes, rows, oldest }: ArchiveState): Line {
  if (sessions === 0 || oldest === null) return [['no session yet', 'dim']];
  return [
    [plural(sessions, 'session'), 'strong'],
    [' · ', 'dim'],
    [formatBytes(bytes), 'strong'],
    [` · ${formatCompact(rows)} rows · since ${dateText(oldest)}`, 'dim'],
  ];
}

const dateText = (date: string) => formatDate(upstreamText(date, 10));

function lastLine({ last }: ArchiveState, now: number): Line {
  if (!last) return [];
  const day = formatWeekdayDate(upstreamText(last.date, 10));
  return [[`last ${upstreamText(last.symbol, 12)} of ${day}, at ${formatMoment(last.at, now)}`, 'dim']];
}

/** What is being done, or waits, and until when. */
function workLine(
  { isEnabled, running, waiting, waitingSince }: ArchiveState,
  job: JobState | null,
  now: number,
): Line {
  if (!isEnabled) return [['off (archive.enabled): rows past their retention go unarchived', 'warning']];
  if (running) {
    const { work, symbol, date, share } = running;
    const part = share === null || work === 'remove' ? '' : ` · ${Math.floor(share * 100)}%`;
    const rest = waiting > 1 ? ` · ${plural(waiting - 1, 'more session')} after that` : '';
    return [[`${workWords[work]} ${upstreamText(symbol, 12)} of ${dateText(date)}${part}`], [rest, 'dim']];
  }
  const next = job?.nextAt ? formatMoment(job.nextAt, now) : null;
  if (waiting === 0) return [[`nothing waits${next ? ` · next ${next}` : ''}`, 'dim']];
  const since = waitingSince === null ? '' : ` since ${dateText(waitingSince)}`;
  return [
    [`${plural(waiting, 'session')} not archived${since}`, 'warning'],
    [next ? ` · next try ${next}` : '', 'dim'],
  ];
}

function problemLines({ problem }: ArchiveState, width: number): Line[] {
  if (!problem) return [];
  const lines = (text: string, token: 'warning' | 'dim') =>
    wrapText(upstreamText(text, 400), width).map((line): Line => [[line, token]]);
  return [...lines(problem.message, 'warning'), ...lines(problem.hint, 'dim')];
}

/** All of it in one line, what matters most behind the title: for screens with few rows. */
function oneLine({ archive, job, isPlayback, now, rect }: ArchivePaneInput): Line {
  const title: Line = [[' Archive ', 'dim']];
  if (!archive) return fitLine([...title, ...absentLine(isPlayback)], rect.width);
  const { problem, isEnabled, running, waiting, sessions, bytes } = archive;
  if (problem)
    return fitLine(
      shortenLine([...title, [upstreamText(problem.message, 200), 'warning']], rect.width),
      rect.width,
    );
  const held: Line = [
    [`${plural(sessions, 'session')} ${formatBytes(bytes)}`, 'strong'],
    [' · ', 'dim'],
  ];
  const isQuiet = isEnabled && !running && waiting === 0 && sessions > 0;
  const rest = isQuiet ? lastLine(archive, now) : workLine(archive, job, now);
  return fitLine(shortenLine([...title, ...held, ...rest], rect.width), rect.width);
}

/** How many sessions are archived, what waits and why, and what is wrong with the archive. */
export function archivePaneLines(input: ArchivePaneInput): Line[] {
  const { rect, isFocused, archive, job, isPlayback, now } = input;
  if (rect.height < 3) return [oneLine(input)];
  const width = rect.width - boxFrameColumns;
  const height = rect.height - boxFrameRows;
  const body = (state: ArchiveState): Line[] => {
    const problem = problemLines(state, width);
    const facts = [heldLine(state), workLine(state, job, now), lastLine(state, now)];
    const where: Line = [[shortenText(upstreamText(state.directory, 300), width), 'dim']];
    const shown = [...facts, where].filter((line) => line.length > 0);
    return [...shown.slice(0, Math.max(1, height - problem.length)), ...problem];
  };
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    title: [['Archive', titleToken(isFocused)]],
    status: archive?.damaged ? [[plural(archive.damaged, 'damaged session'), 'warning']] : [],
    body: archive && !isPlayback ? body(archive) : [absentLine(isPlayback)],
  });
}
