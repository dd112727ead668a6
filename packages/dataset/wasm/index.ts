export { CLASSES } from "./classes";
export { addVocabulary, count, PREPARED, TOTALS } from "./count";
export { ASCII, keepCrossed } from "./cuts";
export { countLine, forgetForms, FORM, formLength, NAMES, scan, setNames, SLOTS, slots } from "./line";
export { LINE, TEXT } from "./memory";
export { KINDS } from "./texts";
export { addTokens, longBytes, longLines, makeRoom, measure } from "./tokens";
