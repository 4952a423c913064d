import type { TextProps } from "ink";

/** How things look; without colour where the person wants none (https://no-color.org). */
export interface Palette {
  readonly quiet: TextProps;
  readonly name: TextProps;
  readonly own: TextProps;
  readonly signal: TextProps;
  readonly danger: TextProps;
}

export function paletteOf(env: Readonly<Record<string, string | undefined>>): Palette {
  const hasColor = (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
  const color = (name: string): TextProps => (hasColor ? { color: name } : {});
  return {
    quiet: hasColor ? { dimColor: true } : {},
    name: { bold: true },
    own: { bold: true, ...color("cyan") },
    signal: color("yellow"),
    danger: color("red"),
  };
}
