/** Fields of a struct by their numbers. Texts and lists are walked and left out. */
export interface Struct {
  readonly [field: number]: number | boolean | Struct | undefined;
}

const depthLimit = 32;

/**
 * Reads Thrift's compact protocol. Throws on a number of more bytes than its type has, a list or text longer than what is
 * left, and structs nested deeper than those of any footer: what this has read, a library decodes in time that grows with
 * the length alone.
 *
 * @source https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md (read 2026-11-25)
 */
export class Thrift {
  at: number;
  readonly view: DataView;

  constructor(view: DataView, at: number) {
    this.view = view;
    this.at = at;
  }

  struct(depth: number = 0): Struct {
    if (depth > depthLimit) throw new Error("structs nested too deep");
    const fields: Record<number, number | boolean | Struct | undefined> = {};
    for (let field = 0; ;) {
      const head = this.#byte();
      const type = head & 15;
      if (type === 0) return fields;
      // Without a difference the number of the field follows.
      field = head >> 4 === 0 ? this.zigzag(3) : field + (head >> 4);
      // The type of a truth value is the value.
      fields[field] = type <= 2 ? type === 1 : this.#value(type, depth);
    }
  }

  /** A number in groups of seven bits, the low ones first. Throws where it has more than `bytes` bytes. */
  varint(bytes: number): number {
    let value = 0;
    for (let i = 0; i < bytes; i++) {
      const next = this.#byte();
      value += (next & 127) * 2 ** (7 * i);
      if (next < 128) return value;
    }
    throw new Error("a number of too many bytes");
  }

  #byte(): number {
    return this.view.getUint8(this.at++);
  }

  zigzag(bytes: number): number {
    const value = this.varint(bytes);
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  #value(type: number, depth: number): number | Struct | undefined {
    if (type <= 3) return this.#byte();
    if (type <= 6) return this.zigzag(type === 6 ? 10 : 5);
    if (type === 7) this.#skip(8);
    else if (type === 8) this.#skip(this.varint(5));
    else if (type === 9 || type === 10) this.#list(depth);
    else if (type === 12) return this.struct(depth + 1);
    else throw new Error(`a field of the unknown type ${type}`);
    return undefined;
  }

  #list(depth: number): void {
    const head = this.#byte();
    const size = head >> 4 === 15 ? this.varint(5) : head >> 4;
    // Each element has one byte at least.
    this.#skip(size);
    this.at -= size;
    for (let i = 0; i < size; i++) this.#value(head & 15, depth + 1);
  }

  #skip(bytes: number): void {
    this.at += bytes;
    if (this.at > this.view.byteLength) throw new Error("a list or text longer than what is left");
  }
}
