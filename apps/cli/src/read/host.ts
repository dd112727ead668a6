import type { Readable, Writable } from "node:stream";
import type { DatasetProfile, ManifestFile, Unit } from "@tunecast/dataset";
import type { Ask } from "../ask/questionnaire.ts";
import type { Problem, PriceBook, Result } from "@tunecast/estimator";
import type { Report } from "@tunecast/estimator/report";

export interface Outcome {
  /** 0: an answer; 1: an answer that says no (no offer, bad rows, over budget); 2: a wrong option or file. */
  readonly exitCode: 0 | 1 | 2;
  /** Data only. */
  readonly stdout: string;
  readonly stderr: string;
}

/** What the program may touch; `main.ts` hands in the real things, tests their own. */
export interface Host {
  readonly prices: PriceBook;
  /** Today, `YYYY-MM-DD`, in UTC. */
  readonly today: string;
  readonly files: Files;
  /** Variables of the environment: settings may stand there. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes data to standard output at once: files of any size pass through, nothing is held. */
  readonly write: (text: string) => Promise<void>;
  readonly screen: Screen;
  /** Seconds until a file is looked at again. */
  readonly wait: (seconds: number) => Promise<void>;
  /** Puts a question to a person; undefined once the input has ended. Absent where nobody sits at a terminal. */
  readonly ask?: Ask;
  /** Standard input and output as they are, for a command that talks. */
  readonly conversation: { readonly input: Readable; readonly output: Writable };
}

export interface Screen {
  /** Characters of a line; undefined where the output goes into a file or a pipe. */
  readonly columns: number | undefined;
  /** Lines of it; undefined where the output goes into a file or a pipe, which have no end. */
  readonly rows?: number | undefined;
  readonly colour: boolean;
  /** Told each report, where somebody else lays it out. */
  readonly report?: (report: Report) => void;
}

/** File access. `-` is standard input everywhere. */
export interface Files {
  /** The whole text of a small file: a price book, pilots, a model's configuration. */
  text(path: string): Promise<Result<string>>;
  /** The bytes of a data file. @param changed called where the file changed while they were read */
  chunks(path: string, changed?: () => void): Promise<Result<AsyncIterable<Uint8Array>>>;
  /** The profile of a data file, or the profile that a file holds. */
  profile(path: string, options: ProfileOptions): Promise<Result<FileProfile>>;
  describe(path: string): Promise<Result<ManifestFile>>;
  /** The files in a folder and the folders in it, sorted; undefined where the path is no folder. */
  folder(path: string): Promise<Result<readonly string[] | undefined>>;
  /** Writes a file under its name at once, when all of it is there. */
  save(folder: string, name: string, text: string): Promise<Result<true>>;
  /** The profile of units of files. */
  units(units: readonly Unit[], options: UnitOptions): Promise<Result<DatasetProfile>>;
  /** Closes pipes that were opened and that nobody read to their end. */
  close(): Promise<void>;
}

export interface ReadingOptions {
  /** Shape of the rows instead of the detected one. */
  readonly shape?: string;
  /** Columns that stand for others: `{prompt: "question"}`. */
  readonly columns?: Readonly<Record<string, string>>;
}

export interface ProfileOptions extends ReadingOptions {
  /** Counting rules, `overhead/vocabulary`. */
  readonly rules: readonly string[];
}

export interface UnitOptions extends ProfileOptions {
  /** What the units are parts of; empty where nobody will merge them with others. */
  readonly sources: readonly string[];
  /** Whether a file that cannot be understood is a bad row of the whole instead of the end of it. */
  readonly tolerant: boolean;
}

export interface FileProfile {
  readonly path: string;
  readonly profile: DatasetProfile;
  /** What happened while reading that is no fault of the data. */
  readonly warnings: readonly Problem[];
}

/** An answer, and sentences beside it that are no data. */
export function printed(stdout: string, exitCode: 0 | 1 = 0, notices: readonly string[] = []): Outcome {
  return { exitCode, stdout, stderr: notices.map((one) => `tunecast: ${one}\n`).join("") };
}
