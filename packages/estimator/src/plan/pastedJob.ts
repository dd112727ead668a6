import { isRecord } from "../check/fields.ts";
import { jsonRecords } from "../check/records.ts";

/** A bare word: nothing, true or false, or a name. */
function meaningOf(word: string): unknown {
  if (/^(?:None|null|undefined|NaN)$/u.test(word)) return null;
  return /^(?:[Tt]rue|[Ff]alse)$/u.test(word) ? /^t/iu.test(word) : word;
}

const depthLimit = 64;

/** Reads JSON and what Python or a console prints of an object; throws a SyntaxError for none. @param areFields `a='b' c=2`, as pydantic */
function readPasted(pasted: string, start: number, areFields: boolean): unknown {
  let at = start;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(pasted)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  const quoted = (): string | undefined =>
    take(/"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|`(?:[^`\\]|\\[^])*`/uy)
      ?.slice(1, -1)
      .replaceAll(/\\([^])/gu, "$1");
  const members = (end: RegExp, depth: number): { named: Record<string, unknown>; bare: readonly unknown[] } => {
    const [named, bare]: [[string, unknown][], unknown[]] = [[], []];
    for (;;) {
      take(/(?:[\s,]|\.\.\. \d+ more items?)*/uy);
      if (take(end) !== undefined) return { named: Object.fromEntries(named), bare };
      const before = at;
      const name = quoted() ?? take(/[\p{L}_$\d][\w$]*/uy);
      if (name !== undefined && take(/\s*[=:]/uy) !== undefined) named.push([name, value(depth)]);
      else {
        at = before;
        bare.push(value(depth));
      }
    }
  };
  const value = (depth: number): unknown => {
    if (depth > depthLimit) throw new SyntaxError("nested too deep");
    take(/\s*/uy);
    const text = quoted();
    if (text !== undefined) return text;
    const number = take(/[+-]?\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?n?/iuy);
    if (number !== undefined) return Number(number.replaceAll(/[_n]/gu, ""));
    if (take(/\{/uy) !== undefined) return members(/\}/uy, depth + 1).named;
    // `[Object]` and `[Array]`: what a console does not unfold.
    if (take(/\[(?:(?:Object|Array|Function)[^\]]*(?=\]))?/uy) !== undefined) return members(/\]/uy, depth + 1).bare;
    const name = take(/[\p{L}_$][\w$.]*(?:\[[\w.]*\])?/uy);
    if (take(/\(/uy) === undefined) {
      if (name === undefined) throw new SyntaxError("no value");
      return meaningOf(name);
    }
    const { named, bare } = members(/\)/uy, depth + 1);
    if (name === undefined) return bare;
    // A time (`datetime.datetime(2024, 7, 1)`) as its day.
    if (/date(?:time)?$/u.test(name)) return [0, 1, 2].map((part) => String(bare[part]).padStart(2, "0")).join("-");
    return Object.keys(named).length === 0 && bare.length === 1 ? bare[0] : named;
  };
  return areFields ? members(/$/uy, 0).named : value(0);
}

/** Where the value of a pasted text may begin: behind `JSON:`, at a constructor, at a bracket. */
const beginnings: readonly RegExp[] = [/(?<=JSON:\s*)\{/u, /[A-Z]\w*(?:\[\w+\])?\(\s*\w+\s*=/u, /[{[]/u];

function attempt(read: () => unknown): unknown {
  try {
    const value = read();
    return isRecord(value) || Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The value in a pasted text; undefined where it holds none. */
export function pastedValue(text: string): unknown {
  const records = jsonRecords(text);
  if (records !== null) return records.length === 1 ? records[0] : records;
  for (const beginning of beginnings) {
    const found = beginning.exec(text);
    const value = found === null ? undefined : attempt(() => readPasted(text, found.index, false));
    if (value !== undefined) return value;
  }
  if (!/^\s*\w+=\S/u.test(text)) return undefined;
  const fields = attempt(() => readPasted(text, 0, true));
  return isRecord(fields) && Object.keys(fields).length > 1 ? fields : undefined;
}

/** The answer in what Alibaba's API puts around it; any other value as it is. */
export function unwrapped(value: unknown): unknown {
  return isRecord(value) && "request_id" in value && isRecord(value["output"]) ? value["output"] : value;
}

export function jobId(job: unknown): string | null {
  const names = isRecord(job) ? [job["id"], job["name"], job["job_id"], job["jobArn"]] : [];
  return names.filter((name) => typeof name === "string").find((name) => name !== "") ?? null;
}

/** The jobs of a list as providers return it; the value alone where it is none. */
export function jobsIn(given: unknown): readonly unknown[] {
  const value = unwrapped(given);
  const listed = isRecord(value) ? (value["data"] ?? value["jobs"] ?? value["items"] ?? value["tuningJobs"]) : null;
  const areJobs =
    Array.isArray(listed) &&
    listed.length > 0 &&
    listed.every((one) => isRecord(one) && ("model" in one || "baseModel" in one) && jobId(one) !== null);
  return areJobs ? listed : [value];
}
