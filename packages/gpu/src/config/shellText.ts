/** What a script sets before it starts its run: `NAME=value`, arrays, here-documents read into a name. */
type Variables = Map<string, string>;

/**
 * The commands of a shell script, one a line, with what the script sets filled in: variables, arrays, `${NAME:-default}`,
 * here-documents and sums. What the script is given from outside (`$1`, `$HOME`) stays as it is written.
 */
export function shellCommands(text: string): string[] {
  const variables: Variables = new Map();
  return logicalLines(text)
    .filter((line) => !keep(line, variables))
    .map((line) => filled(line, variables));
}

/** Lines without comments; those that a backslash, a here-document or an open bracket joins are one. */
function logicalLines(text: string): string[] {
  const plain = text.replaceAll(/^\s*#.*$/gm, "").replaceAll(/\\[ \t]*(?:#.*)?\r?\n/g, " ");
  const documents = plain.replaceAll(
    /read\s+(?:-r\s+)?-d\s+''\s+(?:-r\s+)?(\w+)\s*<<-?\s*['"]?(\w+)['"]?\n([\s\S]*?)\n\s*\2\b/g,
    (_whole, name: string, _end: string, body: string) => `${name}=(${oneLine(body)})`,
  );
  const arrays = documents.replaceAll(
    /^(\s*(?:export\s+)?\w+\+?=\()[ \t]*\n([\s\S]*?)\n\s*\)[ \t]*$/gm,
    (_whole, start: string, body: string) => `${start}${oneLine(body.replaceAll(/\s#.*$/gm, ""))})`,
  );
  return arrays.split("\n");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ").trim();
}

/** Keeps what a line sets; false where it sets nothing. */
function keep(line: string, variables: Variables): boolean {
  const [, name, joined, list, value] =
    /^\s*(?:export\s+|local\s+)?([A-Za-z_]\w*)(\+?)=(?:\((.*)\)\s*|("(?:[^"\\]|\\.)*"|'[^']*'|\$\(\(.*\)\)|\S*))\s*(?:#.*)?$/.exec(
      line,
    ) ?? [];
  if (name === undefined) return false;
  const said = list ?? value?.replace(/^(["'])([\s\S]*)\1$/, "$2") ?? "";
  const before = joined === "+" ? `${variables.get(name) ?? ""} ` : "";
  variables.set(name, before + filled(said, variables));
  return true;
}

/** What a command that is not run would give. */
const notKnown = "$OUTPUT";

function filled(line: string, variables: Variables): string {
  let named = line.replaceAll(/"?\$\{(\w+)\[[@*]\]\}"?/g, (whole, name: string) => variables.get(name) ?? whole);
  // From within: `${PATH_OF:-"${HOME}/models"}`.
  for (let before = ""; before !== named;) {
    before = named;
    named = named.replaceAll(
      /\$\{(\w+)(?::?-"?([^{}"]*)"?)?\}/g,
      (_whole, name: string, other?: string) => variables.get(name) ?? other ?? `$${name}`,
    );
  }
  named = named.replaceAll(/\$([A-Za-z_]\w*)/g, (whole, name: string) => variables.get(name) ?? whole);
  const reckoned = (sum: string): string =>
    String(sumOf(sum.replaceAll(/[A-Za-z_]\w*/g, (name) => variables.get(name) ?? name)) ?? notKnown);
  return named
    .replaceAll(/\$\(\((.*?)\)\)(?!\))/g, (_whole, sum: string) => reckoned(sum))
    .replaceAll(/\$\(expr ([^()]*)\)/g, (_whole, sum: string) => reckoned(sum))
    .replaceAll(/\$\([^()]*\)/g, notKnown);
}

/** A sum of whole numbers with `+ - * /` and brackets, as the shell reckons; undefined for anything else. */
function sumOf(text: string): number | undefined {
  const words = text.match(/\d+|[-+*/()]|\S/g) ?? [];
  let at = 0;
  const value = (): number => {
    if (words[at] === "(") {
      at += 1;
      const inner = sum();
      at += 1;
      return inner;
    }
    return Number(words[at++]);
  };
  const product = (): number => {
    let all = value();
    while (words[at] === "*" || words[at] === "/")
      all = words[at++] === "*" ? all * value() : Math.trunc(all / value());
    return all;
  };
  const sum = (): number => {
    let all = product();
    while (words[at] === "+" || words[at] === "-") all = words[at++] === "+" ? all + product() : all - product();
    return all;
  };
  const all = sum();
  return Number.isFinite(all) && at >= words.length ? all : undefined;
}
