import { explain, type Problem } from "@tunecast/estimator";

/** What browsers say of a part of a page that they cannot fetch. */
const notFetched = /dynamically imported module|importing a module script|failed to fetch|networkerror|load failed/iu;

/** A problem of counting or checking in words. A part of the page that is not on this computer yet needs a network. */
export function fileProblemText(problem: Problem): string {
  const said = String(problem["message"] ?? problem["reason"] ?? "");
  const missing = problem.kind === "vocabulary_not_loaded" || problem.kind === "counting_failed";
  if (!missing || !notFetched.test(said)) return explain(problem);
  return "What counts the tokens is not on this computer yet and could not be fetched. Count once with a network; from then on it works without. If there is one, load the page again.";
}
