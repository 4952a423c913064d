import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type FunctionName, functions } from "@parley/topology";

const written: Partial<Record<FunctionName, string>> = {
  authorize: "authorize.ts",
  connect: "connect.ts",
  disconnect: "disconnect.ts",
  message: "message.ts",
};

/**
 * Makes a directory in which the topology's handlers are the sample's, so that it runs in the very
 * gateway, Lambda and DynamoDB that Parley runs in. What the sample does not have answers nothing.
 */
export async function prepareSampleRoot(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "parley-sample-"));
  for (const [name, { handler }] of Object.entries(functions) as [FunctionName, { handler: string }][]) {
    const file = join(root, `${handler.slice(0, handler.lastIndexOf("."))}.ts`);
    const source = written[name];
    const code =
      source === undefined
        ? "export const handler = async () => ({});"
        : `export { handler } from ${JSON.stringify(join(import.meta.dirname, source))};`;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, code);
  }
  return root;
}
