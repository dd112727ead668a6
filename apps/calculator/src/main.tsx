import { effect, signal, untracked } from "@preact/signals";
import { render } from "preact";
import sampleUrl from "../../cli/sample/support-replies.jsonl?url";
import { encodeAddress } from "./question/address.ts";
import { Form, isPlace } from "./state/form.ts";
import { defaults, type NumberField } from "./question/inputs.ts";
import { keepActs } from "./state/browser/earlyActs.ts";
import { localDay } from "./state/browser/storage.ts";
import { LazyView } from "./view/LazyView.ts";
import { PartMissing } from "./view/PartMissing.tsx";
import { Shell } from "./view/Shell.tsx";
// oxlint-disable-next-line import/default -- the bundler answers with an address
import workerUrl from "./tokens/worker/count.worker.ts?worker&url";

/** Fetches what counts files as soon as a hand, a key or a dragged file comes near a place that takes them. */
function expectFiles(): void {
  const over = new AbortController();
  const fetchAhead = ({ type, target }: Event): void => {
    if (type !== "dragenter" && !(target instanceof Element && target.closest(".drop") !== null)) return;
    over.abort();
    // What does not come is asked for again, and missed, once there is a file.
    void Promise.allSettled([import("./tokens/oneDataSet.ts"), import("./tokens/counter.ts"), fetch(workerUrl)]);
  };
  for (const sign of ["pointerover", "focusin", "touchstart", "dragenter"])
    addEventListener(sign, fetchAhead, { passive: true, signal: over.signal });
}

/** Files that are dropped anywhere on the page, and files or lines of JSON that are pasted anywhere but into a field. */
function takeFiles(): void {
  addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files") !== true) return;
    event.preventDefault();
    form.dragging.value = true;
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) form.dragging.value = false;
  });
  const take = (event: Event, files: readonly File[]): void => {
    form.dragging.value = false;
    if (files.length === 0) return;
    event.preventDefault();
    void form.useFiles(files);
  };
  addEventListener("drop", (event) => take(event, [...(event.dataTransfer?.files ?? [])]));
  addEventListener("paste", (event) => {
    if (event.target instanceof Element && event.target.closest("input, textarea, select") !== null) return;
    const files = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData("text/plain") ?? "";
    take(event, files.length === 0 && /^\s*[[{]/u.test(text) ? [new File([text], "pasted.jsonl")] : files);
  });
}

const root = document.getElementById("app");
if (root === null) throw new Error("The page has no element with the id app.");

const embedded = new URLSearchParams(location.search).has("embed");

const figures: LazyView<typeof import("./figures.tsx")> = new LazyView(() => import("./figures.tsx"));

const form = new Form({
  today: localDay(new Date()),
  fragment: location.hash,
  countFile: async (...what) => (await import("./figures.tsx")).countFile(...what),
  page: location.href.replace(/#.*$/u, ""),
  sample: async () => new File([await (await fetch(sampleUrl)).blob()], "support-replies.jsonl"),
  surface: {
    copy: (text) => navigator.clipboard.writeText(text),
    save: (...what) => void import("./state/browser/pageEvents.ts").then(({ save }) => save(...what)),
    print: () => window.print(),
    keep: (address) => {
      show(address);
      history.pushState(null, "", address);
      // Two steps with one address: the browser's Back between them would change nothing.
      queueMicrotask(writeAddress);
    },
  },
});

keepActs();
adoptTyped();
render(<Shell form={form} />, root);
performance.mark("fields answer");
root.dataset["live"] = "";

// Until the figures are there, those of the build stand; they hold for the fields as the page opens and for no others.
const opening = encodeAddress(defaults);
const stopWatching = effect(() => {
  form.isBehind.value = form.address.value !== opening || form.profile !== null;
});

// The address follows once typing rests, or the reader leaves the field, as to copy it: to write it holds up the figures. As
// long as nothing has changed it stays as it was given.
let waiting = 0;
let known = form.address.peek();
let shown = location.hash;
function show(address: string): void {
  history.replaceState(null, "", address);
  shown = location.hash;
}
function writeAddress(): void {
  clearTimeout(waiting);
  const address = form.address.peek();
  // An address that somebody has just given is about to be read.
  if (address === known || location.hash !== shown) return;
  form.settled.value += 1;
  show(address);
  known = address;
}
effect(() => {
  form.stated();
  clearTimeout(waiting);
  waiting = window.setTimeout(writeAddress, 1000);
});
for (const sign of ["focusout", "pagehide"]) addEventListener(sign, writeAddress);
addEventListener("hashchange", () => {
  // A place in the page, such as the skip link's, asks nothing: the question stays in the address.
  if (isPlace(location.hash)) {
    document.getElementById(location.hash.slice(1))?.focus();
    show(form.address.peek());
    return;
  }
  shown = location.hash;
  form.readAddress(shown);
  known = form.address.peek();
});

// What was said is shown for a moment only.
effect(() => {
  if (form.actions.announcement.value === "") return undefined;
  const fading = setTimeout(() => form.actions.announce(""), 4000);
  return () => clearTimeout(fading);
});

new ResizeObserver(([entry]) => {
  const main = entry?.target.querySelector("main");
  if (main) form.width.value = Math.round(main.clientWidth);
}).observe(root);

// After 30 days the ages of prices that the build wrote are no longer true enough to stand alone.
const isStale = Date.parse(form.today) - Date.parse(root.dataset["priced"] ?? form.today) > 30 * 86_400_000;

// The answer of the build stands for the question of the page. Prices and arithmetic are fetched once somebody asks: by a
// link, by a file, or by coming near anything that asks.
const isAsked = signal(embedded || "asked" in document.documentElement.dataset || isStale);
effect(() => {
  // Once asked, a key has no address to write for it.
  if (isAsked.value) return;
  const { address, notes, file } = form;
  const isTouched = address.value !== opening || notes.value.length > 0;
  if (isTouched || file.state.value.kind !== "none" || file.leftOut.value.length > 0) isAsked.value = true;
});
for (const sign of ["pointerover", "focusin", "touchstart", "keydown"] as const)
  addEventListener(
    sign,
    ({ target }) => {
      if (isAsked.peek() || !(target instanceof Element)) return;
      if (target.closest("input, select, button, label, a, summary") !== null) isAsked.value = true;
    },
    { passive: true },
  );
effect(() => {
  if (isAsked.value) requestAnimationFrame(() => setTimeout(() => void figures.load()));
});
expectFiles();
takeFiles();
effect(() => {
  const place = document.getElementById("answer");
  const [part, failed] = [figures.view.value, figures.failed.value];
  if (place === null) return;
  // What the start reads is no reason to start again.
  untracked(() => {
    if (part !== null) {
      stopWatching();
      part.start(form, place, embedded);
      return;
    }
    if (!failed) return;
    // The figures of the build hold for the page as it opens, and for no other question: there the reason stands instead.
    if (form.isBehind.value) place.replaceChildren();
    delete document.documentElement.dataset["asked"];
    const missing = document.createElement("div");
    place.prepend(missing);
    render(<PartMissing part={figures} what="Prices and figures" />, missing);
  });
});

/** What was typed before this script was there, or kept by the browser over a reload, is what the reader means. */
function adoptTyped(): void {
  if (form.address.peek() !== encodeAddress(defaults)) return;
  for (const input of document.querySelectorAll<HTMLInputElement>("#job-fields input[inputmode]"))
    if (input.id in form.typed.peek()) form.type(input.id as NumberField, input.value);
}
