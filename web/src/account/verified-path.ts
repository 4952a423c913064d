/** Where the link in a verification mail leads once the service has checked it. */
export const verifiedPath = "/verify-email";
