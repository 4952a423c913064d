/** The part of Pulumi's SDK that is used here; it comes with SST's platform and is loaded from there. */
import { createRequire } from "node:module";
import { join } from "node:path";

export interface RegisterRequest {
  getType(): string;
  getName(): string;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getDependenciesList(): string[];
}

interface RegisterResponse {
  getUrn(): string;
}

export interface Monitor {
  registerResource(
    request: RegisterRequest,
    answer: (error: unknown, response: RegisterResponse | undefined) => void,
  ): Promise<void>;
}

export interface MockResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly id?: string;
  readonly custom?: boolean;
}

export interface Mocks {
  newResource(resource: MockResource): { id: string; state: Record<string, unknown> };
  call(call: { token: string; inputs: Record<string, unknown> }): Record<string, unknown>;
}

export interface PulumiRuntime {
  setMocks(mocks: Mocks, project: string, stack: string, preview: boolean): Promise<void>;
  getMonitor(): Monitor;
  runInPulumiStack(program: () => Promise<unknown>): Promise<unknown>;
  disconnect(): Promise<void>;
}

export function loadPulumi(platform: string): PulumiRuntime {
  const load = createRequire(join(platform, "package.json"));
  return (load("@pulumi/pulumi") as { readonly runtime: PulumiRuntime }).runtime;
}
