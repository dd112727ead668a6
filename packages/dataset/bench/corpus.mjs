// @ts-check
import { closeSync, openSync, writeSync } from "node:fs";

/** @typedef {"english" | "code" | "multilingual" | "commits" | "mixed"} Kind */
/** @typedef {() => number} Random */

/** Common words, the most frequent first. */
const words = (
  "the of and to a in is that for it was on are as with his they be at one have this from or had by hot but some what " +
  "there we can out other were all your when up use word how said an each she which do their time if will way about " +
  "many then them would write like so these her long make thing see him two has look more day could go come did my " +
  "sound no most number who over know water than call first people may down side been now find any new work part take " +
  "get place made live where after back little only round man year came show every good me give our under name very " +
  "through just form much great think say help low line before turn cause same mean differ move right boy old too does " +
  "tell sentence set three want air well also play small end put home read hand port large spell add even land here " +
  "must big high such follow act why ask men change went light kind off need house picture try us again animal point " +
  "mother world near build self earth father head stand own page should country found answer school grow study still " +
  "learn plant cover food sun four thought let keep eye never last door between city tree cross since hard start might " +
  "story saw far sea draw left late run while press close night real life few stop open seem together next white " +
  "children begin got walk example ease paper often always music those both mark book letter until mile river car feet " +
  "care second group carry took rain eat room friend began idea fish mountain north once base hear horse cut sure watch " +
  "color face wood main enough plain girl usual young ready above ever red list though feel talk bird soon body dog " +
  "family direct pose leave song measure state product black short numeral class wind question happen complete ship " +
  "area half rock order fire south problem piece told knew pass farm top whole king size heard best hour better true " +
  "during hundred remember step early hold west ground interest reach fast five sing listen six table travel less " +
  "morning ten simple several vowel toward war lay against pattern slow center love person money serve appear road map " +
  "science rule govern pull cold notice voice fall power town fine certain fly unit lead cry dark machine note wait plan " +
  "figure star box noun field rest correct able pound done beauty drive stood contain front teach week final gave green"
).split(" ");

const onsets = "b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl sp st str t th tr v w z".split(" ");
const vowels = "a e i o u ai ea ee io oo ou".split(" ");
const codas = ["", "", "b", "ck", "d", "l", "ll", "m", "n", "nd", "ng", "nt", "r", "rd", "s", "ss", "st", "t", "x"];
const endings = ["", "", "", "ed", "er", "ing", "ion", "ly", "ment", "s", "ation", "ness", "able"];

/** Letters of some writing systems, with whether words are parted by spaces. @type {readonly [string, boolean][]} */
const scripts = [
  ["оеаинтсрвлкмдпуяыьгзбчйхжшю", true],
  ["αοιετσνηυρπκμλωδγχθφβξζ", true],
  ["اليمنورتبدعسفهكحقجشصخ", true],
  ["कतनरसमपलहवदयबगजचटशभािीेोु्", true],
  ["enairstuldgbmhcäöüßvpfkzwé", true],
  ["的一是不了人我在有他这中大来上个国和也子时道说出而要于就下得可你年生", false],
  ["のにはをたがでてとしれさあいうえおかくけこすせそちつなもやよりるん日本語人", false],
  ["이다는에가을의고하지로사기어리나은도인자시대그일수", true],
  ["านรอเกงมยลวดทสตะปบคหแจพชขใไโ", false],
];

/** mulberry32: the same text on every machine. @param {number} seed @returns {Random} */
function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @template T @param {Random} random @param {readonly T[]} list @returns {T} */
function pick(random, list) {
  return /** @type {T} */ (list.at(Math.floor(random() * list.length)));
}

/** The first of a list often, the last seldom (Zipf). @template T @param {Random} random @param {readonly T[]} list */
function frequent(random, list) {
  return /** @type {T} */ (list.at(Math.floor(list.length ** random()) - 1));
}

/** A word that is in no list. @param {Random} random */
function coined(random) {
  const syllable = () => pick(random, onsets) + pick(random, vowels) + pick(random, codas);
  return syllable() + (random() < 0.6 ? syllable() : "") + pick(random, endings);
}

/** Seldom words: in real text, too, most of them have been met before. */
const seldom = Array.from(
  { length: 40_000 },
  (
    (random) => () =>
      coined(random)
  )(mulberry32(5)),
);

/** @param {Random} random */
function word(random) {
  const kind = random();
  return kind < 0.7 ? frequent(random, words) : kind < 0.985 ? frequent(random, seldom) : coined(random);
}

