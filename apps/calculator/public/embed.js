/*
 * The calculator inside another page:
 *
 *     <script src="https://…/embed.js"></script>
 *     <tunecast-calculator question="examples=5000&requests=90000"></tunecast-calculator>
 *
 * `question` is what stands behind `#v=1&` in a link of the page. The frame is as high as what is in it. Nothing of the page
 * around it is read, and nothing but its own height comes out of the frame.
 */
(() => {
  const home = new URL(".", document.currentScript.src);

  class TunecastCalculator extends HTMLElement {
    static observedAttributes = ["question"];
    #frame = null;
    #listening = null;

    connectedCallback() {
      const frame = document.createElement("iframe");
      frame.title = "Tunecast: what will fine-tuning cost, and what will more data buy?";
      frame.allow = "clipboard-write";
      frame.style.cssText = "display:block;width:100%;height:26.25rem;border:0";
      frame.src = this.#address();
      this.#frame = frame;
      this.#listening = ({ source, origin, data }) => {
        // Only the frame's own page may say how high it is.
        if (source !== frame.contentWindow || origin !== home.origin) return;
        const height = Number(data?.tunecastHeight);
        if (height > 0 && height < 1e5) frame.style.height = `${Math.ceil(height)}px`;
      };
      addEventListener("message", this.#listening);
      this.replaceChildren(frame);
    }

    disconnectedCallback() {
      removeEventListener("message", this.#listening);
      this.#frame = null;
    }

    attributeChangedCallback() {
      if (this.#frame !== null) this.#frame.src = this.#address();
    }

    #address() {
      const question = (this.getAttribute("question") ?? "").replace(/^#?(?:v=1&?)?/, "");
      return `${home}?embed${question === "" ? "" : `#v=1&${question}`}`;
    }
  }

  customElements.define("tunecast-calculator", TunecastCalculator);
})();
