import { grouped } from "@tunecast/estimator/parts";
import type { FileRules } from "@tunecast/estimator/prices";
import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { checkRules, unlimited } from "../checks/providers.ts";
import { firstError } from "../checks/rowRules.ts";
import { isFault, type Message, spokenText, textMessage, type Example } from "../formats/example.ts";
import type { Bytes } from "../formats/held.ts";
import { repeatedKey } from "../formats/jsonValue.ts";
import { costsRow, endsEarly, has, isRow, type Row, type RowSink } from "../formats/row.ts";
import { readRows } from "../formats/rows.ts";
import { placesOf, type Places } from "../formats/sniff.ts";
import { bareList, roleOf } from "../shapes/reading/chat.ts";
import type { CheckRules, ProviderRules } from "../shapes/checking/rules.ts";
import { columnsSaid, strangeColumns } from "../shapes/proposal.ts";
import names from "../shapes/names.json" with { type: "json" };
import { readRow, readingProblem, shapeAs, type RowOptions } from "../shapes/readRow.ts";
import { NamedColumns, columnNowhere, withoutList } from "../shapes/reading/columns.ts";
import { jsonText } from "../shapes/reading/content.ts";
import { sidesOf, verdictOf } from "../shapes/reading/pairs.ts";
import { shapeNamed, shapeOf } from "../shapes/table.ts";
import { isEmpty, unreadColumns } from "../shapes/unread.ts";
import { gradedPrompt, judged, targets, type Target } from "../shapes/writing/write.ts";
import { losses, firstPlaces, leftOut, losesDigits, type Loss } from "./losses.ts";

const turn = /(?:^|\n\n)(?<speaker>Human|User|Assistant|AI|System):/gu;

function turnsOf(text: string): Message[] | null {
  const marks = [...text.matchAll(turn)];
  if (marks[0] === undefined || text.slice(0, marks[0].index).trim() !== "") return null;
  const turns = marks.map((mark, i) => {
    const said = text.slice(mark.index + mark[0].length, marks[i + 1]?.index ?? text.length);
    return textMessage(roleOf(mark.groups?.["speaker"] ?? "") ?? "user", said.trim());
  });
  return turns.some(({ role }) => role === "user") && turns.some(({ role }) => role === "assistant") ? turns : null;
}

const isPlain = ({ rest, calls, images, thoughts }: Message): boolean =>
  rest === null && calls === null && images === null && thoughts === null;

/** An example whose texts are a transcript (`\n\nHuman: … \n\nAssistant: …`) as the turns that it stands for; null for any other, and for one whose turns do not follow one another. */
function transcriptTurns(example: Example): Example | null {
  const { messages, rejected, answer, ids } = example;
  const [asked] = messages;
  const isOne = asked !== undefined && messages.length <= 2 && (rejected?.length ?? 1) === 1;
  if (!isOne || ids !== null || ![...messages, ...(rejected ?? [])].every(isPlain)) return null;
  const prompt = answer === 0 ? "" : asked.text;
  const sides = [messages.slice(answer), rejected ?? []].map((side) => side.map(({ text }) => text).join(""));
  const [chosen = null, other = null] = sides.map((side) => turnsOf(prompt + side));
  if (chosen === null || (rejected !== null && other === null)) return null;
  const head = answer === 0 ? chosen.length - 1 : (turnsOf(prompt)?.length ?? 0) - 1;
  if (head < 1 || chosen[head]?.role !== "assistant") return null;
  const worse = rejected === null || other === null ? null : other.slice(head);
  return { ...example, layout: "chat", messages: chosen, answer: head, rejected: worse };
}

export interface Conversion {
  readonly rows: number;
  readonly written: number;
  readonly losses: readonly Loss[];
  readonly places: Places;
}

export interface ConvertOptions extends RowOptions {
  readonly to: string;
  readonly allPlaces?: boolean | undefined;
  /** Takes JSON lines, about as much at a time as is read; awaited. */
  readonly write: (text: string) => void | Promise<void>;
}

export const convertTargets: readonly string[] = [...targets.keys()];

/** The target whose rows a provider takes: its own, or the first that writes one of the shapes that it takes. */
export function convertTarget({ check, formats }: Pick<FileRules, "check" | "formats">): string | null {
  const fits = (id: string): boolean => targets.get(id)?.shapes.some((shape) => formats.includes(shape)) === true;
  return fits(check) ? check : (convertTargets.find(fits) ?? null);
}

const verdictFields = ["label", "kto_tag"];

const isBlank = (messages: readonly Message[]): boolean =>
  messages.every(({ text, rest, calls, images }) => text.trim() === "" && !rest && !calls && !images);

