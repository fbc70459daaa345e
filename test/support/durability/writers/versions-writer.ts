// Writes one kv version after another under one key. Versions, the list of them and the current one are several records:
// what is half applied shows as a gap between them.
import type { HttpAnswer } from "#test/http-client/http-answer.ts";
import type { HttpClient } from "#test/http-client/http-client.ts";
import type { Writer } from "./writer.ts";

export const VERSIONS_MOUNT = "kill-v2";
/** Beyond the size up to which the newest value lies in the key's own record: its record is another one then. */
const LARGE_BYTES = 6000;
/** A key that has more at the end of a round is left for a new one, before the engine drops its first versions. */
const FULL = 1000;

/** A key and the number of the value at each of its versions, from version 1. */
interface Chain {
  key: string;
  values: number[];
  checkedThrough: number;
}

export class VersionsWriter implements Writer {
  readonly name: string;
  acknowledged = 0;
  doneUnheard = 0;
  /** The last one is written to. */
  readonly #chains: Chain[] = [];
  #chain: Chain;
  #next = 1;
  /** The value that was being written when the server went. */
  #doubtful: number | undefined;

  constructor(name: string) {
    this.name = name;
    this.#chain = this.#beginChain();
  }

  #beginChain(): Chain {
    const chain = { key: `${this.name}/${this.#chains.length}`, values: [], checkedThrough: 0 };
    this.#chains.push(chain);
    return chain;
  }

  async prepare(client: HttpClient): Promise<void> {
    (await client.put(`/v1/${VERSIONS_MOUNT}/config`, { max_versions: 4096 })).expect(204);
  }

  async write(client: HttpClient, stop: AbortSignal): Promise<void> {
    const { key, values } = this.#chain;
    while (!stop.aborted) {
      const number = this.#next++;
      this.#doubtful = number;
      let answer: HttpAnswer;
      try {
        answer = await client.put(`/v1/${VERSIONS_MOUNT}/data/${key}`, { data: contentOf(number) });
      } catch {
        return;
      }
      const { version } = answer.expect(200).data;
      if (version !== values.length + 1) throw new Error(`${key}: version ${version} out of turn`);
      values.push(number);
      this.#doubtful = undefined;
      this.acknowledged++;
    }
  }

  async check(client: HttpClient): Promise<string[]> {
    const problems: string[] = [];
    for (const chain of this.#chains) {
      const isWritten = chain === this.#chain;
      if (isWritten || chain.checkedThrough === 0) problems.push(...(await this.#checkChain(client, chain)));
    }
    if (this.#chain.values.length > FULL) this.#chain = this.#beginChain();
    return problems;
  }

  async #checkChain(client: HttpClient, chain: Chain): Promise<string[]> {
    const { key, values } = chain;
    const metadata = await client.get(`/v1/${VERSIONS_MOUNT}/metadata/${key}`);
    // Killed before the first of them.
    if (metadata.status === 404 && values.length === 0) return [];
    const { current_version: current, versions } = metadata.expect(200).data;
    if (chain === this.#chain) this.#settle(current);
    const count = values.length;
    if (current !== count) return [`${key}: ${count} versions were acknowledged, ${current} are there`];
    const listed = Object.keys(versions).map(Number);
    if (listed.length !== count || Math.max(0, ...listed) !== count) {
      return [`${key}: metadata lists ${listed.length} of ${count} versions`];
    }
    const problems: string[] = [];
    for (let version = chain.checkedThrough + 1; version <= count; version++) {
      problems.push(...(await checkVersion(client, chain, version)));
    }
    chain.checkedThrough = count;
    return problems;
  }

  #settle(current: number): void {
    const { values } = this.#chain;
    if (current === values.length + 1 && this.#doubtful !== undefined) {
      values.push(this.#doubtful);
      this.doneUnheard++;
    }
    this.#doubtful = undefined;
  }

  /** All versions are looked at again by the next check. */
  forgetChecks(): void {
    for (const chain of this.#chains) chain.checkedThrough = 0;
  }
}

async function checkVersion(client: HttpClient, { key, values }: Chain, version: number): Promise<string[]> {
  const answer = await client.get(`/v1/${VERSIONS_MOUNT}/data/${key}?version=${version}`);
  if (answer.status !== 200) return [`${key}: version ${version} answers ${answer.status}`];
  const wanted = JSON.stringify(contentOf(values[version - 1] ?? 0));
  const found = JSON.stringify(answer.data.data);
  return found === wanted ? [] : [`${key}: version ${version} holds ${found.slice(0, 60)}`];
}

function contentOf(number: number): Record<string, unknown> {
  return { number, padding: "x".repeat(number % 5 === 0 ? LARGE_BYTES : 20) };
}
