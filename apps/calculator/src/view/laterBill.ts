import { Later } from "./Later.ts";

/** The bill of an offer, as the answers and the table show it. */
export const bill: Later<typeof import("./Bill.tsx").Bill> = new Later(async () => (await import("./Bill.tsx")).Bill);
