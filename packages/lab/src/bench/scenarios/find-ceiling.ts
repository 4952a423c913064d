const growth = 1.5;
const stepsMax = 14;
const rateMin = 0.2;

/**
 * The highest rate that holds, as far as it is looked for: from the start it grows by half until one fails, or
 * halves until one holds, and then the middle between the last two is tried.
 *
 * @param tryRate answers what was measured at a rate that holds, and undefined for one that does not.
 */
export async function findCeiling<Figure>(
  startRate: number,
  tryRate: (rate: number) => Promise<Figure | undefined>,
): Promise<{ readonly rate: number; readonly figure: Figure } | undefined> {
  let best: { rate: number; figure: Figure } | undefined;
  let failedAt: number | undefined;
  let rate = startRate;
  for (let step = 0; step < stepsMax && rate >= rateMin; step += 1) {
    const figure = await tryRate(rate);
    const isMiddle = best !== undefined && failedAt !== undefined;
    if (figure === undefined) failedAt = rate;
    else best = { rate, figure };
    if (isMiddle) break;
    if (failedAt === undefined) rate *= growth;
    else rate = best === undefined ? rate / 2 : (best.rate + failedAt) / 2;
  }
  return best;
}
