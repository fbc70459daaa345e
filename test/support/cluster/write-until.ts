import type { HttpClient } from "#test/http-client/http-client.ts";
import { until } from "#test/until.ts";

/** Writes until it is taken: while nobody leads, nothing is. */
export async function writeUntilTaken(client: HttpClient, path: string, body: unknown): Promise<void> {
  await until(
    `${path} is written`,
    async () => {
      const answer = await client.put(path, body);
      return answer.status === 204 || answer.status === 200 ? true : undefined;
    },
    20_000,
  );
}
