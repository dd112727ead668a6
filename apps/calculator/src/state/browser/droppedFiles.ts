// oxlint-disable-next-line import/default -- the bundler answers with an address
import workerUrl from "../../tokens/worker/count.worker.ts?worker&url";
import type { Form } from "../form.ts";

/** Fetches what counts files as soon as a hand, a key or a dragged file comes near a place that takes them. */
export function expectFiles(): void {
  const signs = ["pointerover", "focusin", "touchstart", "dragenter"] as const;
  const over = new AbortController();
  const fetchAhead = ({ type, target }: Event): void => {
    if (type !== "dragenter" && !(target instanceof Element && target.closest(".drop") !== null)) return;
    over.abort();
    const parts = [import("../../tokens/oneDataSet.ts"), import("../../tokens/counter.ts"), fetch(workerUrl)];
    // What does not come is asked for again, and missed, once there is a file.
    void Promise.allSettled(parts);
  };
  for (const sign of signs) addEventListener(sign, fetchAhead, { passive: true, signal: over.signal });
}

/** Files that are dropped anywhere on the page. */
export function takeDroppedFiles(form: Form): void {
  addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files") !== true) return;
    event.preventDefault();
    form.dragging.value = true;
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) form.dragging.value = false;
  });
  addEventListener("drop", (event) => {
    form.dragging.value = false;
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void form.useFiles(files);
  });
}

/** Files and lines of JSON that are pasted anywhere but into a field. */
export function takePastedRows(form: Form): void {
  addEventListener("paste", (event) => {
    if (event.target instanceof Element && event.target.closest("input, textarea, select") !== null) return;
    const files = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (files.length > 0) void form.useFiles(files);
    else if (/^\s*[[{]/u.test(text)) void form.useFiles([new File([text], "pasted.jsonl")]);
    else return;
    event.preventDefault();
  });
}
