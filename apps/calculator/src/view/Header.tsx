import type { JSX } from "preact";
import type { Form } from "../state/form.ts";
import { themes } from "../state/host.ts";
import { places } from "../question/places.ts";

const names = { system: "As the system", light: "Light", dark: "Dark" } as const;

/** Name, purpose and the switch between light and dark. */
export function Header({ form }: { form: Form }): JSX.Element {
  return (
    <header class="top">
      <div class="name">
        <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
          <rect width="32" height="32" rx="7" class="mark" />
          <path d="M6 23.500H10.500C18 23.500 18.500 9 26 9" class="mark-line" />
          <circle cx="26" cy="9" r="2.600" class="mark-point" />
        </svg>
        <p>Tunecast</p>
      </div>
      <h1>What will fine-tuning cost, and what will more data buy?</h1>
      <nav class="places" aria-label="Documents">
        {places.map(([name, address]) => (
          <a key={name} href={address} rel="noreferrer">
            {name}
          </a>
        ))}
      </nav>
      <fieldset class="theme">
        <legend class="unseen">Colours</legend>
        {themes.map((theme) => (
          <label key={theme} title={names[theme]}>
            <input
              class="unseen"
              type="radio"
              name="theme"
              checked={form.theme.value === theme}
              onChange={() => {
                form.theme.value = theme;
              }}
            />
            <ThemeIcon theme={theme} />
            <span class="unseen">{names[theme]}</span>
          </label>
        ))}
      </fieldset>
    </header>
  );
}

function ThemeIcon({ theme }: { theme: "system" | "light" | "dark" }): JSX.Element {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" class="icon">
      {theme === "system" && <path d="M8 2a6 6 0 0 0 0 12z M8 2a6 6 0 0 1 0 12" />}
      {theme === "light" && (
        <path d="M8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6M8 1v1.500M8 13.500V15M1 8h1.500M13.500 8H15M3 3l1.100 1.100M11.900 11.900L13 13M3 13l1.100-1.100M11.900 4.100L13 3" />
      )}
      {theme === "dark" && <path d="M13.500 9.500A6 6 0 1 1 6.500 2.500A4.800 4.800 0 0 0 13.500 9.500Z" />}
    </svg>
  );
}
