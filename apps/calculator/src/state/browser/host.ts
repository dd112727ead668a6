import type { PriceBook } from "@tunecast/estimator";
import type { Surface } from "./actions.ts";
import type { CheckAll } from "../../tokens/fileVerdicts.ts";
import type { CountFile } from "../../tokens/fileCount.ts";

export type Theme = "system" | "light" | "dark";
export const themes: readonly Theme[] = ["system", "light", "dark"];

/** What the fields are made of. */
export interface FormHost {
  /** `YYYY-MM-DD` by the reader's clock. */
  readonly today: string;
  /** The fragment of the address. */
  readonly fragment: string;
  readonly theme: Theme;
  readonly countFile: CountFile;
  readonly surface: Surface;
  /** The bundled sample. */
  readonly sample: () => Promise<File>;
  /** The address without its fragment. */
  readonly page: string;
}

/** What the answers need besides. */
export interface Host {
  readonly prices: PriceBook;
  readonly checkAll: CheckAll;
}
