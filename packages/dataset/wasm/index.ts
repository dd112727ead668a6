export { addVocabulary } from "./chunks";
export { CLASSES } from "./classes";
export { count, isWatched, met, TOTALS } from "./count";
export { countLine, forgetForms, FORM, formLength, NAMES, names, scan, SLOTS, slots } from "./line";
export { LINE, longTextAt, TEXT } from "./memory";
export { KINDS } from "./texts";
export { countDigits, isAlone } from "./pieces";
export { addCharacters, addTokens, addWhole, makeRoom } from "./tokens";
