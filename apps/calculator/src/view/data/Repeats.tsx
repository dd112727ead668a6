import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Calculator } from "../../state/calculator.ts";
import { bytesText, numberText } from "../../question/numberText.ts";
import { rulesOf } from "../../state/takes.ts";
import { fileProblemText } from "../../tokens/problemText.ts";
import { FindingList } from "./FindingList.tsx";

/** The texts of both files are held while they are compared: larger ones are work for the command. */
const mostBytes = 60_000_000;

interface RepeatsProps {
  readonly calculator: Calculator;
  readonly file: Blob;
  readonly name: string;
}

/** Examples that nearly repeat another: beside a validation file they are looked for at once, else where somebody asks. */
export function Repeats({ calculator, file, name }: RepeatsProps): JSX.Element {
  const { repeats, form, choice } = calculator;
  const other = form.validation.state.value;
  const validation = other.kind === "counted" ? other.file : null;
  const id = choice.value.offer?.id;
  // The check of an offer with rules names what is in both files word for word.
  const withSame = id === undefined || rulesOf(id, calculator.prices) === null;
  const size = file.size + (validation?.size ?? 0);
  const run = (): void => void repeats.run({ file, name, validation, withSame });
  useEffect(() => {
    if (validation !== null && size <= mostBytes) run();
    return () => repeats.clear();
  }, [calculator, file, validation, withSame]);
  return (
    <section class="repeats" aria-labelledby="repeats-title">
      <h3 id="repeats-title">Examples that nearly repeat another</h3>
      {size > mostBytes ? (
        <p>
          This page looks for them in files of up to {bytesText(mostBytes)};{" "}
          <code>npx tunecast check FILE --provider ID --near-duplicates</code> does in larger ones.
        </p>
      ) : (
        <Found calculator={calculator} size={size} run={run} isAlone={validation === null} />
      )}
    </section>
  );
}

function Found({
  calculator: { repeats },
  size,
  run,
  isAlone,
}: {
  calculator: Calculator;
  size: number;
  run: () => void;
  isAlone: boolean;
}): JSX.Element {
  const state = repeats.state.value;
  if (state.kind === "failed") return <p class="problem">{fileProblemText(state.problem)}</p>;
  if (state.kind === "checking")
    return (
      <>
        <p id="comparing">Comparing {numberText(state.progress.rows)} rows so far</p>
        <progress max={Math.max(1, size)} value={state.progress.bytes} aria-labelledby="comparing" />
        <button type="button" onClick={() => repeats.cancel()}>
          Cancel the comparison
        </button>
      </>
    );
  if (state.kind === "checked")
    return state.report.length === 0 ? (
      <p>None: no two examples have seven tenths of their letters in common{isAlone ? "" : ", in neither file"}.</p>
    ) : (
      <FindingList findings={state.report} label="Examples that repeat another" />
    );
  return (
    <>
      <p class="hint">Two that say nearly the same teach little more than one, and flatter a test.</p>
      <button type="button" onClick={run}>
        Look for them
      </button>
    </>
  );
}
