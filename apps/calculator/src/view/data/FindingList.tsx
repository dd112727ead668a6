import type { Finding } from "@tunecast/dataset";
import type { JSX } from "preact";
import { numberText } from "../../question/numberText.ts";
import type { FileFinding } from "../../tokens/fileCount.ts";
import { type FindingGroup, findingGroups } from "../../tokens/findingGroups.ts";

interface FindingsProps {
  readonly label: string;
  /** Each with its first places, and what to do. */
  readonly found: readonly (readonly [severity: string, sentence: string, fix: string])[];
}

function Findings({ label, found }: FindingsProps): JSX.Element | null {
  if (found.length === 0) return null;
  return (
    <ul class="findings" aria-label={label}>
      {found.map(([severity, sentence, fix]) => (
        <li key={`${severity} ${sentence}`} class={severity}>
          {sentence} <span class="soft">{fix}</span>
        </li>
      ))}
    </ul>
  );
}

/** What was found in the file, whatever becomes of it. */
export function FileFindings({ findings }: { findings: readonly FileFinding[] }): JSX.Element {
  const found = findings.map(({ severity, sentence, fix, count, lines, places }) => {
    const first =
      lines.length === 0 ? "" : `, first in ${places === "rows" ? "row" : "line"} ${numberText(lines[0] ?? 0)}`;
    const times = `${numberText(count)} ${count === 1 ? "time" : "times"}${first}.`;
    return [severity, `${sentence} ${times}`, fix] as const;
  });
  return <Findings label="Found in the file" found={found} />;
}

/** What a provider's rules say of the file, by kind. */
export function FindingList({ findings, label }: { findings: readonly Finding[]; label: string }): JSX.Element {
  const found = findingGroups(findings).map(
    (group) => [group.first.severity, `${group.first.sentence} ${furtherText(group)}`.trim(), group.first.fix] as const,
  );
  return <Findings label={label} found={found} />;
}

/** `The same in lines 2, 3, 4, 5 and 35 more places.` */
function furtherText({ lines, more }: FindingGroup): string {
  if (lines.length === 0 && more <= 0) return "";
  const places = `${numberText(more)} more ${more === 1 ? "place" : "places"}`;
  if (lines.length === 0) return `The same in ${places}.`;
  const named = `${lines.length === 1 ? "line" : "lines"} ${lines.map(numberText).join(", ")}`;
  return `The same in ${named}${more > 0 ? ` and ${places}` : ""}.`;
}
