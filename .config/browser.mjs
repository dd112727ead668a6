// @ts-check
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium, firefox, webkit } from "playwright-core";

const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

const ways =
  "No Chromium was found for the tests of the page. One of these helps: set CHROMIUM_PATH to a Chrome or Chromium; " +
  "run `npx playwright-core@1.64.1 install chromium`; install your system's chromium package.";

/**
 * The program file of a Chromium: the one named by `CHROMIUM_PATH`, Playwright's own, an installed Chromium or
 * Chrome, and at last, as root on a system with apt, the distribution's package, installed now.
 *
 * @returns {string}
 */
export function findChromium() {
  const named = process.env["CHROMIUM_PATH"];
  if (named !== undefined && named !== "") {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which is not there.`);
  }
  const found = [playwrightsOwn(), ...installed].find((path) => path !== null && existsSync(path));
  if (found) return found;
  installWithApt();
  const fresh = installed.find((path) => existsSync(path));
  if (fresh) return fresh;
  throw new Error(ways);
}

/**
 * A running headless Chromium; the caller closes it.
 *
 * @returns {Promise<import("playwright-core").Browser>}
 */
export async function launchChromium() {
  const root = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: findChromium(),
    // Chromium's sandbox refuses to start as root; the rest keeps it off the network by itself.
    args: [
      ...(root ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

const installedFirefoxes = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];

/**
 * The other engines on this machine, and how to put one there where it is not: Playwright's own builds, and an installed
 * Firefox, which Playwright drives over WebDriver BiDi.
 *
 * @returns {readonly { readonly name: string, readonly launch: (() => Promise<import("playwright-core").Browser>) | null, readonly how: string }[]}
 */
export function otherEngines() {
  const system = installedFirefoxes.find((path) => existsSync(path));
  return [firefox, webkit].map((engine) => {
    const name = engine.name();
    const how = `npx playwright-core@1.64.1 install ${name}${engine === firefox ? ", or apt-get install firefox-esr" : ""}`;
    if (hasOwnBuild(engine)) return { name, launch: () => engine.launch(), how };
    if (engine === webkit || system === undefined) return { name, launch: null, how };
    return { name, launch: () => firefox.launch({ channel: "moz-firefox", executablePath: system }), how };
  });
}

/** @param {import("playwright-core").BrowserType} engine */
function hasOwnBuild(engine) {
  try {
    return existsSync(engine.executablePath());
  } catch {
    return false;
  }
}

/** @returns {string | null} */
function playwrightsOwn() {
  try {
    return chromium.executablePath();
  } catch {
    return null;
  }
}

function installWithApt() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) throw new Error(ways);
  const apt = (/** @type {string[]} */ ...words) =>
    execFileSync("apt-get", ["-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3", ...words], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  try {
    apt("-q", "update");
    apt("-q", "install", "-y", "--no-install-recommends", "chromium");
  } catch (cause) {
    throw new Error(ways, { cause });
  }
}
