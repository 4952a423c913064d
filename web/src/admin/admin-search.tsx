import { limits } from "@parley/protocol/limits";
import type { ReactNode } from "react";
import { inputClass } from "../design/field.tsx";

interface AdminSearchProps {
  readonly label: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
}

/** Narrows a list of administration. */
export function AdminSearch({ label, typed, onType }: AdminSearchProps): ReactNode {
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={label}
      maxLength={limits.searchQueryCharsMax}
      dir="auto"
      value={typed}
      onChange={(event) => onType(event.target.value)}
      className={`${inputClass} mb-4`}
    />
  );
}
