import { readFileSync } from "node:fs";
import { allRuns, fit, scoredFiles, settings, speedTarget } from "./selfhostFit.mjs";
import { hourRuns } from "./selfhostHours.mjs";
import { parseCsv } from "./selfhostRows.mjs";
import { causesOf, spreadFrom } from "./selfhostSpread.mjs";
const { scored, further } = allRuns();
const all = [...scored, ...further].filter(speedTarget.rows);
const stated = hourRuns(scoredFiles.flatMap((p) => parseCsv(readFileSync(p, "utf8"))));
const offs = [];
for (const source of new Set(stated.map((o) => o.source))) {
  const rest = all.filter(({ row }) => row.source !== source);
  const values = settings(fit(speedTarget, rest));
  const known = new Set(rest.map(({ run }) => run.profile.id));
  const cards = new Set(rest.map(({ gpu }) => gpu?.id ?? ""));
  for (const { m, hours, publisher } of stated.filter((o) => o.source === source))
    offs.push({
      source: publisher,
      id: m.row.id,
      off: Math.log(Number(m.row.wall_h) / hours(values)),
      causes: causesOf("speed", m, known, cards),
    });
}
const sources = [...new Set(offs.map((o) => o.source))];
let row = 0,
  src = 0;
for (const s of sources) {
  const spread = spreadFrom(offs.filter((o) => o.source !== s));
  const rs = offs.filter((o) => o.source === s);
  const c = rs.filter((o) => {
    const { low, high } = spread(o.causes);
    return o.off >= low && o.off <= high;
  }).length;
  row += c;
  src += c / rs.length;
  console.log(
    s.padEnd(60),
    rs.length,
    (c / rs.length).toFixed(2),
    rs
      .map((o) => Math.exp(o.off).toFixed(2))
      .slice(0, 8)
      .join(" "),
    rs[0].causes.join("+"),
  );
}
const { low, high } = spreadFrom(offs)([]);
console.log(
  "rows",
  row,
  "of",
  offs.length,
  "src",
  src / sources.length,
  sources.length,
  Math.exp(low),
  Math.exp(high),
  "middle",
  Math.exp((low + high) / 2),
);
