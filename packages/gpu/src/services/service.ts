/** A run at a service, to be written as what starts it there. */
export interface ServiceRun {
  /** The model, as the service names it. */
  readonly model: string;
  /** The training file, as it lies on the disk. */
  readonly file: string;
  /** A name for the run and for what comes of it. */
  readonly name: string;
  /** Passes over the file; absent: the service's own choice. */
  readonly epochs?: number | undefined;
  /** Adapters or all weights; absent: adapters where the service has both. */
  readonly method?: "lora" | "full" | undefined;
  readonly seed?: number | undefined;
}

/** The file that starts a run at a service. */
export interface ServiceJob {
  /** `.json` or `.py`. */
  readonly extension: "json" | "py";
  readonly text: string;
  /** What has to be put in first, as it stands in the text, and where it comes from. */
  readonly fill: readonly { readonly mark: string; readonly with: string }[];
  /** The line that starts the run from the file `job`. */
  readonly start: (job: string) => string;
}

/** Writes the jobs of one service. */
export type Service = (run: ServiceRun) => ServiceJob;

/** JSON as people keep it in a folder. */
export function jsonText(body: object): string {
  return `${JSON.stringify(body, null, 2)}\n`;
}

/** The name of a file without its folder and ending. */
export function bare(file: string): string {
  return file.replace(/^.*\//u, "").replace(/\.jsonl$/u, "");
}
