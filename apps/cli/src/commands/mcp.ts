import type { Around } from "../agent/server.ts";
import type { AddCommand } from "../ask/help.ts";
import { printed, type Host, type Outcome } from "../read/host.ts";
import { version } from "../version.ts";

/** @param itself the program that it asks */
export const addMcp =
  (itself: Pick<Around, "run" | "loaded">): AddCommand =>
  (program) => {
    const command = program
      .command("mcp")
      .summary("a server for agents, over standard input and output")
      .description(
        "A server of the Model Context Protocol over standard input and output: estimate, decide and fit as tools, and one tool, ask, for every other question. Files are read only below the folders that you name, or that the client opens.",
      )
      .argument("[folders...]", "folders whose files an agent may have read");
    const act = async (around: Host, folders: readonly string[]): Promise<Outcome> => {
      const { serve } = await import("../agent/server.ts");
      await serve({ ...around, ...itself }, version, folders);
      return printed("");
    };
    const examples = [
      'in the configuration of a client: {"mcpServers": {"tunecast": {"command": "npx", "args": ["tunecast", "mcp", "."]}}}',
    ];
    return [{ command, act, exitCodes: "0 when the client has ended.", examples }];
  };
