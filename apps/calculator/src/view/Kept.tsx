import { Component, type JSX } from "preact";

interface KeptProps {
  readonly id: string;
  readonly class?: string;
  /** Written by the build; in the browser it stands there already. */
  readonly html?: string | undefined;
}

/** A place in the page whose content comes from the build, or from a part that is loaded later: never touched from here. */
export class Kept extends Component<KeptProps> {
  override shouldComponentUpdate(): boolean {
    return false;
  }

  override render(): JSX.Element {
    const { id, class: name, html } = this.props;
    // oxlint-disable-next-line react/no-danger -- the build's own rendering of the page's own components
    return (
      <div
        id={id}
        class={name}
        tabIndex={id === "answer" ? -1 : undefined}
        dangerouslySetInnerHTML={{ __html: html ?? present(id) }}
      />
    );
  }
}

function present(id: string): string {
  return typeof document === "undefined" ? "" : (document.getElementById(id)?.innerHTML ?? "");
}
