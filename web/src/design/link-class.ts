/** The look of links in running text. */
export const linkClass =
  "rounded-[0.25rem] font-medium text-accent underline decoration-1 underline-offset-[0.2em] hover:text-accent-deep hover:decoration-2";
