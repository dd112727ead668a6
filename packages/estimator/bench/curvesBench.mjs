// @ts-check
/** `npm run bench:curves DIR`: the curve as it ships on a folder of curves; without DIR on sources that are left out of the learning. */
const folder = process.argv[2];
if (folder === undefined || folder.startsWith("--")) await import("./curvesLeftOut.mjs");
else await import("./curves.mjs");
