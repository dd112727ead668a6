import type { Command } from "commander";
import { printed, type Outcome, type Host } from "../read/host.ts";
import { version } from "../version.ts";

/** `tunecast mcp`: the commands as tools of an agent. What it needs is loaded only here. */
export function addMcp(program: Command, around: Host, done: (outcome: Outcome) => void): void {
  program
    .command("mcp")
    .summary("a server for agents, over standard input and output")
    .description(
      "A server of the Model Context Protocol over standard input and output: estimate, advise, plan, gpu, check and\n" +
        "prices as tools, with the options of the commands as fields and the sentences of the commands as refusals.",
    )
    .addHelpText("after", help)
    .action(async () => {
      const { serve } = await import("../agent/server.ts");
      await serve(around, version);
      done(printed(""));
    });
}

const help = `
Exit codes: 0 when the client has ended.

Example, in the configuration of a client:
  {"mcpServers": {"tunecast": {"command": "npx", "args": ["tunecast", "mcp"]}}}
`;
