/** The reactions that are offered: thumbs up, heart, laughter, party, eyes, check mark. */
export const reactionChoices: readonly string[] = [
  "\u{1F44D}",
  "\u{2764}\u{FE0F}",
  "\u{1F602}",
  "\u{1F389}",
  "\u{1F440}",
  "\u{2705}",
];
