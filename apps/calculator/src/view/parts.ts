import { Later } from "./Later.ts";

/** All below the answers. */
export const lower: Later<typeof import("./Lower.tsx").Lower> = new Later(
  async () => (await import("./Lower.tsx")).Lower,
);

/** The two pictures beside the answers. */
export const pictures: Later<typeof import("./Pictures.tsx").Pictures> = new Later(
  async () => (await import("./Pictures.tsx")).Pictures,
);
