import { answerText } from "@tunecast/estimator";
import { byCompleteness, lacksData } from "@tunecast/estimator/answer";
import { csvText, offerRows } from "@tunecast/estimator/rows";
import { offerMarkdown } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { commandText, libraryText } from "../question/commands.ts";
import { places } from "../question/places.ts";
import { ScenarioList } from "./Scenarios.tsx";
import { Scroll } from "./Scroll.tsx";

/** What the reader takes along: the answer as JSON, the table, the link, and the same question elsewhere. */
export function TakeAway({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const answer = calculator.liveAnswer.answer.value;
  const question = calculator.question.value;
  const json = (): string => {
    const whole = calculator.liveAnswer.canonical();
    return whole === null ? "" : answerText(whole);
  };
  if (answer === null || question === null || answer.problem !== undefined) return null;
  const command = commandText(question, calculator.form.countedNames, calculator.ownPrices.applied.value?.name);
  const library = libraryText(question);
  return (
    <section class="take-away" aria-labelledby="take-title">
      <h2 id="take-title">Take it along</h2>
      <div class="buttons">
        <button type="button" onClick={() => calculator.form.desk.save("tunecast.json", "application/json", json())}>
          Download JSON
        </button>
        <button type="button" onClick={() => void calculator.form.desk.copy("the link", calculator.form.link.value)}>
          Copy link
        </button>
        <button
          type="button"
          onClick={() => void calculator.form.desk.copy("the table as Markdown", markdown(calculator))}
        >
          Copy as Markdown
        </button>
        <button type="button" onClick={() => calculator.form.desk.save("tunecast.csv", "text/csv", csv(calculator))}>
          Download CSV
        </button>
        <button type="button" onClick={() => void calculator.form.desk.copy("the table as CSV", csv(calculator))}>
          Copy as CSV
        </button>
        <button type="button" onClick={() => calculator.form.desk.print()}>
          Print or save as PDF
        </button>
      </div>
      <ScenarioList calculator={calculator} />
      <h3>The same question on the command line</h3>
      <Code calculator={calculator} name="the command" text={command} />
      <h3>The same question in a program</h3>
      <Code calculator={calculator} name="the program" text={library} />
      <p class="made-from">
        Price book of {answer.prices.version}, fingerprint <code>{answer.prices.sha256.slice(0, 12)}</code>. The same
        question gives the same bytes in the library, the command and this page.
      </p>
      <p class="made-from">
        {places.map(([name, address]) => (
          <a key={name} href={address} rel="noreferrer">
            {name}
          </a>
        ))}
      </p>
    </section>
  );
}

function Code({ calculator, name, text }: { calculator: Calculator; name: string; text: string }): JSX.Element {
  return (
    <div class="code">
      <Scroll label={name}>
        <pre>
          <code>{text}</code>
        </pre>
      </Scroll>
      <button type="button" onClick={() => void calculator.form.desk.copy(name, text)}>
        Copy<span class="unseen"> {name}</span>
      </button>
    </div>
  );
}

/** The offers as the reader has searched and sorted them; who has not sorted gets the order of the command. */
export function csv(calculator: Calculator): string {
  const answer = calculator.liveAnswer.answer.value;
  if (answer === null) return "";
  const { sort, descending } = calculator.form.choices.value;
  const listed = calculator.table.listed.value;
  const offers = sort === "total" && !descending ? listed.toSorted(byCompleteness) : listed;
  const { header, rows } = offerRows({ ...answer, offers });
  return csvText(header, rows);
}

function markdown(calculator: Calculator): string {
  const answer = calculator.liveAnswer.answer.value;
  if (answer === null) return "";
  const { asOf, prices } = answer;
  const table = offerMarkdown(calculator.table.listed.value, lacksData(answer));
  const { unsaid } = calculator;
  return `${table}\nPrices in force on ${asOf}, price book of ${prices.version}. ${calculator.form.link.value}\n${unsaid === "" ? "" : `${unsaid}\n`}`;
}
