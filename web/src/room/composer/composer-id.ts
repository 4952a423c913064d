/** The composer's text area, for those who put the focus there. */
export const composerId = "composer";
