export { addVocabulary } from "./chunks";
export { CLASSES } from "./classes";
export { count, met, TOTALS, watch } from "./count";
export { countLine, forgetForms, FORM, formLength, NAMES, scan, setNames, SLOTS, slots } from "./line";
export { LINE, longTextAt, TEXT } from "./memory";
export { KINDS } from "./texts";
export { countDigits, standAlone } from "./pieces";
export { addCharacters, addTokens, addWhole, makeRoom } from "./tokens";
