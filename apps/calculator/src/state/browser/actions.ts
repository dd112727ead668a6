import { type Signal, signal } from "@preact/signals";

/** What the page does to the world outside it. */
export interface Surface {
  readonly copy: (text: string) => Promise<void>;
  readonly save: (name: string, type: string, content: string | Blob) => void;
  readonly print: () => void;
  /** The device's own way to send a link on; absent where it has none. */
  readonly share?: (title: string, url: string) => Promise<void>;
  /** Makes what is shown a step of the browser's history, to which its Back returns. */
  readonly keep: (address: string) => void;
}

/** What the reader takes from the page, and what the page says about it: part of the page's state. */
export class Actions {
  /** Said to screen readers and shown for a moment. */
  readonly announcement: Signal<string> = signal("");
  readonly surface: Surface;

  constructor(surface: Surface) {
    this.surface = surface;
  }

  async copy(what: string, text: string): Promise<void> {
    try {
      await this.surface.copy(text);
      this.announce(`Copied ${what}.`);
    } catch {
      this.announce("The browser did not allow copying; select the text instead.");
    }
  }

  /** Hands a link to the device; who turns back there has said nothing wrong. */
  async share(title: string, url: string): Promise<void> {
    await this.surface.share?.(title, url).catch(() => undefined);
  }

  save(name: string, type: string, content: string | Blob): void {
    this.surface.save(name, type, content);
    this.announce(`Saved ${name}.`);
  }

  announce(sentence: string): void {
    this.announcement.value = sentence;
  }
}
