/** The pages before the sign-in. */
export const accountPaths = /^\/(?:sign-in|sign-up|check-inbox|verify-email|forgot-password|reset-password)$/;
