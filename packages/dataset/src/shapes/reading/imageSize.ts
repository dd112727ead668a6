/** Bytes of a base64 text, at most `limit` of them: headers only, pictures are never decoded. */
function headBytes(base64: string, from: number, limit: number): Uint8Array | null {
  const characters = Math.min(base64.length - from, Math.ceil(limit / 3) * 4);
  const text = base64.slice(from, from + characters - (characters % 4));
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

function pngSize(bytes: Uint8Array, view: DataView): [number, number] | null {
  return bytes.length >= 24 ? [view.getUint32(16), view.getUint32(20)] : null;
}

function gifSize(bytes: Uint8Array, view: DataView): [number, number] | null {
  return bytes.length >= 10 ? [view.getUint16(6, true), view.getUint16(8, true)] : null;
}

/** WebP: lossy `VP8 `, lossless `VP8L`, extended `VP8X` (RFC 9649). */
function webpSize(bytes: Uint8Array, view: DataView): [number, number] | null {
  if (bytes.length < 30) return null;
  const kind = String.fromCharCode(bytes[12] ?? 0, bytes[13] ?? 0, bytes[14] ?? 0, bytes[15] ?? 0);
  if (kind === "VP8 ") return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
  if (kind === "VP8L") {
    const bits = view.getUint32(21, true);
    return [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1];
  }
  const wide = (at: number): number => (view.getUint32(at, true) & 0xffffff) + 1;
  return kind === "VP8X" ? [wide(24), view.getUint16(27, true) + ((bytes[29] ?? 0) << 16) + 1] : null;
}

/** JPEG: the first start-of-frame segment holds height and width (ITU T.81, B.2.2). */
function jpegSize(bytes: Uint8Array, view: DataView): [number, number] | null {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (frame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/**
 * Width and height in pixels of a picture carried inline as a `data:` URL, read from its header; null for an address,
 * a path, or a header that cannot be read.
 */
export function imageSize(url: string): readonly [width: number, height: number] | null {
  if (!url.startsWith("data:image/")) return null;
  const comma = url.indexOf(",");
  if (comma < 0 || comma > 100) return null;
  // A JPEG may carry a colour profile and a thumbnail before its frame.
  const bytes = headBytes(url, comma + 1, url.startsWith("data:image/jp") ? 262_144 : 64);
  if (bytes === null || bytes.length < 10) return null;
  const view = new DataView(bytes.buffer);
  const magic = view.getUint16(0);
  if (magic === 0x8950) return pngSize(bytes, view);
  if (magic === 0x4749) return gifSize(bytes, view);
  if (magic === 0x5249) return webpSize(bytes, view);
  return magic === 0xffd8 ? jpegSize(bytes, view) : null;
}
