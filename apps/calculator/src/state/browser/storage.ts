/** How the page is coloured. */
export type Theme = "system" | "light" | "dark";
export const themes: readonly Theme[] = ["system", "light", "dark"];

/** The day by the reader's clock, `YYYY-MM-DD`. */
export function localDay(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

const themeKey = "tunecast-theme";

/** Storage is closed to some pages, such as frames of other sites: then the theme lasts as long as the page. */
export function rememberedTheme(): Theme {
  return themes.find((theme) => theme === recall(themeKey)) ?? "system";
}

/** Puts the theme on the page and keeps it for the next visit. */
export function wear(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  keep(themeKey, theme === "system" ? null : theme);
}

/** What was kept under a name on an earlier visit; null where nothing was, or where storage is closed. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps a text for the next visit, or forgets it; true where the browser let it. */
export function keep(key: string, text: string | null): boolean {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}
