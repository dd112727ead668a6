import { describe, expect, it } from "vitest";
import type { ModelEntry, ProviderFile, StatusEntry } from "../../src/index.ts";
import { bookOffers } from "../../src/prices.ts";
import { bookStatuses } from "../../src/prices/bookWords.ts";
import { statusOn } from "../../src/prices/status.ts";
import { book, model } from "../book.ts";

const entry = (kind: string, from: string): StatusEntry =>
  ({ kind, from, source: `https://example.com/${kind}`, confidence: "primary" }) as StatusEntry;

/** The status on a day by what is said of the provider and of the model. */
function status(day: string, ofModel: readonly StatusEntry[], ofProvider: readonly StatusEntry[] = []) {
  const more: Partial<ModelEntry> = { status: [...ofModel] };
  const file: Partial<ProviderFile> = { status: [...ofProvider] };
  const [offer] = bookOffers(book([model(more)], file));
  if (offer === undefined) throw new Error("no offer");
  return statusOn(offer.provider, offer.model, day);
}

const open = entry("open", "2026-01-01");
const closed = entry("no_new_jobs", "2026-03-01");
const off = entry("inference_off", "2026-06-01");

describe("bookStatuses", () => {
  it("are those that somebody states: not that nobody does, nor what follows from a list", () => {
    expect(bookStatuses).toEqual(["open", "preview", "closed_to_new_customers", "no_new_jobs", "inference_off"]);
  });
});

describe("statusOn", () => {
  it("is listed where nothing is said, by the provider's page", () => {
    expect(status("2026-02-01", [])).toEqual({ kind: "listed", source: "https://example.com" });
  });

  it("is what was said last, from its day on", () => {
    expect(status("2025-12-31", [open])).toMatchObject({ kind: "listed" });
    expect(status("2026-01-01", [open])).toEqual({ kind: "open", source: open.source, from: "2026-01-01" });
    expect(status("2026-03-01", [open, closed])).toMatchObject({ kind: "no_new_jobs", from: "2026-03-01" });
    // A later word takes an earlier one back; of two of one day the second holds.
    expect(status("2026-05-01", [closed, entry("open", "2026-04-01")])).toMatchObject({ kind: "open" });
    expect(status("2026-05-01", [closed, entry("open", "2026-03-01")])).toMatchObject({ kind: "open" });
  });

  it("is the stricter of the provider's and the model's", () => {
    expect(status("2026-04-01", [open], [closed])).toMatchObject({ kind: "no_new_jobs", source: closed.source });
    expect(status("2026-04-01", [closed], [open])).toMatchObject({ kind: "no_new_jobs" });
    expect(status("2026-04-01", [entry("open", "2026-02-01")], [open])).toMatchObject({ from: "2026-01-01" });
  });

  it("says from which day something stricter is announced, and when answers stop", () => {
    expect(status("2026-02-01", [open, closed, off])).toMatchObject({
      until: "2026-03-01",
      inferenceOff: "2026-06-01",
    });
    expect(status("2026-02-01", [off], [closed])).toMatchObject({ until: "2026-03-01", inferenceOff: "2026-06-01" });
    expect(status("2026-03-01", [open, closed, off])).toMatchObject({ kind: "no_new_jobs", until: "2026-06-01" });
    expect(status("2026-06-01", [open, closed, off])).toEqual({
      kind: "inference_off",
      source: off.source,
      from: "2026-06-01",
      inferenceOff: "2026-06-01",
    });
    // The day itself is no announcement.
    expect(status("2026-03-01", [closed])).toEqual({
      kind: "no_new_jobs",
      source: closed.source,
      from: "2026-03-01",
    });
    // What was said before and taken back is none either.
    expect(status("2026-05-01", [closed, entry("open", "2026-04-01")])).toEqual({
      kind: "open",
      source: "https://example.com/open",
      from: "2026-04-01",
    });
    // Of two words of one day the second holds, and the first of them ends nothing any more.
    expect(status("2026-03-01", [closed, entry("open", "2026-03-01")])).not.toHaveProperty("until");
    // What is less strict is no end, and the first day of a sale is none.
    expect(status("2025-12-31", [open])).not.toHaveProperty("until");
    expect(status("2025-12-31", [entry("preview", "2026-01-01")])).not.toHaveProperty("until");
    expect(status("2026-02-01", [open, entry("preview", "2026-03-01")])).not.toHaveProperty("until");
    const narrower = entry("closed_to_new_customers", "2026-09-01");
    expect(status("2026-04-01", [closed, narrower])).not.toHaveProperty("until");
    expect(status("2026-02-01", [open, narrower])).toMatchObject({ until: "2026-09-01" });
    expect(status("2025-12-31", [closed])).toMatchObject({ kind: "listed", until: "2026-03-01" });
    expect(status("2026-04-01", [closed, entry("open", "2026-09-01")])).not.toHaveProperty("until");
    const sooner = entry("inference_off", "2026-05-01");
    expect(status("2026-02-01", [off], [sooner])).toMatchObject({ inferenceOff: "2026-05-01", until: "2026-05-01" });
  });

  it("lists the closings in force, the provider's first", () => {
    const [first, second, third] = ["2026-01-05", "2026-02-05", "2026-09-05"].map((day) =>
      entry("closed_to_new_customers", day),
    ) as [StatusEntry, StatusEntry, StatusEntry];
    const { kind, closings } = status("2026-03-01", [second, third], [first]);
    expect(kind).toBe("closed_to_new_customers");
    expect(closings?.map(({ from }) => from)).toEqual(["2026-01-05", "2026-02-05"]);
    expect(status("2026-02-05", [second], [first]).closings).toHaveLength(2);
    expect(status("2026-02-01", [open])).not.toHaveProperty("closings");
  });

  it("takes a word of a newer book to be the strictest", () => {
    const strange = entry("sunset", "2026-01-02");
    expect(status("2026-07-01", [strange], [off])).toMatchObject({ kind: "sunset" });
  });
});
