import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/**
 * scrypt at OWASP's first choice (Password Storage Cheat Sheet): N = 2^17, r = 8, p = 1, which takes 128 MB.
 * Better Auth's own is N = 2^14, r = 16, p = 1, a quarter of that.
 */
const log2Cost = 17;
const blockSize = 8;
const parallelism = 1;
const saltBytes = 16;
const keyBytes = 32;
/** What a stored hash may ask for, so that a forged row cannot exhaust the function. */
const log2CostMax = 18;

/** Hashes a password, all of it, as `$scrypt$ln=17,r=8,p=1$salt$key` with both parts in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const key = await derive(password, salt, log2Cost, blockSize, parallelism);
  const parameters = `ln=${log2Cost},r=${blockSize},p=${parallelism}`;
  return `$scrypt$${parameters}$${salt.toString("base64url")}$${key.toString("base64url")}`;
}

/** Whether a password is the one that was hashed; the comparison takes the same time wherever they differ. */
export async function verifyPassword({
  hash,
  password,
}: {
  hash: string;
  password: string;
}): Promise<boolean> {
  const match = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(hash);
  if (match === null) return false;
  const [cost = 0, size = 0, lanes = 0] = match.slice(1, 4).map(Number);
  if (cost > log2CostMax) return false;
  const expected = Buffer.from(match[5] ?? "", "base64url");
  const key = await derive(password, Buffer.from(match[4] ?? "", "base64url"), cost, size, lanes);
  return expected.length === key.length && timingSafeEqual(expected, key);
}

/** NFKC, so that a password typed on another keyboard or system is the same password. */
function derive(password: string, salt: Buffer, cost: number, size: number, lanes: number): Promise<Buffer> {
  const N = 2 ** cost;
  const options = { N, r: size, p: lanes, maxmem: 128 * N * size * lanes + 32 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, keyBytes, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
