import { LazyView } from "./LazyView.ts";

/** All below the answers. */
export const lower: LazyView<typeof import("./BelowFold.tsx").BelowFold> = new LazyView(
  async () => (await import("./BelowFold.tsx")).BelowFold,
);

/** The two pictures beside the answers. */
export const pictures: LazyView<typeof import("./Pictures.tsx").Pictures> = new LazyView(
  async () => (await import("./Pictures.tsx")).Pictures,
);

/** Prices of all days. */
export const older: LazyView<typeof import("@tunecast/pricing/history")> = new LazyView(
  () => import("@tunecast/pricing/history"),
);
