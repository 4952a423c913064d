import { pinProcess } from "../pin-process.ts";
import { median } from "../statistics.ts";
import { type Poster, type PosterName, posters, socketsMax } from "./post-candidates.ts";
import { startPostTarget } from "./post-target.ts";

export interface PostCase {
  readonly recipients: number;
  readonly payloadBytes: number;
}

export interface PostFigure extends PostCase {
  readonly poster: PosterName;
  /** CPU time of the posting process per post, user and system; one figure per round. */
  readonly cpuMicroseconds: readonly number[];
  /** Medians' ratio to the AWS SDK's default client in the same case. */
  readonly ratio: number;
}

export interface PostOptions {
  readonly rounds: number;
  readonly cases: readonly PostCase[];
  /** Posts per poster, case and round, at least. */
  readonly postsMin: number;
}

const reference: PosterName = "AWS SDK, default client";
const names = Object.keys(posters) as PosterName[];

/** Measures every way of posting, round by round so that a busy machine is unjust to all alike. */
export async function measurePosts(options: PostOptions): Promise<PostFigure[]> {
  process.env["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE";
  process.env["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  process.env["AWS_SESSION_TOKEN"] = "session".repeat(60);
  process.env["AWS_REGION"] = "us-east-1";
  pinProcess(process.pid, 0);
  const target = await startPostTarget();
  const taken = new Map<string, number[]>();
  try {
    const open = names.map((name) => ({ name, poster: posters[name](target) }));
    for (const { poster } of open) await postTo(poster, { recipients: 300, payloadBytes: 200 }, 300);
    for (let round = 0; round < options.rounds; round += 1) {
      for (const one of options.cases) {
        for (const { name, poster } of open) {
          const key = keyOf(name, one);
          taken.set(key, [...(taken.get(key) ?? []), await postTo(poster, one, options.postsMin)]);
        }
      }
    }
    for (const { poster } of open) poster.close();
  } finally {
    target.stop();
  }
  return options.cases.flatMap((one) => {
    const of = (name: PosterName) => taken.get(keyOf(name, one)) ?? [];
    return names.map((poster) => ({
      recipients: one.recipients,
      payloadBytes: one.payloadBytes,
      poster,
      cpuMicroseconds: of(poster),
      ratio: median(of(poster)) / median(of(reference)),
    }));
  });
}

const keyOf = (name: PosterName, { recipients, payloadBytes }: PostCase) =>
  `${name}/${recipients}/${payloadBytes}`;

/** Posts frames to everybody, frame by frame as a drain does; answers microseconds of CPU per post. */
async function postTo(poster: Poster, { recipients, payloadBytes }: PostCase, postsMin: number) {
  const ids = Array.from({ length: recipients }, (_, at) => `L0SM${String(at).padStart(9, "x")}Ihw=`);
  const frames = Math.ceil(postsMin / recipients);
  const before = process.cpuUsage();
  for (let sent = 0; sent < frames; sent += 1) {
    const frame = Buffer.alloc(payloadBytes, 97 + (sent % 26));
    const queue = ids.values();
    const work = async () => {
      for (const id of queue) await poster.post(id, frame);
    };
    await Promise.all(Array.from({ length: Math.min(socketsMax, recipients) }, work));
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (frames * recipients);
}