const films = ["video", "videos", "audio", "audios"] as const;

/** A sound or a document among the parts of a message. */
const heard = new RegExp(`\\[\\]\\.\\w+\\[\\]\\.(${[...names.partFiles, ...names.partPictures].join("|")})$`, "u");

const isTranscript = (text: unknown): boolean => typeof text === "string" && /(?:^|\n\n)(?:Human|User):/u.test(text);

/** A file is of one shape: the one that most of its first rows have. */
const decisiveRows = 200;

interface Converted {
  readonly json: string;
  readonly shape: string;
  readonly line: number;
  readonly changed: ReadonlySet<string>;
  /** Whether it has a column of verdicts and no verdict in it: among rows with one, nobody knows whether its answer is right. */
  readonly isUnjudged: boolean;
}

class RowConverter implements RowSink {
  rows = 0;
  written = 0;
  readonly losses: ReturnType<typeof losses>;
  readonly named: NamedColumns;
  readonly #target: Target;
  readonly #rules: ProviderRules;
  readonly #options: ConvertOptions;
  #pending = "";
  #held: Converted[] = [];
  #shape: string | undefined;
  #isJudged = false;

  constructor(target: Target, rules: CheckRules, options: ConvertOptions) {
    this.#target = target;
    this.#rules = { ...unlimited, ...rules, shapes: [...target.shapes, ...(target.kept ?? [])] };
    this.#options = options;
    this.named = new NamedColumns(options.columns);
    this.losses = losses(options.allPlaces === true ? Infinity : firstPlaces);
  }

  fault(code: string, line: number, detail?: string): void {
    if (costsRow(code, detail)) {
      this.rows += 1;
      this.losses.add("refused", code, line);
    } else if (code === "repeated_column") this.losses.add("changed", code, line);
    // What stood behind the place where the file breaks off is not known.
    else if (endsEarly(code, detail)) this.losses.add("refused", "cut_off", line);
  }

  record(value: unknown, line: number, text: string | null): void {
    this.rows += 1;
    const row = isRow(value) ? value : bareList(value);
    const refusal = row === null ? "not_object" : this.#convert(row, line, text);
    if (refusal === null) return;
    const isStrange = refusal === "unknown_shape" && row !== null && shapeOf(row) === undefined;
    this.losses.add("refused", refusal, line, isStrange ? strangeColumns(row) : "");
  }

