import type { JSX } from "preact";

/** The names of a table's columns: words in the first, figures in the others. */
export function HeadRow({ first, rest }: { first: string; rest: readonly string[] }): JSX.Element {
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        {rest.map((head) => (
          <th key={head} scope="col" class="n">
            {head}
          </th>
        ))}
      </tr>
    </thead>
  );
}
