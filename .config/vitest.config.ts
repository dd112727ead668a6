import { defineConfig } from "vitest/config";

const seeded = new URL("seeded.mjs", import.meta.url).pathname;
const conditions = ["@tunecast/source", "module", "node", "development|production"];

/** Two projects: `unit` runs in Node from the sources; `e2e` drives the built page and the built command. */
export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  plugins: [
    {
      name: "seeded",
      enforce: "pre",
      resolveId: (id, importer) => (id === "fast-check" && importer !== seeded ? seeded : null),
    },
  ],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ["default", new URL("plainReporter.mjs", import.meta.url).pathname],
    globalSetup: new URL("generated.mjs", import.meta.url).pathname,
    testTimeout: 60_000,
    // Without this, a machine of two cores gets one worker.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/test/**/*.test.ts", "apps/*/test/**/*.test.{ts,tsx}", "pricing/test/**/*.test.ts"],
          exclude: ["**/*.e2e.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          // A browser on a busy machine may miss a moment; the reporter names every test that needed this.
          retry: 1,
          include: ["apps/*/test/**/*.e2e.test.ts"],
          globalSetup: new URL("pageForTests.mjs", import.meta.url).pathname,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
