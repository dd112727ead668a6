/** Lets the page paint and take input between two slices of work. */
export type Breathe = () => Promise<void>;

const sliceMilliseconds = 8;
let breathed = 0;

/** Waits for a moment where the page has been kept busy for some milliseconds. */
export async function breathe(): Promise<void> {
  if (performance.now() - breathed < sliceMilliseconds) return;
  // A timer and no frame: no frame comes to a page in the background.
  await new Promise((resolve) => setTimeout(resolve));
  breathed = performance.now();
}
