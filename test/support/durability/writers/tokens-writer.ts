// Makes tokens and revokes every second one. A token is four records and more: what is half applied shows as an accessor
// without its token, or a token that can not be found by its accessor.
import type { HttpAnswer } from "#test/http-client/http-answer.ts";
import type { HttpClient } from "#test/http-client/http-client.ts";
import type { Writer } from "./writer.ts";

interface Token {
  id: string;
  accessor: string;
}

export class TokensWriter implements Writer {
  readonly name: string;
  acknowledged = 0;
  doneUnheard = 0;
  readonly #alive: Token[] = [];
  #revoked: Token[] = [];
  #doubtful: Token | undefined;

  constructor(name: string) {
    this.name = name;
  }

  async prepare(): Promise<void> {}

  async write(client: HttpClient, stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const made = await attempt(client.put("/v1/auth/token/create", { policies: ["default"] }));
      if (!made) return;
      const { client_token: id, accessor } = made.expect(200).json.auth;
      this.#alive.push({ id, accessor });
      this.acknowledged++;
      if (this.#alive.length % 2 === 0 && !(await this.#revokeFirst(client))) return;
    }
  }

  /** @returns false: no answer came */
  async #revokeFirst(client: HttpClient): Promise<boolean> {
    const token = this.#alive.shift();
    if (!token) return true;
    this.#doubtful = token;
    const answer = await attempt(client.put("/v1/auth/token/revoke", { token: token.id }));
    if (!answer) return false;
    answer.expect(204);
    this.#doubtful = undefined;
    this.#revoked.push(token);
    this.acknowledged++;
    return true;
  }

  async check(client: HttpClient): Promise<string[]> {
    const doubtful = this.#doubtful;
    this.#doubtful = undefined;
    if (doubtful) {
      const isThere = await isAlive(client, doubtful);
      if (isThere) this.#alive.push(doubtful);
      else this.#revoked.push(doubtful);
      this.doneUnheard += isThere ? 0 : 1;
    }
    const problems: string[] = [];
    for (const token of this.#alive) {
      if (!(await isAlive(client, token))) problems.push(`${this.name}: the token ${token.accessor} is gone`);
    }
    for (const token of this.#revoked) {
      if (await isAlive(client, token)) problems.push(`${this.name}: ${token.accessor} lives again`);
    }
    // Revoked ones stay so unless a record comes back: looked at once more, then left.
    this.#revoked = this.#revoked.slice(-20);
    return [...problems, ...(await checkAccessors(client))];
  }
}

/** By token and by accessor alike: one without the other is half a token. */
async function isAlive(client: HttpClient, { id, accessor }: Token): Promise<boolean> {
  const byId = await client.put("/v1/auth/token/lookup", { token: id });
  const byAccessor = await client.put("/v1/auth/token/lookup-accessor", { accessor });
  if (byId.isDone !== byAccessor.isDone) {
    throw new Error(`half a token: ${byId.status} by token, ${byAccessor.status} by accessor ${accessor}`);
  }
  return byId.isDone;
}

async function checkAccessors(client: HttpClient): Promise<string[]> {
  const listing = await client.list("/v1/auth/token/accessors");
  const problems: string[] = [];
  for (const accessor of listing.expect(200).data.keys as string[]) {
    const found = await client.put("/v1/auth/token/lookup-accessor", { accessor });
    if (!found.isDone) problems.push(`the accessor ${accessor} is listed, its token is not there`);
  }
  return problems;
}

/** Undefined: no whole answer came. */
async function attempt(answer: Promise<HttpAnswer>): Promise<HttpAnswer | undefined> {
  try {
    return await answer;
  } catch {
    return undefined;
  }
}
