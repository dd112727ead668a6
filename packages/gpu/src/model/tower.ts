import { isRecord, type Tower } from "@tunecast/estimator/parts";
import { modelType, type Config } from "./families.ts";
import file from "./towers.json" with { type: "json" };

type Listed = (typeof file)["families"];

type Family = Omit<Listed["llava"], "image"> &
  Partial<Listed["internvl"] & Listed["qwen3_vl"] & { readonly gated: boolean; readonly longest: number }>;

const families: Readonly<Record<string, Family>> = file.families;
const like: Readonly<Record<string, string>> = file.like;

/** The tower of a `config.json`; undefined for families that are not known. @param width of the language model */
export function towerOf(json: Config, width: number): Tower | undefined {
  const type = modelType(json);
  const family = families[like[type] ?? type];
  const vision = json["vision_config"];
  if (family === undefined || !isRecord(vision)) return undefined;
  const number = (from: Config, ...names: string[]): number | undefined =>
    names.map((name) => [from[name]].flat()[0]).find((value) => typeof value === "number");
  // Qwen2-VL's `hidden_size` is that of the language model, and its tower's stands under `embed_dim`.
  const hidden = number(vision, type === "qwen2_vl" ? "embed_dim" : "hidden_size") ?? family.hidden;
  const patch = number(vision, "patch_size", "spatial_patch_size") ?? family.patch;
  const image = family.image === undefined ? 0 : (number(vision, "image_size") ?? family.image);
  const side = Math.floor(image / patch);
  const scale = number(json, "scale_factor");
  const tokens = number(json, "mm_tokens_per_image");
  const merged = (number(vision, "spatial_merge_size") ?? Math.sqrt(family.merge)) ** 2;
  const merge =
    family.grid === "split" && scale !== undefined ? scale ** 2 : tokens === undefined ? merged : side ** 2 / tokens;
  const layers = number(vision, "num_hidden_layers", "depth") ?? family.layers;
  const ffn = number(vision, "intermediate_size") ?? (hidden === family.hidden ? family.ffn : 4 * hidden);
  const gated = family.gated === true;
  const embedded = 3 * patch ** 2 * (family.frames ?? 1) * hidden + (family.places ?? side ** 2) * hidden;
  return {
    layers,
    hidden,
    heads: number(vision, "num_attention_heads", "num_heads") ?? family.heads,
    ffn,
    gated,
    patch,
    merge,
    grid: family.grid as Tower["grid"],
    image,
    most: family.tiles ?? family.mostTokens ?? family.longest ?? 1,
    parameters: Math.round(layers * (4 * hidden ** 2 + (gated ? 3 : 2) * hidden * ffn) + embedded),
    projector: Math.round((family.mergers ?? 1) * projectorOf(family.projector, hidden, merge, width)),
  };
}

/** Parameters of a projector: one matrix of a token's patches or of their mean, or two with one width or the other between. */
function projectorOf(kind: string, hidden: number, merge: number, width: number): number {
  if (kind === "merger") return (merge * hidden) ** 2 + merge * hidden * width;
  if (kind === "mlp") return merge * hidden * width + width ** 2;
  return (kind === "pooled" ? hidden : merge * hidden) * width;
}

export type Picture = Readonly<Record<"patches" | "tokens", number>>;

export interface Pictures extends Picture, Readonly<Record<"images" | "width" | "height", number>> {
  /** Patches that attend to one another: those of a picture or of a tile. */
  readonly together: number;
  readonly trained: boolean;
}

/** Pictures of a row, of so many pixels (1024 × 1024 where not given): their tokens are added to those of the text. */
export interface PictureOptions {
  readonly images?: number;
  readonly imageWidth?: number;
  readonly imageHeight?: number;
  /** What reads the pictures is trained as well; frozen where not given. */
  readonly trainTower?: boolean;
}

const usualSide = 1024;

export function picturesOf(
  tower: Tower | undefined,
  { images = 0, imageWidth: width = usualSide, imageHeight: height = usualSide, trainTower: trained }: PictureOptions,
): Pictures | undefined {
  if (tower === undefined || images === 0) return undefined;
  const { tokens, patches } = pictureIn(tower, width, height);
  const together = tower.grid === "native" ? patches : Math.min(patches, Math.floor(tower.image / tower.patch) ** 2);
  const inAll = { tokens: images * tokens, patches: images * patches };
  return { images, width, height, ...inAll, together, trained: trained === true };
}

export function pictureIn(tower: Tower, width: number, height: number): Picture {
  const { patch, merge, image, grid, most } = tower;
  const whole = Math.floor(image / patch) ** 2;
  if (grid === "native") {
    const side = patch * Math.sqrt(merge);
    const [across, down] = [width, height].map((pixels) => Math.max(1, Math.round(pixels / side)));
    const tokens = Math.min(most, (across ?? 1) * (down ?? 1));
    return { tokens, patches: tokens * merge };
  }
  if (grid === "pinpoints") return unpaddedIn(tower, width, height);
  const tiles = grid === "tiles" ? tilesOf(tower, width, height) : grid === "split" ? splitOf(most, width, height) : 1;
  return { patches: tiles * whole, tokens: Math.round((tiles * whole) / merge) };
}

/** LLaVA-NeXT: of its grids the smallest that keeps most of the picture. Padding is cut off, and each row of patches ends in a token. */
function unpaddedIn({ image, patch }: Tower, width: number, height: number): Picture {
  const side = Math.floor(image / patch);
  const kept = ([across = 1, down = 1]: readonly number[]): number =>
    Math.min(1, (across * image) / width, (down * image) / height);
  const [across = 1, down = 1] = file.pinpoints.toSorted((a, b) => kept(b) - kept(a))[0] ?? [];
  const scale = Math.min((across * side) / width, (down * side) / height);
  const filled = (room: number, pixels: number): number =>
    room - 2 * Math.floor((room - Math.floor(pixels * scale + 1e-7)) / 2);
  const tokens = side ** 2 + filled(down * side, height) * (filled(across * side, width) + 1);
  return { patches: side ** 2 * (across * down + 1), tokens };
}

/** Tiles whose shape together comes nearest to the picture's, and one of the whole where there are several. */
function tilesOf({ most, image }: Tower, width: number, height: number): number {
  const shape = width / height;
  const grids = Array.from({ length: most }, (_, i) => i + 1)
    .flatMap((across) => Array.from({ length: Math.floor(most / across) }, (_, j) => [across, j + 1] as const))
    .toSorted(([a, b], [c, d]) => a * b - c * d);
  let best: readonly [number, number] = [1, 1];
  for (const grid of grids) {
    const off = Math.abs(shape - grid[0] / grid[1]) - Math.abs(shape - best[0] / best[1]);
    // Of grids of one shape the larger, while the picture has half of its pixels.
    if (off < 0 || (off === 0 && width * height > 0.5 * image ** 2 * grid[0] * grid[1])) best = grid;
  }
  const tiles = best[0] * best[1];
  return tiles === 1 ? 1 : tiles + 1;
}

function splitOf(most: number, width: number, height: number): number {
  const longer = Math.max(width, height);
  return Math.ceil((most * width) / longer) * Math.ceil((most * height) / longer) + 1;
}
