import type { Finding } from "@tunecast/dataset";
import type { JSX } from "preact";
import { numberText } from "../../question/numberText.ts";
import { type FindingGroup, findingGroups } from "../../tokens/findingGroups.ts";

/** Findings by kind, each with its first places and what to do. */
export function FindingList({ findings, label }: { findings: readonly Finding[]; label: string }): JSX.Element | null {
  if (findings.length === 0) return null;
  return (
    <ul class="findings" aria-label={label}>
      {findingGroups(findings).map((group) => (
        <Line key={`${group.first.severity} ${group.first.code}`} group={group} />
      ))}
    </ul>
  );
}

function Line({ group }: { group: FindingGroup }): JSX.Element {
  const { severity, sentence, fix } = group.first;
  return (
    <li class={severity}>
      <span class="severity">{severity}</span>
      <span>
        {sentence} {furtherText(group)}
        <span class="fix">{fix}</span>
      </span>
    </li>
  );
}

/** `The same in lines 2, 3, 4, 5 and 35 more places.` */
function furtherText({ lines, more }: FindingGroup): string {
  if (lines.length === 0 && more <= 0) return "";
  const places = `${numberText(more)} more ${more === 1 ? "place" : "places"}`;
  if (lines.length === 0) return `The same in ${places}. `;
  const named = `${lines.length === 1 ? "line" : "lines"} ${lines.map(numberText).join(", ")}`;
  return `The same in ${named}${more > 0 ? ` and ${places}` : ""}. `;
}
