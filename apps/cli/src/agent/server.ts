import { fileURLToPath } from "node:url";
import { CLIENT_CAPABILITIES_META_KEY, inputRequired, inputResponse, Server } from "@modelcontextprotocol/server";
import type { ClientCapabilities, Tool } from "@modelcontextprotocol/server";
import { serveStdio, StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import type { Host, Files, Outcome } from "../read/host.ts";
import { answerSchema, type AgentAnswer, entriesOf, linesOf, paged, wordsOf } from "./answer.ts";
import { questions, type AgentQuestion } from "./questions.ts";
import { fieldsOf, type FieldOf } from "./schema.ts";
import { realpath } from "node:fs/promises";
import { isAbsolute, relative, resolve } from "node:path";
import { fail, isRecord, nearestNames, ok } from "@tunecast/estimator/parts";
import type { Result } from "@tunecast/estimator";
import { visibleText } from "@tunecast/estimator/text";
import type { Report } from "@tunecast/estimator/report";
import { given } from "../ask/options.ts";
import { refuse, Refusal } from "../show/messages.ts";

type Stated = Readonly<Record<string, unknown>>;

/** What the server may touch, and the program that it asks: its commands and how it is run. */
export interface Around extends Host {
  readonly run: (argv: readonly string[], around: Host) => Promise<Outcome>;
  readonly loaded: Parameters<typeof fieldsOf>[1];
}

function questionNamed(name: string): AgentQuestion {
  const question = Object.hasOwn(questions, name) ? questions[name] : undefined;
  return question ?? refuse(`There is no question ${name}: ask one of ${Object.keys(questions).join(", ")}.`);
}

async function call(name: string, { from = 0, ...fields }: Stated, around: Around): Promise<AgentAnswer> {
  const question = questionNamed(name);
  const argv = argvOf(name, question, await fieldsOf(question, around.loaded), fields);
  const reports: Report[] = [];
  let written = "";
  const { exitCode, stdout, stderr } = await around.run(argv, {
    ...around,
    write: async (text) => void (written += text),
    screen: { columns: undefined, colour: false, report: (report) => void reports.push(report) },
  });
  const inWords = (text: string): string => visibleText(wordsOf(text, question.names)).trim();
  const notices = inWords(stderr);
  if (exitCode === 2) refuse(notices);
  const [report] = reports;
  const said = notices === "" ? [] : ([["notes", notices]] as const);
  const entries = report === undefined ? linesOf(written + stdout) : [...said, ...entriesOf(report)];
  const worded = entries.map(([list, value]) => [list, deepWords(value, inWords)] as (typeof entries)[number]);
  if (report === undefined) return paged({ answer: notices }, worded, from);
  const { headline, asked, figures } = report;
  const head = { answer: inWords([headline, ...asked].join(" ")) };
  const shown = figures.map(({ label, value, range, note }) => ({ label, value, ...given({ range, note }) }));
  return paged(from === 0 && shown.length > 0 ? { ...head, figures: shown } : head, worded, from);
}

/** The fields of a question as rows, for an agent that has not asked it before. */
async function describe(name: string, from: unknown, { loaded }: Around): Promise<AgentAnswer> {
  const question = questionNamed(name);
  const listed = Object.entries(await fieldsOf(question, loaded));
  // What it cannot do without stands on the first page.
  const fields = listed.toSorted(([, one], [, other]) => Number(other.required) - Number(one.required));
  const needed = fields.filter(([, { required }]) => required).map(([field]) => field);
  const rows = fields.map(([field, { type, items, enum: words, description }]) => {
    const takes = words?.join(" | ") ?? (items === undefined ? [type].flat().join(" or ") : "list of texts");
    return ["rows", { field, takes: takes.replace("string", "text"), about: description }] as const;
  });
  const needs = needed.length === 0 ? "" : ` It needs ${needed.join(", ")}.`;
  const answer = `${name}: ${question.about.replace(/\.$/u, "")}.${needs} Ask it with fields: {…}.`;
  return paged({ answer }, rows, from);
}

function deepWords(value: object | string, inWords: (text: string) => string): object | string {
  if (typeof value === "string") return inWords(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, typeof one === "string" ? inWords(one) : one]),
  );
}

