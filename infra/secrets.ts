/**
 * What is secret and made here: random per stage, kept in SST's encrypted state, never in code.
 *
 * `sst secret set AuthSecret <value>` replaces the random one; that is how it is rotated, and it ends
 * every session.
 */
export interface Secrets {
  readonly auth: $util.Output<string>;
  /** Tells the API that a request came through this stage's CloudFront. */
  readonly edgeProof: $util.Output<string>;
  /** Of the OAuth apps; empty until `sst secret set GithubClientSecret <value>`. */
  readonly githubClient: $util.Output<string>;
  readonly googleClient: $util.Output<string>;
}

const charactersOfSecret = 64;

export function createSecrets(): Secrets {
  const auth = new random.RandomPassword("AuthSecretRandom", { length: charactersOfSecret, special: false });
  const proof = new random.RandomPassword("EdgeProof", { length: charactersOfSecret, special: false });
  return {
    auth: new sst.Secret("AuthSecret", auth.result).value,
    edgeProof: proof.result,
    githubClient: new sst.Secret("GithubClientSecret", "").value,
    googleClient: new sst.Secret("GoogleClientSecret", "").value,
  };
}
