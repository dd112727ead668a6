import { convertBytes } from "@tunecast/dataset";
import { chunksOf } from "./chunks.ts";
import type { Message, Task } from "./messages.ts";

/** Writes the rows of a file in the shape that a provider takes. */
export async function convertWhole({ file, name, to, columns }: Extract<Task, { kind: "convert" }>): Promise<Message> {
  const texts: string[] = [];
  const conversion = await convertBytes(chunksOf(file), { name, to, columns, write: (text) => void texts.push(text) });
  return conversion.ok
    ? { kind: "converted", file: new Blob(texts, { type: "application/x-ndjson" }), conversion: conversion.value }
    : { kind: "problem", problem: conversion.problem };
}
