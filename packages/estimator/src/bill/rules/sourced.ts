/** The source of an assumption, where its rule has one. */
export function sourced(source: string | undefined): { readonly source?: string } {
  return source === undefined ? {} : { source };
}
