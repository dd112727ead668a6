import { jsonText, type Service } from "./service.ts";

/** Rank of the adapters where nobody states one, and their factor. */
const ADAPTERS = { lora_r: 16, lora_alpha: 32 };

/** @source https://docs.together.ai/reference/post-fine-tunes (POST /v1/fine-tunes; read 2026-11-25) */
export const together: Service = ({ model, file, name, epochs, method = "lora" }) => ({
  extension: "json",
  text: jsonText({
    model,
    training_file: "FILE_ID",
    suffix: name,
    n_epochs: epochs ?? 1,
    training_method: { method: "sft" },
    training_type: method === "lora" ? { type: "Lora", ...ADAPTERS } : { type: "Full" },
  }),
  fill: [{ mark: "FILE_ID", with: `the id of ${file} uploaded with purpose "fine-tune"` }],
  start: (job) =>
    `curl https://api.together.xyz/v1/fine-tunes -H "Authorization: Bearer $TOGETHER_API_KEY" -H "Content-Type: application/json" -d @${job}`,
});
