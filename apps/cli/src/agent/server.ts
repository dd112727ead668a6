import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import type { Host } from "../read/host.ts";
import { call } from "./call.ts";
import { tools } from "./tools.ts";

const instructions = `Tunecast says what fine-tuning costs, offline, with the source and day of every rate.
Amounts are decimal texts: quote them as they stand, with currency, range, source and day.
Where complete is false, notCounted says what a total leaves out: say "at least" and what is missing.
A refusal is a sentence with its reason: pass it on, and put no figure in its place.
Files are read on this machine and sent nowhere: give paths, never rows.`;

/** The server, not yet connected: seven commands as tools. */
export function mcpServer(around: Host, version: string): Server {
  const known = tools(around);
  const server = new Server({ name: "tunecast", version }, { capabilities: { tools: {} }, instructions });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...known] }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params: { name, arguments: given = {} } }) => {
    const tool = known.find((one) => one.name === name);
    if (tool !== undefined) return { ...(await call(tool, given, around)) };
    const names = known.map((one) => one.name).join(", ");
    return { content: [{ type: "text", text: `No tool has that name: call one of ${names}.` }], isError: true };
  });
  return server;
}

/** Talks over standard input and output until the client ends. */
export async function serve(around: Host, version: string): Promise<void> {
  const { input, output } = around.conversation;
  const server = mcpServer(around, version);
  const ended = new Promise<void>((resolve) => {
    input.once("end", resolve);
    input.once("close", resolve);
  });
  await server.connect(new StdioServerTransport(input, output));
  await ended;
}
