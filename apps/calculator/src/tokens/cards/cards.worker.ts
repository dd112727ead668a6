import { cheapestOnCards, type OnCards, openModelIds } from "./onCards.ts";

/** What the worker is asked: which open models there are, or the run of one of them. */
export type CardsTask = { readonly kind: "models" } | ({ readonly kind: "run" } & OnCards);

addEventListener("message", ({ data }: MessageEvent<CardsTask>) => {
  postMessage(data.kind === "models" ? openModelIds : cheapestOnCards(data));
});
