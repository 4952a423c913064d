/** What every function runs on. arm64 costs a fifth less than x86-64 at the same speed. */
export const runtime = { name: "nodejs24.x", architecture: "arm64" } as const;
