// @ts-check
/**
 * The script of the action: asks the command, writes the answer (`tunecast-estimate.json`), the summary of the job and one
 * comment in the pull request, which later runs write anew, and ends as the command ends. Needs Node alone.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";

const { env } = process;
const mark = `<!-- tunecast${env["ID"] ? ` ${env["ID"].replaceAll(/[^\w.-]/g, "")}` : ""} -->`;
/** Words as a shell reads them: quotes and backslashes keep spaces. @param {string | undefined} text @returns {string[]} */
const words = (text) =>
  [...(text ?? "").matchAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs)].map(([word]) =>
    word.replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs, (_, double, single, escaped) =>
      double === undefined ? (single ?? escaped) : double.replaceAll(/\\(["\\$`])/g, "$1"),
    ),
  );
/** One path a line, or words. @param {string} [text] */
const paths = (text = "") =>
  text.trim().includes("\n")
    ? text.split("\n").flatMap((line) => (line.trim() === "" ? [] : line.trim()))
    : words(text);
/** @param {string} option @param {string | undefined} value @returns {string[]} */
const limit = (option, value) => (value === undefined || value === "" ? [] : [option, value]);

const [program = "npx", ...before] = words(env["TUNECAST"]);
const question = [...words(env["OPTIONS"]), "--", ...paths(env["FILES"])];
const limits = [
  ...limit("--max", env["MAX"]),
  ...limit("--max-monthly", env["MAX_MONTHLY"]),
  ...limit("--warn", env["WARN"]),
];
/** @param {string[]} args */
const tunecast = (...args) =>
  spawnSync(program, [...before, "estimate", ...args, ...question], { encoding: "utf8", maxBuffer: 1e9 });

const answered = tunecast(...limits, "--format", "json");
const said = (answered.stderr ?? "").replaceAll(/^tunecast: /gm, "").trim();
const code = answered.status ?? 3;
const verdict =
  /^(Pass|Warning|Fail):/m.exec(said)?.[1]?.toLowerCase() ?? (code === 0 ? "pass" : code === 1 ? "fail" : "problem");
const table = code > 1 ? "" : tunecast("--format", "markdown", "--top", "10").stdout.trim();
if (code <= 1) writeFileSync("tunecast-estimate.json", answered.stdout);

const { asOf, prices } = code <= 1 ? JSON.parse(answered.stdout) : { asOf: "", prices: {} };
const comment = [
  mark,
  `### Fine-tuning cost: ${verdict}`,
  "",
  said,
  "",
  ...(table === "" ? [] : ["<details><summary>The cheapest offers</summary>", "", table, "", "</details>", ""]),
  ...(code <= 1 ? [`As of ${asOf}, prices of ${prices.version}. An estimate: the provider's invoice decides.`] : []),
]
  .join("\n")
  .trim();

console.log(said);
for (const [file, text] of [
  [env["GITHUB_STEP_SUMMARY"], `${comment}\n`],
  [env["GITHUB_OUTPUT"], `verdict=${verdict}\n`],
])
  if (file) appendFileSync(file, text ?? "");
await post(comment).catch((/** @type {Error} */ { message }) =>
  console.error(`The comment was not written: ${message}`),
);
process.exitCode = code;

/** Writes the comment of the pull request, or writes it anew; nothing outside of one. @param {string} body */
async function post(body) {
  const event = env["GITHUB_EVENT_PATH"] ? JSON.parse(readFileSync(env["GITHUB_EVENT_PATH"], "utf8")) : {};
  const number = event.pull_request?.number;
  if (number === undefined || !env["GITHUB_TOKEN"]) return;
  const comments = `${env["GITHUB_API_URL"]}/repos/${env["GITHUB_REPOSITORY"]}/issues/${number}/comments`;
  let own;
  for (let page = 1, more = true; own === undefined && more; page++) {
    const known = await ask(`${comments}?per_page=100&page=${page}`);
    own = known.find((/** @type {{ body?: string }} */ one) => one.body?.startsWith(mark));
    more = known.length === 100;
  }
  await (own === undefined ? ask(comments, "POST", { body }) : ask(own.url, "PATCH", { body }));
}

/** @param {string} address @param {string} [method] @param {object} [body] */
async function ask(address, method = "GET", body) {
  const headers = { accept: "application/vnd.github+json", authorization: `Bearer ${env["GITHUB_TOKEN"]}` };
  const response = await fetch(address, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  if (!response.ok) throw new Error(`${method} ${response.status}`);
  return response.json();
}
