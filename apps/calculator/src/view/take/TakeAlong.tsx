import { answerText, estimate } from "@tunecast/estimator";
import { csvText, focusRows, offerRows } from "@tunecast/estimator/rows";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { commandText, libraryText, verdictCommand } from "../../question/commands.ts";
import { shownDay } from "@tunecast/estimator/text";
import type { Calculator } from "../../state/calculator.ts";
import { CopyLink } from "../decide/CopyLink.tsx";
import { nice } from "../text.ts";
import { Card } from "./Card.tsx";
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no value
import "../../style/doors.css";

/** The link, the card, and the same answer elsewhere. Nothing here changes the answer. */
export function TakeAlong({ calculator }: { calculator: Calculator }): JSX.Element {
  const { form, pinned, unsaid } = calculator;
  const day = form.inputs.value.day ?? form.today;
  return (
    <>
      <h1 class="verdict">
        <strong>Take it along</strong>{" "}
        <span>{`The link opens with this answer and its day, ${shownDay(day)}. ${unsaid}`.trim()}</span>
      </h1>
      <div class="steer">
        <input
          id="link"
          type="text"
          aria-label="Link"
          readOnly
          value={pinned.value}
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyLink calculator={calculator} />
      </div>
      <div class="two">
        <section aria-labelledby="card">
          <h2 id="card">A card for your own page</h2>
          <Card calculator={calculator} />
          <p class="act">
            <button type="button" onClick={() => void form.actions.copy("the embed code", embedCode(calculator))}>
              Copy the embed code
            </button>
          </p>
        </section>
        <section aria-labelledby="elsewhere">
          <h2 id="elsewhere">The same answer elsewhere</h2>
          <Elsewhere calculator={calculator} />
          <h2>What a shared link shows</h2>
          <p class="preview">
            <b>{nice(calculator.title.value)}</b>
            <br />
            <small>
              A host that renders the page for previews shows this beside the link; any other shows the page’s question.
            </small>
          </p>
        </section>
      </div>
    </>
  );
}

function embedCode({ form, pinned }: Calculator): string {
  const fragment = pinned.value.slice(pinned.value.indexOf("#"));
  const address = `${form.page.replace(/\?.*$/u, "")}?embed${fragment}`;
  return `<iframe src="${address.replaceAll("&", "&amp;")}" title="Tunecast" width="480" height="420" loading="lazy" style="border:0;max-width:100%"></iframe>`;
}

function Elsewhere({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const { form, ownPrices, liveAnswer, verdicts } = calculator;
  const [shown, setShown] = useState<"command" | "verdict’s command" | "code" | null>(null);
  const [question, answer] = [calculator.question.value, liveAnswer.answer.value];
  // Nobody takes the offers of an earlier question along, nor a bill that the verdicts on a file may replace.
  const isBillOpen = liveAnswer.isHeadlineBehind.value || verdicts.isRunning.value;
  const headline = liveAnswer.isHeadlineBehind.value ? null : liveAnswer.headline.value;
  if (answer === null || question === null) return null;
  const own = ownPrices.applied.value?.name;
  const texts = {
    command: commandText(question, form.countedFiles, own),
    "verdict’s command": headline?.decision == null ? null : verdictCommand(headline.asked, form.countedFiles, own),
    code: libraryText(question),
  };
  const text = shown === null ? null : texts[shown];
  const toggle = (which: keyof typeof texts, name: string): JSX.Element => (
    <button type="button" aria-expanded={shown === which} onClick={() => setShown(shown === which ? null : which)}>
      {name}
    </button>
  );
  return (
    <>
      <p class="act">
        {toggle("command", "Command")}
        {texts["verdict’s command"] !== null && toggle("verdict’s command", "Verdict’s command")}
        {toggle("code", "Code")}
        {files.map(([kind, file, type, content]) => (
          <button
            key={kind}
            type="button"
            disabled={liveAnswer.isBehind.value || (kind === "FOCUS" && isBillOpen)}
            onClick={() => form.actions.save(file, type, content(calculator))}
          >
            {kind}
          </button>
        ))}
        <button type="button" onClick={() => form.actions.surface.print()}>
          Print
        </button>
      </p>
      {text !== null && (
        <div class="code">
          <pre aria-label={shown ?? ""}>
            <code>{text}</code>
          </pre>
          <button type="button" onClick={() => void form.actions.copy(`the ${shown}`, text)}>
            Copy
          </button>
        </div>
      )}
      <p class="after small soft">
        Price book of {shownDay(answer.prices.version)}, fingerprint <code>{answer.prices.sha256.slice(0, 12)}</code>.
        The same question gives the same bytes in the library and the command: the bill of each offer. The verdict’s
        command gives the verdict, with labels, tests and every way.
      </p>
    </>
  );
}

/** The offers as the reader has searched and sorted them. */
export function csv({ liveAnswer, table }: Calculator): string {
  const answer = liveAnswer.answer.value;
  return answer === null ? "" : csvText(offerRows({ ...answer, offers: table.listed.value }));
}

/** The bill of the offer at the top as rows of FOCUS 1.2, as the command writes them. */
export function focus({ liveAnswer }: Calculator): string {
  const [answer, headline] = [liveAnswer.answer.value, liveAnswer.headline.value];
  return answer === null || headline === null ? "" : csvText(focusRows({ ...answer, offers: [headline.offer] }));
}

/** The whole answer of the question, whatever is searched for. */
function json({ question: { value: question } }: Calculator): string {
  return question === null ? "" : answerText(estimate(question));
}

const files = [
  ["CSV", "tunecast.csv", "text/csv", csv],
  ["JSON", "tunecast.json", "application/json", json],
  ["FOCUS", "tunecast-focus.csv", "text/csv", focus],
] as const;
