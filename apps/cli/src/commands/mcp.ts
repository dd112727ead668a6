import type { Command } from "commander";
import { printed, type Outcome, type Host } from "../read/host.ts";
import { version } from "../version.ts";

/** `tunecast mcp [FOLDER…]`: the questions as tools of an agent. What it needs is loaded only here. */
export function addMcp(program: Command, around: Host, done: (outcome: Outcome) => void): void {
  program
    .command("mcp")
    .summary("a server for agents, over standard input and output")
    .description(
      "A server of the Model Context Protocol over standard input and output: estimate, decide and fit as tools, and one\n" +
        "tool, ask, for every other question. Files are read only below the folders that you name, or that the client opens.",
    )
    .argument("[folders...]", "folders whose files an agent may have read")
    .addHelpText("after", help)
    .action(async (folders: readonly string[]) => {
      const { serve } = await import("../agent/server.ts");
      await serve(around, version, folders);
      done(printed(""));
    });
}

const help = `
Exit codes: 0 when the client has ended.

Example, in the configuration of a client:
  {"mcpServers": {"tunecast": {"command": "npx", "args": ["tunecast", "mcp", "."]}}}
`;
