// @ts-check
/**
 * The guide, the contracts and the reference as static pages beside the calculator (`apps/calculator/dist/guide`), in its
 * look. Pages of the guide are the Markdown of this folder; the reference is made of the comments above what the packages give away.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { Marked } from "marked";
import { entries } from "../../.config/contracts/apiReport.mjs";
import { fieldsOf } from "../../.config/contracts/declarations.mjs";

const here = new URL("./", import.meta.url);
const out = new URL("../calculator/dist/guide/", here);
const repository = "https://github.com/tunecast/tunecast/blob/main/";

/** The pages in the order in which they are read. */
const order = [
  "the-page",
  "the-verdict",
  "ranges",
  "tokens",
  "first-estimate",
  "your-data",
  "own-prices",
  "questions",
  "deciding",
  "the-curve",
  "own-gpus",
  "trainers-configs",
  "embedding",
  "in-ci",
  "at-scale",
  "architecture",
];

/** @param {string} text */
const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Links of the Markdown as links of the pages: pages to pages, files of the repository to the repository. @param {string} href */
function linked(href) {
  if (/^[a-z]+:|^#/.test(href)) return href;
  if (href.endsWith("calculator/README.md")) return "../index.html";
  if (href.endsWith("KINDS.md")) return "kinds.html";
  if (!href.startsWith("../")) return href.replace(/\.md$/, ".html");
  return repository + new URL(href, "file:///apps/guide/").pathname.slice(1);
}

const markdown = new Marked({
  renderer: {
    heading: (text, level) =>
      `<h${level} id="${text
        .toLowerCase()
        .replaceAll(/<[^>]+>|[^\w ]+/g, "")
        .replaceAll(" ", "-")}">${text}</h${level}>\n`,
    image: (href, _title, text) => `<img src="${escaped(href)}" alt="${escaped(text)}" loading="lazy">`,
    link: (href, _title, text) => `<a href="${escaped(linked(href))}">${text}</a>`,
    table: (header, body) =>
      `<div class="scroll" tabindex="0" role="region" aria-label="Table"><table><thead>${header}</thead><tbody>${body}</tbody></table></div>\n`,
    code: (code) => `<pre tabindex="0"><code>${escaped(code)}</code></pre>\n`,
  },
});

/** Markdown as HTML. @param {string} text @returns {string} */
function html(text) {
  const made = markdown.parse(text);
  return typeof made === "string" ? made : "";
}

/** @param {string} name @param {string} title @param {string} body */
function page(name, title, body) {
  const sheet = readdirSync(new URL("../assets/", out)).find((file) => file.endsWith(".css"));
  const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";
  const links = [...pages, { name: "reference", title: "Reference" }, { name: "kinds", title: "Kinds" }].map(
    (one) =>
      `<li><a href="${one.name}.html"${one.name === name ? ' aria-current="page"' : ""}>${escaped(one.title)}</a></li>`,
  );
  const whole = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Tunecast</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="../icon.png" type="image/png">
<link rel="stylesheet" href="../assets/${sheet}">
<link rel="stylesheet" href="guide.css">
</head>
<body class="guide">
<header><a href="../index.html">Tunecast: the calculator</a></header>
<nav aria-label="Pages"><ul>${links.join("")}</ul></nav>
<main>
${body}</main>
</body>
</html>
`;
  writeFileSync(new URL(`${name}.html`, out), whole);
}

/** The reference: every entry, every name, its comment, its declaration and its fields. */
function reference() {
  const parts = entries().map(({ entry, declarations }) => {
    const items = declarations.map((declaration) => {
      const fields = fieldsOf(declaration).filter((/** @type {{ comment: string }} */ { comment }) => comment !== "");
      const rows = fields.map(
        (/** @type {any} */ { name, optional, type, comment }) =>
          `<dt><code>${escaped(name)}${optional ? "?" : ""}: ${escaped(type)}</code></dt><dd>${said(comment)}</dd>`,
      );
      const list = rows.length > 0 ? `<dl>${rows.join("")}</dl>` : "";
      const code = declaration.text.replace(/^export (?:declare )?/, "");
      return `<section id="${escaped(`${entry}.${declaration.name}`)}"><h3><code>${escaped(declaration.name)}</code></h3>${said(declaration.comment)}<pre tabindex="0"><code>${escaped(code)}</code></pre>${list}</section>`;
    });
    return `<h2 id="${escaped(entry)}"><code>${escaped(entry)}</code></h2>${items.join("\n")}`;
  });
  const contents = entries().map(
    ({ entry }) => `<li><a href="#${escaped(entry)}"><code>${escaped(entry)}</code></a></li>`,
  );
  return `<h1>Reference</h1><p>Made of the comments above what the packages give away.</p><ul>${contents.join("")}</ul>${parts.join("\n")}`;
}

/** A comment as text: paragraphs, and code in its marks. @param {string} comment */
function said(comment) {
  const text = comment.replaceAll(/^@(\w+) ?/gm, "\n$1: ").trim();
  return text === "" ? "" : html(text);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
/** @param {URL} file */
const read = (file) => readFileSync(file, "utf8");
const pages = order.map((name) => {
  const text = read(new URL(`${name}.md`, here));
  return { name, title: /^# (.+)/.exec(text)?.[1] ?? name, text };
});
const unknown = readdirSync(here).filter((file) => file.endsWith(".md") && !order.includes(basename(file, ".md")));
if (unknown.length > 0) throw new Error(`${unknown.join(", ")}: not in the order of the guide.`);
for (const { name, title, text } of pages) page(name, title, html(text));
page("kinds", "Kinds", html(read(new URL("../../packages/estimator/KINDS.md", here))));
page("reference", "Reference", reference());
writeFileSync(new URL("index.html", out), read(new URL("the-page.html", out)));
cpSync(new URL("pictures/", here), new URL("pictures/", out), { recursive: true });
writeFileSync(new URL("guide.css", out), read(new URL("guide.css", here)));
console.log(`guide: ${pages.length + 2} pages in ${fileURLToPath(out)}`);