// A value is joined to its option and paths stand last, so that none is read as an option.
function argvOf(
  name: string,
  { argv }: AgentQuestion,
  known: Readonly<Record<string, FieldOf>>,
  fields: Stated,
): readonly string[] {
  const options: string[] = [];
  const paths: string[] = [];
  for (const [field, value] of Object.entries(fields)) {
    const of = Object.hasOwn(known, field) ? known[field] : undefined;
    if (of === undefined) return refuse(`${name} has no field ${field}${meant(field, Object.keys(known))}`);
    const isFlag = of.type === "boolean";
    // Several names of one text, as its option takes them.
    const isJoined = of.type === "string" && Array.isArray(value);
    const values: readonly unknown[] = isJoined ? [value.map(String).join(",")] : [value].flat();
    const isList = Array.isArray(value) && of.items === undefined && !isJoined;
    for (const one of values) {
      const text = isFlag ? undefined : asText(one);
      if (isList || (isFlag ? typeof one !== "boolean" : text === undefined)) refuse(`${field} must be ${takes(of)}.`);
      if (of.option === undefined) paths.push(text ?? "");
      else if (isFlag) options.push(...(one === true ? [of.option] : []));
      else options.push(`${of.option}=${text}`);
    }
  }
  const missing = Object.entries(known).filter(([field, { required }]) => required && fields[field] === undefined);
  if (missing.length > 0) refuse(`${name} needs ${missing.map(([field]) => field).join(" and ")}.`);
  return [...argv, ...options, "--", ...paths];
}

function takes({ type, items }: FieldOf): string {
  if (items !== undefined) return "a list of texts";
  if (type === "boolean") return "true or false";
  if (Array.isArray(type)) return "a number, or a range as {low, high} or {low, typical, high}";
  return type === "string" ? "a text" : "a number";
}

/** A value of a field as its option is typed; a range is `low..likeliest..high`. */
function asText(value: unknown): string | undefined {
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (!isRecord(value)) return undefined;
  const { low, typical = [], high, ...others } = value;
  const isRange = low !== undefined && high !== undefined && Object.keys(others).length === 0;
  return isRange ? [low, typical, high].flat().map(String).join("..") : undefined;
}

function meant(field: string, known: readonly string[]): string {
  const [near] = nearestNames(field.replaceAll(/[-_]/gu, ""), known, 1, 0.24);
  return near === undefined ? `; it takes ${known.join(", ")}.` : `; did you mean ${near}?`;
}

/**
 * Files below some folders and no others: a path outside of them, an address, or a link that leads out is not opened. A
 * relative path begins at the first folder that has it.
 */
function filesBelow(folders: readonly string[], files: Files): Files {
  const at =
    <A extends readonly unknown[], T>(read: (path: string, ...rest: A) => Promise<Result<T>>) =>
    async (path: string, ...rest: A): Promise<Result<T>> => {
      const place = await placeOf(path, folders);
      if (!place.ok) return place;
      const answer = await read(place.value, ...rest);
      // The path as it was given, which says nothing of the machine around the folder.
      return answer.ok || answer.problem["path"] === undefined ? answer : fail({ ...answer.problem, path });
    };
  const closed = async (): Promise<Result<never>> => fail({ kind: "file_forbidden", path: "" });
  return {
    text: at((path) => files.text(path)),
    chunks: at((path, changed?: () => void) => files.chunks(path, changed)),
    profile: async (path, options) => {
      const place = await placeOf(path, folders);
      const read = place.ok ? await files.profile(place.value, options) : place;
      return read.ok ? ok({ ...read.value, path }) : fail({ ...read.problem, path });
    },
    describe: at((path) => files.describe(path)),
    folder: at((path) => files.folder(path)),
    save: closed,
    units: closed,
    close: () => files.close(),
  };
}

async function placeOf(path: string, folders: readonly string[]): Promise<Result<string>> {
  if (path === "-") return fail({ kind: "agent_stdin" });
  // Settings are looked for, not asked for.
  if (folders.length === 0) return fail({ kind: path === "tunecast.json" ? "file_missing" : "agent_no_folder", path });
  if (/^[a-z][a-z+.-]+:\/\//iu.test(path)) return fail({ kind: "agent_outside", path });
  let isInside = false;
  for (const folder of folders) {
    const root = await realpath(folder).catch(() => folder);
    const wanted = resolve(root, path);
    const real = await realpath(wanted).catch(() => undefined);
    if (!isBelow(real ?? wanted, root)) continue;
    isInside = true;
    if (real !== undefined) return ok(real);
  }
  return fail(isInside ? { kind: "file_missing", path } : { kind: "agent_outside", path });
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!way.startsWith("..") && !isAbsolute(way));
}

const instructions = `Tunecast says what fine-tuning costs, offline, with the source and day of every rate.
Quote amounts as they stand, with currency, range, source and day; say "at least" where the answer does.
A refusal is a sentence with its reason: pass it on, and put no figure in its place.
Files are read on this machine, below the folders that the person opened, and sent nowhere: give paths, never rows.`;

