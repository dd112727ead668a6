import { fileURLToPath } from "node:url";
import {
  CLIENT_CAPABILITIES_META_KEY,
  inputRequired,
  inputResponse,
  Server,
  type ClientCapabilities,
  type Tool,
} from "@modelcontextprotocol/server";
import { serveStdio, StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import type { Host } from "../read/host.ts";
import { answerSchema, type AgentAnswer } from "./answer.ts";
import { call, describe } from "./call.ts";
import { filesBelow } from "./folders.ts";
import { questions } from "./questions.ts";
import { fieldsOf } from "./schema.ts";

const instructions = `Tunecast says what fine-tuning costs, offline, with the source and day of every rate.
Quote amounts as they stand, with currency, range, source and day; say "at least" where the answer does.
A refusal is a sentence with its reason: pass it on, and put no figure in its place.
Files are read on this machine, below the folders that the person opened, and sent nowhere: give paths, never rows.`;

const annotations = { readOnlyHint: true, openWorldHint: false };
const from = { type: "integer", description: "entry to begin with, as the answer before said in more" };

/** Three questions as tools of their own, and one tool for the rest. */
export async function tools(around: Host): Promise<readonly Tool[]> {
  const own = Object.entries(questions).flatMap(([name, question]) =>
    question.fields === undefined ? [] : [{ ...question, name, fields: question.fields }],
  );
  const made = own.map(async ({ name, title, about: description, fields, required = [], ...rest }): Promise<Tool> => {
    const known = await fieldsOf({ title, about: description, ...rest }, around);
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
export function mcpServer(around: Host, version: string, folders: readonly string[]): Server {
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
    const answer = await answered(name, given, { ...around, files: filesBelow(opened, around.files) });
    if (!answer.ok) return { content: [{ type: "text", text: String(answer.problem["sentence"]) }], isError: true };
    const structuredContent: AgentAnswer & Record<string, unknown> = { ...answer.value };
    return { content: [{ type: "text", text: JSON.stringify(structuredContent) }], structuredContent };
  });
  return server;
}

function answered(name: string, given: Readonly<Record<string, unknown>>, around: Host): ReturnType<typeof call> {
  if (questions[name]?.fields !== undefined) return call(name, given, around);
  const { question, fields = {}, from: start = 0, ...strange } = given;
  if (name !== "ask" || typeof question !== "string") return call(String(name === "ask" ? question : name), {}, around);
  const asked = typeof fields === "object" ? { ...strange, ...fields } : { ...strange, fields };
  if (Object.keys(asked).length === 0) return describe(question, Number(start), around);
  return call(question, { ...asked, from: start }, around);
}

/** Talks over standard input and output until the client ends. */
export async function serve(around: Host, version: string, folders: readonly string[]): Promise<void> {
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
