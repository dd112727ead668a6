import { moreFields } from "../../view/Job.tsx";

export function attend(): void {
  if (new URLSearchParams(location.search).has("embed")) tellHeight();
  unfoldOnPaper();
  // Pages inside other sites, and browsers that forbid it, do without.
  if (import.meta.env.PROD && "serviceWorker" in navigator)
    void navigator.serviceWorker.register("./offline.js").catch(() => undefined);
}

/** Inside another page: how high this one is, and nothing else, is told to whoever shows it. */
function tellHeight(): void {
  const tell = (): void => parent.postMessage({ tunecastHeight: document.documentElement.offsetHeight }, "*");
  new ResizeObserver(tell).observe(document.documentElement);
}

/** On paper there is nothing to open; only the long list of refusals stays as the reader left it. */
function unfoldOnPaper(): void {
  let opened: readonly HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    void moreFields.load();
    opened = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open], .refused)")];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
}

export function save(name: string, type: string, content: string | Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // The download has begun by then; kept for ever the text would fill the memory.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
