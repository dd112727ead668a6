// The page as the build wrote it is painted first; then come the scripts that make it answer.
requestAnimationFrame(() => setTimeout(() => void import("./main.tsx")));
