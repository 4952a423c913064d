/** The resources that a deployment of one stage would create, as Pulumi's engine is asked for them. */
export interface GraphResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** URNs of what must exist first. */
  readonly dependencies: readonly string[];
}

export interface Graph {
  readonly stage: string;
  readonly live: boolean;
  readonly resources: readonly GraphResource[];
  /** What SST's own bundler would be asked for. */
  readonly builds: readonly BuildRequest[];
  /** What SST's configuration says of the app: name, removal, protection. */
  readonly app: Readonly<Record<string, unknown>>;
}

/** As SST's components send it: more stands in it, for SST alone. */
export interface BuildRequest {
  readonly functionID: string;
  readonly handler: string;
}

export interface GraphRequest {
  readonly stage: string;
  readonly live: boolean;
  /** Settings and secrets in the environment of the deployment. */
  readonly variables: Readonly<Record<string, string>>;
  /** Edits of the sources before they are bundled: to show that a rule notices. */
  readonly edits?: readonly SourceEdit[];
}

export interface SourceEdit {
  /** File relative to the repository's root. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export function ofType(graph: Graph, type: string): GraphResource[] {
  return graph.resources.filter((resource) => resource.type === type);
}

/** The one resource of a type, or of a type and name. @throws {Error} when there is none or there are more. */
export function theOne(graph: Graph, type: string, name?: string): GraphResource {
  const found = ofType(graph, type).filter((resource) => name === undefined || resource.name === name);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(
      `There are ${found.length} of ${type}${name === undefined ? "" : ` called ${name}`}, not 1.`,
    );
  }
  return only;
}
