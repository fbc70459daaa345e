// Writes, overwrites and deletes keys of a kv version 1 mount, and knows what each must hold.
import type { HttpAnswer } from "#test/http-client/http-answer.ts";
import type { HttpClient } from "#test/http-client/http-client.ts";
import type { Writer } from "./writer.ts";

export const KEYS_MOUNT = "kill-v1";
const KEYS = 40;

type Content = number | undefined;

export class KeysWriter implements Writer {
  readonly name: string;
  acknowledged = 0;
  doneUnheard = 0;
  readonly #contents: Content[] = Array.from({ length: KEYS });
  #next = 1;
  #doubtful: { at: number; content: Content } | undefined;

  constructor(name: string) {
    this.name = name;
  }

  async prepare(): Promise<void> {}

  async write(client: HttpClient, stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const number = this.#next++;
      const at = (number * 7) % KEYS;
      const content = number % 4 === 0 ? undefined : number;
      this.#doubtful = { at, content };
      let answer: HttpAnswer;
      try {
        answer = await (content === undefined
          ? client.delete(this.#path(at))
          : client.put(this.#path(at), { number: content }));
      } catch {
        return;
      }
      answer.expect(204);
      this.#contents[at] = content;
      this.#doubtful = undefined;
      this.acknowledged++;
    }
  }

  #path(at: number): string {
    return `/v1/${KEYS_MOUNT}/${this.name}/k${at}`;
  }

  async check(client: HttpClient): Promise<string[]> {
    const found: Content[] = await Promise.all(
      this.#contents.map(async (_, at) => {
        const answer = (await client.get(this.#path(at))).expect(200, 404);
        return answer.status === 404 ? undefined : (answer.data.number as number);
      }),
    );
    this.#settle(found);
    const listing = (await client.list(`/v1/${KEYS_MOUNT}/${this.name}`)).expect(200, 404);
    const listed = new Set<string>(listing.status === 404 ? [] : listing.data.keys);
    return this.#contents.flatMap((content, at) => {
      if (found[at] !== content) return [`${this.name}: k${at} holds ${found[at]}, not ${content}`];
      if (listed.has(`k${at}`) !== (content !== undefined)) return [`${this.name}: k${at} is listed wrongly`];
      return [];
    });
  }

  #settle(found: readonly Content[]): void {
    const doubtful = this.#doubtful;
    this.#doubtful = undefined;
    if (!doubtful || found[doubtful.at] !== doubtful.content) return;
    if (this.#contents[doubtful.at] === doubtful.content) return;
    this.#contents[doubtful.at] = doubtful.content;
    this.doneUnheard++;
  }
}
