import { reserve, SLACK } from "./memory";

/** The line without its texts, a 1 in the place of each: lines that are alike in it are alike but for their texts. */
export const LONGEST_FORM: usize = 1 << 13;
export const FORM: usize = reserve(LONGEST_FORM + SLACK);
export let formLength: usize = 0;

/** Forms met so far: hash, place, length and number, in an open table. */
const MOST_FORMS: u32 = 1024;
const FORMS: usize = reserve(MOST_FORMS * 2 * 24);
const FORM_BYTES: u32 = 1 << 20;
const STORE: usize = reserve(FORM_BYTES);
let forms: u32 = 0;
let stored: usize = STORE;

/** Numbers forms from 0 again. */
export function forgetForms(): void {
  memory.fill(FORMS, 0, MOST_FORMS * 2 * 24);
  forms = 0;
  stored = STORE;
}

/** The number of the form that ends at `end`; -1 where it is new and there is no room for it. */
export function numberOf(end: usize): i32 {
  formLength = end - FORM;
  v128.store(end, i64x2.splat(0));
  let hash: u64 = formLength;
  for (let at = FORM; at < end; at += 8) {
    hash = (hash ^ load<u64>(at)) * 0x9e3779b97f4a7c15;
    hash ^= hash >>> 29;
  }
  let place = <usize>hash;
  while (true) {
    const form = FORMS + (place & (2 * MOST_FORMS - 1)) * 24;
    const length: usize = load<u32>(form, 12);
    if (length === 0) {
      if (forms === MOST_FORMS || stored + formLength > STORE + FORM_BYTES) return -1;
      store<u64>(form, hash);
      store<u32>(form, <u32>stored, 8);
      store<u32>(form, <u32>formLength, 12);
      store<u32>(form, forms, 16);
      memory.copy(stored, FORM, formLength);
      stored += formLength;
      return forms++;
    }
    if (load<u64>(form) === hash && length === formLength && memory.compare(load<u32>(form, 8), FORM, length) === 0)
      return load<u32>(form, 16);
    place += 1;
  }
}
