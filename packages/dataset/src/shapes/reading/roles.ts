import names from "../names.json" with { type: "json" };
import type { Role } from "../../formats/example.ts";

/** Names that the formats give to the speakers; only `developer` and `function` are told apart from their kin. */
const speakers: ReadonlyMap<string, Role> = new Map(
  Object.entries(names.speakers).flatMap(([role, all]) => all.map((name) => [name, role as Role] as const)),
);

/** The speaker behind a role name of any format, in any case; undefined for a name that no format knows. */
export function roleOf(name: string): Role | undefined {
  return speakers.get(name) ?? speakers.get(name.toLowerCase());
}
