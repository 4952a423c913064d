/** The wire contract's version. It may grow within a version; what exists changes only with a new one. */
export const protocolVersion = 1;
