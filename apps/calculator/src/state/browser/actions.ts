import { type Signal, signal } from "@preact/signals";

export interface Surface {
  readonly copy: (text: string) => Promise<void>;
  readonly save: (name: string, type: string, content: string | Blob) => void;
  readonly print: () => void;
  /** Makes what is shown a step of the browser's history, to which its Back returns. */
  readonly keep: (address: string) => void;
}

export class Actions {
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

  save(name: string, type: string, content: string | Blob): void {
    this.surface.save(name, type, content);
    this.announce(`Saved ${name}.`);
  }

  announce(sentence: string): void {
    this.announcement.value = sentence;
  }
}
