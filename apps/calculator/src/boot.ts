// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no value
import "./style/page.css";

// The page as the build wrote it is painted first; then come the scripts that make it answer.
requestAnimationFrame(() => setTimeout(() => void import("./main.tsx")));