  async flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = "";
    if (text !== "") await this.#options.write(text);
  }

  #convert(value: Row, line: number, text: string | null): string | null {
    this.named.see(value);
    const { columns } = this.#options;
    const shape = shapeAs(value, this.#options);
    const reading = readRow(value, shape, columns);
    if (isFault(reading)) return reading.code;
    const known = shapeNamed(shape ?? "");
    if (known?.nature === "embedding") return "embedding_rows";
    const stays = this.#stays(value, shape, reading);
    const film = films.find((field) => !isEmpty(value[field]) && this.#target.fields?.includes(field) !== true);
    // Without what stands at the mark its answer would be learnt by heart.
    if (film !== undefined && !stays && /<(?:image|video|audio)>/u.test(spokenText(reading.messages))) return film;
    const sound = stays || columns ? undefined : unreadColumns(value, shape ?? "").find((path) => heard.test(path));
    if (sound !== undefined) return heard.exec(sound)?.[1] ?? "audio";
    const verdict = shape === "kto" && !stays ? verdictOf(value) : null;
    this.#isJudged ||= verdict !== null;
    const isUnjudged = !stays && verdict === null && verdictFields.some((field) => field in value);
    const judge = verdict === null ? undefined : judged.get(this.#rules.id);
    // Without its label a wrong answer would be learnt as right.
    if (!stays && !judge && known?.nature === "labelled" && !known.wants(value)) return "unwanted_answer";
    if (isUnjudged && shape === "kto") return "no_verdict";
    // A prompt alone is for reinforcement: what stands beside it is the grader's, unless it is the steps of an answer.
    const isAsked = known?.nature === "prompt" && !Array.isArray(value["completions"]);
    const isPrompt = isAsked || (shape === "rft" && !stays);
    const graded = isPrompt && this.#target.kept?.includes("rft") === true;
    // A transcript is turns, unless the target trains texts as they stand.
    const staysText = reading.layout === "text" && this.#rules.shapes.includes("text");
    const turns = stays || staysText ? null : transcriptTurns(reading);
    const changed = new Set<string>();
    const write = graded
      ? gradedPrompt(this.#rules.chat.roles.includes("developer"))
      : (judge?.write ?? this.#target.write);
    const bare = stays ? (known?.asTaken?.(value) ?? value) : write(turns ?? reading, changed);
    if (typeof bare === "string") return bare;
    const grading = Object.keys(value).filter((field) => field !== "prompt" && field !== "messages");
    const beside = graded ? grading : (this.#target.fields ?? []);
    const carried = isRow((bare as Row)["input"]) ? [] : beside.filter((field) => has(value, field));
    const said = judge === undefined ? {} : { [judge.field]: verdict };
    const row = { ...bare, ...Object.fromEntries(carried.map((field) => [field, value[field]])), ...said };
    const json = jsonText(row);
    if (json === "") return "too_deep";
    const written = shapeOf(row);
    if (written === undefined || !this.#rules.shapes.includes(written))
      return graded ? "no_grader_field" : reading.rejected === null ? "unknown_shape" : "preference";
    const error = firstError(row, written, json, this.#rules);
    if (error !== null) return error;
    const held = judge === undefined ? carried : [...carried, ...verdictFields];
    const left = stays ? [] : leftOut(value, shape ?? "", columns, reading).filter((field) => !held.includes(field));
    const answers = [reading.messages.slice(reading.answer), reading.rejected ?? []];
    const told: readonly (readonly [what: string, holds: boolean])[] = [
      ["transcript", turns !== null],
      ["segments", shape === "segments"],
      ["blank_answer", reading.rejected !== null && answers.some(isBlank)],
      ["repeated_key", text !== null && repeatedKey(text, value) !== null],
      ["digits_rounded", losesDigits(text, json)],
    ];
    const more = told.flatMap(([what, holds]) => (holds ? [what] : []));
    this.#put({ json, shape: written, line, changed: new Set([...changed, ...left, ...more]), isUnjudged });
    return null;
  }

  #put(row: Converted): void {
    if (this.#shape !== undefined) return this.#write(row);
    this.#held.push(row);
    if (this.#held.length >= decisiveRows) this.decide();
  }

  decide(): void {
    const byShape = [...grouped(this.#held, ({ shape }) => shape)].sort(([, a], [, b]) => b.length - a.length);
    this.#shape ??= byShape[0]?.[0] ?? "";
    for (const row of this.#held.splice(0)) this.#write(row);
  }

  #write({ json, shape, line, changed, isUnjudged }: Converted): void {
    if (isUnjudged && this.#isJudged) return this.losses.add("refused", "no_verdict", line);
    if (shape !== this.#shape) return this.losses.add("refused", "mixed_formats", line);
    for (const what of changed) this.losses.add("changed", what, line);
    this.#pending += `${json}\n`;
    this.written += 1;
  }

  #stays(row: Row, shape: string | undefined, { messages }: Example): boolean {
    if (shape === undefined || this.#target.kept?.includes(shape) !== true) return false;
    // Elsewhere a developer is the system.
    const { roles } = this.#rules.chat;
    if (shape === "rft") return roles.includes("developer") || messages.every(({ role }) => role !== "developer");
    // Pairs of transcripts: TRL takes the texts, and puts no template around them.
    if (shape === "preference") return sidesOf(row).every((side) => isTranscript(row[side]));
    return shape !== "kto" || has(row, "completion");
  }
}

/**
 * Writes a data file in a target's format. Rows that the target cannot hold, or that its own check would refuse, are listed
 * and not written; what it cannot hold of a row is listed too.
 * Problems: `unknown_target`, those of `readingProblem` and `readRows`, and `column_nowhere`, after the rows were written.
 */
export async function convertBytes(chunks: Bytes, given: ConvertOptions): Promise<Result<Conversion>> {
  const options = withoutList(given);
  const rules = checkRules(options.to);
  const target = rules === undefined ? undefined : targets.get(rules.id);
  if (rules === undefined || target === undefined)
    return fail({ kind: "unknown_target", target: options.to, known: convertTargets });
  const wrong = readingProblem(given);
  if (wrong !== null) return fail(wrong);
  const rows = new RowConverter(target, rules, options);
  async function* paced(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of chunks) {
      yield chunk;
      await rows.flush();
    }
  }
  const read = await readRows(paced(), rows, options);
  if (!read.ok) return read;
  rows.decide();
  await rows.flush();
  const nowhere = columnNowhere(rows.named.missing);
  if (nowhere !== null) return fail(nowhere);
  const places = placesOf(read.value.container);
  const found = rows.losses
    .list()
    .map((loss) => (loss.detail === undefined ? loss : { ...loss, detail: columnsSaid(loss.detail, rows.rows < 2) }));
  return ok({ rows: rows.rows, written: rows.written, losses: found, places });
}
