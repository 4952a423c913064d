/** Something that was measured, and the most that it may be. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly max: number;
  readonly unit: string;
  readonly digits?: number;
}

/** What is no number was not measured, and holds nothing. */
export function isOver({ value, max }: Figure): boolean {
  return !(value <= max);
}

/** A line of the table: lines of several figures stand under each other. */
export function describeFigure(figure: Figure): string {
  const { name, value, max, unit, digits = 0 } = figure;
  const measured = value.toFixed(digits).padStart(8);
  const verdict = isOver(figure) ? "TOO MUCH" : "ok";
  return `${name.padEnd(46)} ${measured} of ${String(max).padStart(6)} ${unit.padEnd(2)} ${verdict}`;
}
