import { cheapestOnCards, type OnCards, openModelIds } from "./onCards.ts";

export type CardsTask = { readonly kind: "models" } | ({ readonly kind: "run" } & OnCards);

addEventListener("message", ({ data }: MessageEvent<CardsTask>) => {
  postMessage(data.kind === "models" ? openModelIds : cheapestOnCards(data));
});
