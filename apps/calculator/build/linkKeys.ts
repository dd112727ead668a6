import { type FieldPath, linkKey } from "@tunecast/estimator/fields";
import type { Plugin } from "vite";

/**
 * Writes the names of the fields into the script of the page: it would otherwise load the checks of all fields, and the
 * decimal arithmetic under them, to spell an address.
 */
export const linkKeys: Plugin = {
  name: "link-keys",
  apply: "build",
  transform(code, id) {
    if (!id.endsWith("/src/question/address.ts")) return null;
    return {
      code: code
        .replace(/import \{ linkKey \} from "@tunecast\/estimator\/fields";/u, "")
        .replaceAll(/\blinkKey\("([^"]+)"\)/gu, (_call, path: FieldPath) => JSON.stringify(linkKey(path))),
      map: null,
    };
  },
};
