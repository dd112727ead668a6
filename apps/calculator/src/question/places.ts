const repository = "https://github.com/tunecast/tunecast";

/** Where to read on, where the page comes from, and where to say that a price is wrong. The guide lies beside the page. */
export const places = [
  ["Guide", "guide/index.html"],
  ["Source", repository],
  ["Correct a price", `${repository}/issues/new?title=Price`],
] as const;
