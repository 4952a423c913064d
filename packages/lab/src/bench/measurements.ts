/** Figures by scenario, server and metric; one value per round. */
export interface Measurement {
  readonly scenario: string;
  readonly peer: string;
  readonly metric: string;
  readonly values: number[];
}

export class Measurements {
  readonly #all = new Map<string, Measurement>();

  add(scenario: string, peer: string, figures: object): void {
    for (const [metric, value] of Object.entries(figures)) {
      if (typeof value !== "number") continue;
      const key = `${scenario}/${peer}/${metric}`;
      const known = this.#all.get(key);
      if (known === undefined) this.#all.set(key, { scenario, peer, metric, values: [value] });
      else known.values.push(value);
    }
  }

  all(): readonly Measurement[] {
    return [...this.#all.values()];
  }

  ran(scenario: string): boolean {
    return this.all().some((one) => one.scenario === scenario);
  }

  values(scenario: string, peer: string, metric: string): readonly number[] {
    return this.#all.get(`${scenario}/${peer}/${metric}`)?.values ?? [];
  }
}