const annotations = { readOnlyHint: true, openWorldHint: false };
const from = { type: "integer", description: "entry to begin with, as the answer before said in more" };

/** Three questions as tools of their own, and one tool for the rest. */
async function tools({ loaded }: Around): Promise<readonly Tool[]> {
  const own = Object.entries(questions).flatMap(([name, question]) =>
    question.fields === undefined ? [] : [{ ...question, name, fields: question.fields }],
  );
  const made = own.map(async ({ name, title, about: description, fields, required = [], ...rest }): Promise<Tool> => {
    const known = await fieldsOf(rest, loaded);
    const properties = Object.fromEntries(
      fields.map((field) => {
        const { option: _, required: __, ...schema } = known[field] ?? {};
        return [field, schema];
      }),
    );
    const inputSchema = { type: "object" as const, properties: { ...properties, from }, required: [...required] };
    return { name, title, description, annotations, inputSchema, outputSchema: answerSchema };
  });
  const names = Object.keys(questions);
  const list = Object.entries(questions).map(
    ([name, { fields, about }]) => `${name}${fields === undefined ? ` (${about})` : ""}`,
  );
  const ask: Tool = {
    name: "ask",
    title: "Every other question",
    description: `Ask with a question alone for its fields; with fields for its answer. estimate, decide and fit take all the fields that are listed here for them. Questions: ${list.join("; ")}.`,
    annotations,
    inputSchema: {
      type: "object",
      properties: {
        question: { enum: names, description: "which question" },
        fields: { type: "object", description: "its fields; {} or none: what they are" },
        from,
      },
      required: ["question"],
      additionalProperties: false,
    },
    outputSchema: answerSchema,
  };
  return [...(await Promise.all(made)), ask];
}

/** The server, not yet connected. @param folders that the person opened; those of the client where there are none */
export function mcpServer(around: Around, version: string, folders: readonly string[]): Server {
  const server = new Server({ name: "tunecast", version }, { capabilities: { tools: {} }, instructions });
  const known = tools(around);
  server.setRequestHandler("tools/list", async () => ({ tools: [...(await known)] }));
  server.setRequestHandler("tools/call", async ({ params: { name, arguments: given = {} } }, { mcpReq }) => {
    let opened = folders;
    if (folders.length === 0) {
      // Newer clients state them with each request.
      const envelope: { readonly [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities } = mcpReq.envelope ?? {};
      const capabilities = envelope[CLIENT_CAPABILITIES_META_KEY] ?? server.getClientCapabilities();
      const roots = inputResponse(mcpReq.inputResponses, "roots");
      if (roots.kind === "roots")
        opened = roots.roots.flatMap(({ uri }) => (uri.startsWith("file:") ? fileURLToPath(uri) : []));
      else if (capabilities?.roots !== undefined)
        return inputRequired({ inputRequests: { roots: inputRequired.listRoots() } });
    }
    try {
      const structuredContent = {
        ...(await answerTo(name, given, { ...around, files: filesBelow(opened, around.files) })),
      };
      return { content: [{ type: "text", text: JSON.stringify(structuredContent) }], structuredContent };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { content: [{ type: "text", text: error.message }], isError: true };
    }
  });
  return server;
}

async function answerTo(name: string, given: Stated, around: Around): Promise<AgentAnswer> {
  const isOwn = Object.hasOwn(questions, name) && questions[name]?.fields !== undefined;
  if (name !== "ask" && !isOwn) refuse(`There is no tool ${name}: give ask the question, and its fields.`);
  if (isOwn) return call(name, given, around);
  const { question, fields, ...beside } = given;
  const within = isRecord(fields) ? fields : (fields ?? null) === null ? {} : { fields };
  const twice = Object.keys(within).find((field) => Object.hasOwn(beside, field));
  if (twice !== undefined) refuse(`${twice} is given twice: beside the fields and among them.`);
  const { from = 0, ...asked } = { ...beside, ...within };
  const isBare = Object.keys(asked).length === 0;
  return isBare ? describe(String(question), from, around) : call(String(question), { ...asked, from }, around);
}

/** Talks over standard input and output until the client ends. */
export async function serve(around: Around, version: string, folders: readonly string[]): Promise<void> {
  const { input, output } = around.conversation;
  const ended = new Promise<void>((resolve) => {
    input.once("end", resolve);
    input.once("close", resolve);
  });
  const handle = serveStdio(() => mcpServer(around, version, folders), {
    transport: new StdioServerTransport(input, output),
  });
  await ended;
  await handle.close();
}
