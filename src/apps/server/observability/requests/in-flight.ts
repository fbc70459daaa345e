// The requests that this thread is serving. Those that are answered within one turn of the loop are never seen by
// anybody else, so only the others are noted.
import type { JsonObject } from "#base/json/raw-json.ts";
import { formatRfc3339 } from "#base/rfc3339.ts";
import type { Request } from "#contract/request.ts";

/** What is shown of all threads together; more are only counted. */
const MAX_SHOWN = 10_000;

const METHODS: Readonly<Record<Request["operation"], string>> = {
  read: "GET",
  create: "POST",
  update: "POST",
  delete: "DELETE",
  list: "LIST",
  patch: "PATCH",
  help: "HELP",
};

interface Noted {
  readonly request: Request;
  readonly startedAtMs: number;
}

export class InFlight {
  readonly #wallMs: () => number;
  readonly #noted = new Set<Noted>();

  constructor(wallMs: () => number) {
    this.#wallMs = wallMs;
  }

  get count(): number {
    return this.#noted.size;
  }

  /** @returns to be called when it is answered */
  begin(request: Request): () => void {
    const noted = { request, startedAtMs: this.#wallMs() };
    this.#noted.add(noted);
    return () => this.#noted.delete(noted);
  }

  /** By id, as sys/in-flight-req shows them. */
  describe(): JsonObject {
    const shown: [string, JsonObject][] = [];
    for (const { request, startedAtMs } of this.#noted) {
      if (shown.length === MAX_SHOWN) break;
      const { remoteAddress, remotePort } = request.connection;
      const host = remoteAddress.includes(":") ? `[${remoteAddress}]` : remoteAddress;
      shown.push([
        request.id,
        {
          start_time: formatRfc3339(startedAtMs),
          client_remote_address: `${host}:${remotePort}`,
          request_path: `/v1/${request.path}`,
          request_method: METHODS[request.operation],
        },
      ]);
    }
    return Object.fromEntries(shown);
  }
}
