/** Waits for a moment where the page has been kept busy for so many milliseconds. */
export type YieldToMain = (slice?: number) => Promise<void>;

let breathed = 0;

export async function yieldToMain(slice = 8): Promise<void> {
  if (performance.now() - breathed < slice) return;
  await nextTurn();
  breathed = performance.now();
}

/** Says that the task of a key began: the browser takes some 8 ms of it, and no frame is drawn before the first slice ends. */
export function beginTask(): void {
  breathed = performance.now() - 8;
}

/** Milliseconds after which a page that is never idle goes on: three frames, so that what has changed is painted by then. */
const timeout = 50;

/** Waits until what has changed is painted and nothing else is due: what takes long begins after it. */
export async function afterPaint(): Promise<void> {
  // Not every browser says when it is idle.
  if (typeof requestIdleCallback === "undefined") await new Promise((resolve) => setTimeout(resolve, timeout));
  else await new Promise((resolve) => requestIdleCallback(resolve, { timeout }));
  breathed = performance.now();
}

let channel: MessageChannel | null = null;
const waiting: (() => void)[] = [];

/** A message and neither a frame nor a timer: no frame comes to a page in the background, and timers in a row are held up. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (channel === null) {
      channel = new MessageChannel();
      channel.port1.addEventListener("message", () => waiting.shift()?.());
      channel.port1.start();
    }
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}
