// @ts-check
import { fileURLToPath } from "node:url";
import { createGenerator } from "ts-json-schema-generator";

const core = new URL("../../packages/estimator/", import.meta.url);

/**
 * The promises that travel as JSON: their file, the type that they are made of, and whether fields that the schema does not
 * know are wrong. In a question they are (the package refuses a misspelt field); an answer of a newer version may have more.
 */
const promised = [
  { name: "question", type: "Question", path: "contract/question.ts", closed: true },
  { name: "answer", type: "Answer", path: "contract/answer.ts", closed: false },
  { name: "profile", type: "Profile", path: "contract/profile.ts", closed: false },
  { name: "price-book", type: "PriceBook", path: "prices/priceFile.ts", closed: false },
  { name: "own-prices", type: "Overlay", path: "prices/overlay.ts", closed: true },
];

/** JSON Schemas of the promises, from the types and their comments. @returns {Map<string, string>} by path */
export function schemas() {
  return new Map(
    promised.map(({ name, type, path, closed }) => {
      const generator = createGenerator({
        path: fileURLToPath(new URL(`src/${path}`, core)),
        tsconfig: fileURLToPath(new URL("tsconfig.json", core)),
        type,
        skipTypeCheck: true,
        additionalProperties: !closed,
        topRef: true,
        expose: "export",
        jsDoc: "extended",
        sortProps: true,
      });
      const { $schema, $ref, definitions } = generator.createSchema(type);
      const schema = {
        $schema,
        $id: `https://unpkg.com/@tunecast/estimator/schema/${name}.json`,
        title: `Tunecast: ${name.replaceAll("-", " ")}`,
        $ref,
        definitions,
      };
      return [`packages/estimator/schema/${name}.json`, `${JSON.stringify(schema, null, 2)}\n`];
    }),
  );
}
