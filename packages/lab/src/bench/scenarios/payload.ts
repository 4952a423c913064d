/** Length of a message's text: a short paragraph. */
export const payloadBytes = 200;
