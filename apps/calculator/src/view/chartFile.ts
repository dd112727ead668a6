/** What a drawing takes from the style sheet of the page, and needs by itself elsewhere. */
const styles = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "opacity",
  "color",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "dominant-baseline",
] as const;

const namespace = "http://www.w3.org/2000/svg";

/** A chart of the page as a file that stands by itself: its colours and letters are those that are shown. */
export function chartSvg(chart: SVGSVGElement): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const [originals, copies] = [chart, copy].map((svg) => [svg, ...svg.querySelectorAll<SVGElement>("*")]);
  for (const [at, element] of (copies ?? []).entries()) {
    const original = originals?.[at];
    if (original === undefined) continue;
    const shown = getComputedStyle(original);
    for (const name of styles) element.setAttribute(name, shown.getPropertyValue(name));
    element.removeAttribute("class");
  }
  const { width, height } = chart.viewBox.baseVal;
  copy.setAttribute("xmlns", namespace);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const ground = document.createElementNS(namespace, "rect");
  for (const [name, value] of Object.entries({
    width,
    height,
    fill: getComputedStyle(document.documentElement).backgroundColor,
  }))
    ground.setAttribute(name, String(value));
  copy.querySelector("desc")?.after(ground);
  return new XMLSerializer().serializeToString(copy);
}

/** The same as a picture, twice as fine as it is shown. */
export async function chartPng(chart: SVGSVGElement): Promise<Blob | null> {
  const svg = chartSvg(chart);
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * image.width;
    canvas.height = 2 * image.height;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}
