import type { JSX } from "preact";

interface FileButtonProps {
  readonly children: string;
  readonly use: (files: readonly File[]) => void;
  readonly multiple?: boolean;
  readonly accept?: string;
}

/** A button that opens the list of files; the same file can be chosen twice in a row. */
export function FileButton({ children, use, multiple, accept }: FileButtonProps): JSX.Element {
  return (
    <label class="button">
      <input
        class="unseen"
        type="file"
        multiple={multiple === true}
        {...(accept !== undefined && { accept })}
        onChange={(event) => {
          use([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      {children}
    </label>
  );
}