/** @param {string} text */
function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {Random} random */
function englishSentence(random) {
  let text = word(random);
  text = capitalised(text);
  for (let left = 5 + Math.floor(random() * 16); left > 0; left -= 1) {
    text += (random() < 0.08 ? ", " : " ") + (random() < 0.02 ? String(Math.floor(random() * 5000)) : word(random));
    if (random() < 0.01) text += "'s";
  }
  return text + pick(random, [". ", ". ", ". ", "? ", ".\n", ".\n\n"]);
}

/** @param {Random} random */
function identifier(random) {
  const rest = word(random);
  return frequent(random, words) + (random() < 0.7 ? capitalised(rest) : `_${rest}`);
}

/** @param {Random} random */
function codeLine(random) {
  const [a, b, c] = [identifier(random), identifier(random), identifier(random)];
  const indent = "  ".repeat(Math.floor(random() * 4));
  const line = pick(random, [
    `const ${a} = ${b}.${c}(${Math.floor(random() * 1000)});`,
    `if (${a} === "${frequent(random, words)}") {`,
    "}",
    `return ${a}[${b}] ?? ${c};`,
    `function ${a}(${b}, ${c}) {`,
    `// ${englishSentence(random).trim()}`,
    `def ${a}(self, ${b}=None):`,
    `for (let i = 0; i < ${a}.length; i += 1) ${b}.push(${c}[i]);`,
    `import { ${a}, ${b} } from "./${c}.js";`,
    "",
  ]);
  return `${indent}${line}\n`;
}

/** @param {Random} random @param {readonly string[]} letters */
function foreignWord(random, letters) {
  let text = "";
  for (let n = 1 + Math.floor(random() * 8); n > 0; n -= 1) text += frequent(random, letters);
  return text;
}

/** The words of each writing system; a few of a text are none of them. */
const lexicons = scripts.map(([letters, spaced], seed) => {
  const random = mulberry32(seed);
  const alphabet = Array.from(letters);
  return { alphabet, spaced, lexicon: Array.from({ length: 3000 }, () => foreignWord(random, alphabet)) };
});

/** @param {Random} random */
function foreignSentence(random) {
  const { alphabet, spaced, lexicon } = pick(random, lexicons);
  let text = "";
  for (let left = 6 + Math.floor(random() * 12); left > 0; left -= 1) {
    text += random() < 0.97 ? frequent(random, lexicon) : foreignWord(random, alphabet);
    text += spaced ? " " : random() < 0.25 ? "，" : "";
  }
  return `${text.trim()}${spaced ? ". " : "。"}${random() < 0.03 ? pick(random, ["😀", "👍🏽", "👨‍👩‍👧", "🚀"]) : ""}`;
}

/** A line of a log: hardly anything of it comes again. @param {Random} random */
function commitLine(random) {
  const digits = Array.from({ length: 40 }, () => Math.floor(random() * 16).toString(16)).join("");
  const day = `2026-${String(1 + Math.floor(random() * 12)).padStart(2, "0")}-${String(1 + Math.floor(random() * 28)).padStart(2, "0")}`;
  const subject = Array.from({ length: 3 + Math.floor(random() * 5) }, () =>
    random() < 0.5 ? coined(random) : word(random),
  );
  return `${digits} ${day} ${coined(random)}@${coined(random)}.org ${identifier(random)}: ${subject.join(" ")} (#${Math.floor(random() * 1e5)})\n`;
}

/** @param {Kind} kind @param {Random} random @returns {(random: Random) => string} */
function sentenceOf(kind, random) {
  if (kind === "mixed")
    return sentenceOf(pick(random, ["english", "english", "english", "code", "multilingual"]), random);
  return { english: englishSentence, code: codeLine, multilingual: foreignSentence, commits: commitLine }[kind];
}

/** @param {(random: Random) => string} sentence @param {Random} random @param {number} sentences */
function paragraph(sentence, random, sentences) {
  let text = "";
  for (let left = sentences; left > 0; left -= 1) text += sentence(random);
  return text;
}

/**
 * Writes a chat file in OpenAI's shape, every line its own. About 1.3 KB a line.
 *
 * @param {string} path @param {Kind} kind @param {number} bytes @param {number} seed
 */
export function writeChats(path, kind, bytes, seed) {
  const random = mulberry32(seed);
  const file = openSync(path, "w");
  let written = 0;
  while (written < bytes) {
    let block = "";
    for (let line = 0; line < 200; line += 1) {
      const sentence = sentenceOf(kind, random);
      const user = paragraph(sentence, random, 2 + Math.floor(random() * 3));
      const assistant = paragraph(sentence, random, 4 + Math.floor(random() * 10));
      const messages = [
        { role: "system", content: "You are a helpful assistant." },
        { role: "user", content: user },
        { role: "assistant", content: assistant },
      ];
      block += `${JSON.stringify({ messages })}\n`;
    }
    written += writeSync(file, block);
  }
  closeSync(file);
}
