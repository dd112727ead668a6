import type { Calculator } from "../calculator.ts";
import { moreFields } from "../../view/Job.tsx";

/** Listens to what concerns the page as a whole: paper, the frame around it; and keeps it for use without a network. */
export function attend(calculator: Calculator): void {
  if (new URLSearchParams(location.search).has("embed")) tellHeight();
  unfoldOnPaper();
  // Pages inside other sites, and browsers that forbid it, do without.
  if (import.meta.env.PROD && "serviceWorker" in navigator)
    void navigator.serviceWorker
      .register("./offline.js")
      .then((registration) => sayWhenNewer(registration, calculator))
      .catch(() => undefined);
}

/** A newer version of the page waits once its worker is installed beside the one in charge. */
function sayWhenNewer(registration: ServiceWorkerRegistration, { form }: Calculator): undefined {
  const say = (): void => {
    form.isNewer.value = registration.waiting !== null && navigator.serviceWorker.controller !== null;
  };
  say();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", say));
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
    opened = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open], .refused, .more)")];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
}

/** Downloads a text or a file. */
export function save(name: string, type: string, content: string | Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // The download has begun by then; kept for ever the text would fill the memory.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
