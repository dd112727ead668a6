import { nameOf } from "../show/note.ts";

export interface Progress {
  begin(path: string, size: number | undefined): void;
  report(bytes: number, rows: number | null): void;
  end(): void;
}

/** No progress is shown: the output goes into a file or a pipe. */
export const silent: Progress = { begin: () => {}, report: () => {}, end: () => {} };

/** A file that takes no longer is not worth a line. */
const patienceMs = 1000;
const intervalMs = 100;

/**
 * One line on a terminal, rewritten in place and cleared at the end: share done, rows, rate, time left.
 * `now` is a clock in milliseconds.
 */
export function terminalProgress(write: (text: string) => void, now: () => number, columns: () => number): Progress {
  let file = { path: "", size: undefined as number | undefined, start: 0, shown: 0, visible: false };
  return {
    begin: (path, size) => {
      file = { path, size, start: now(), shown: 0, visible: false };
    },
    report: (bytes, rows) => {
      const elapsed = now() - file.start;
      if (elapsed < patienceMs || elapsed - file.shown < intervalMs) return;
      file = { ...file, shown: elapsed, visible: true };
      const line = progressText({ ...file, bytes, rows, elapsedMs: elapsed });
      write(`\r\u001B[K${line.slice(0, Math.max(0, columns() - 1))}`);
    },
    end: () => {
      if (file.visible) write("\r\u001B[K");
      file = { ...file, visible: false };
    },
  };
}

/** `data.jsonl  42 %  12,000 rows  48 MB/s  7 s left`. */
export function progressText(state: {
  readonly path: string;
  readonly size: number | undefined;
  readonly bytes: number;
  readonly rows: number | null;
  readonly elapsedMs: number;
}): string {
  const { path, size, bytes, rows, elapsedMs } = state;
  const name = nameOf(path.slice(path.lastIndexOf("/") + 1));
  const perSecond = (bytes / Math.max(1, elapsedMs)) * 1000;
  const done =
    size === undefined
      ? `${megabytes(bytes)} MB`
      : `${Math.floor((100 * Math.min(bytes, size)) / Math.max(1, size))} %`;
  const left = size === undefined || perSecond === 0 ? [] : [`${timeText(Math.max(0, size - bytes) / perSecond)} left`];
  const met = rows === null ? [] : [`${String(rows).replaceAll(/\B(?=(?:\d{3})+$)/g, ",")} rows`];
  return [name, done, ...met, `${megabytes(perSecond)} MB/s`, ...left].join("  ");
}

function megabytes(bytes: number): string {
  const value = bytes / 1_000_000;
  return value.toFixed(value < 10 ? 1 : 0);
}

function timeText(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
