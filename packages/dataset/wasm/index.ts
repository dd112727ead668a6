export { addVocabulary } from "./chunks";
export { isAlone } from "./cache";
export { CLASSES } from "./classes";
export { count, isWatched, met, TOTALS } from "./count";
export { countLine, forgetForms, FORM, formLength, NAMES, names, scan, SLOTS, slots } from "./line";
export { LINE, textAt, TEXT } from "./memory";
export { KINDS } from "./texts";
export { addCharacters, addReady, addTokens, addWhole, makeRoom } from "./tokens";
