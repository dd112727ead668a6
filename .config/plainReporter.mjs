// @ts-check
/** Closes the run with one plain line, `N passed, N failed`, that any CI can read. */
export default class PlainReporter {
  /** @param {readonly import("vitest/node").TestModule[]} modules @param {readonly unknown[]} errors */
  onTestRunEnd(modules, errors) {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        count[test.result().state] += 1;
        if (test.diagnostic()?.flaky) console.log(`passed only on a second try: ${test.fullName}`);
      }
      if (module.state() === "failed" && count.failed === 0) count.failed += 1;
    }
    const failed = count.failed + errors.length;
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : "";
    // After the default reporter's own summary, so that this is the last line.
    setImmediate(() => console.log(`${count.passed} passed, ${failed} failed${skipped}`));
  }
}
