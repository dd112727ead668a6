import type { Page } from "playwright-core";

/** A person on the page: what is pressed and typed, and how far the page has to be scrolled for it. */
export class Walk {
  readonly page: Page;
  clicks = 0;
  fields = 0;
  /** Heights of the window, from the top to the lowest place that was needed. */
  screens = 0;

  constructor(page: Page) {
    this.page = page;
  }

  async press(name: string | RegExp, role: "button" | "link" | "checkbox" = "button"): Promise<void> {
    const target = this.page.getByRole(role, { name, ...(typeof name === "string" && { exact: true }) }).first();
    await target.scrollIntoViewIfNeeded();
    await target.click();
    this.clicks += 1;
    await this.#look();
  }

  async fill(label: string | RegExp, text: string): Promise<void> {
    const field = this.page.getByLabel(label, { exact: typeof label === "string" }).first();
    await field.scrollIntoViewIfNeeded();
    await field.fill(text);
    this.fields += 1;
    await this.#look();
  }

  async choose(label: string, option: string): Promise<void> {
    const field = this.page.getByLabel(label, { exact: true }).first();
    await field.selectOption({ label: option });
    this.fields += 1;
    await this.#look();
  }

  async #look(): Promise<void> {
    const seen = await this.page.evaluate(() => scrollY / innerHeight);
    this.screens = Math.max(this.screens, seen);
  }

  /** `5 clicks, 3 fields, 0.0 screens scrolled`. */
  get told(): string {
    return `${this.clicks} clicks, ${this.fields} fields, ${this.screens.toFixed(1)} screens scrolled`;
  }
}
