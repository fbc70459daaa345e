// The port on which members reach a node's request threads: forwarded requests and pulls of the state. Nobody else finds
// anything there.
import { Server } from "@grpc/grpc-js";
import type { Clock } from "#base/clock.ts";
import type { Logger } from "#base/logger.ts";
import type { HostPort } from "../members/host-port.ts";
import type { NodeCredentials } from "../tls/node-credentials.ts";
import { PinnedListener } from "../tls/pinned-listener.ts";

/** One thing that members may ask. */
export interface MemberService {
  addTo(server: Server): void;
}

export interface MemberPortOptions {
  readonly address: HostPort;
  readonly credentials: NodeCredentials;
  readonly memberOf: (pin: string) => number | undefined;
  readonly services: readonly MemberService[];
  readonly maxMessageBytes: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class MemberPort {
  readonly #listener: PinnedListener;

  constructor(options: MemberPortOptions) {
    const members = new Server({
      "grpc.max_receive_message_length": options.maxMessageBytes,
      "grpc.enable_channelz": 0,
    });
    for (const service of options.services) service.addTo(members);
    this.#listener = new PinnedListener({
      ...options,
      isShared: true,
      services: { members, strangers: undefined },
    });
  }

  /** The port it listens on. */
  listen(): Promise<number> {
    return this.#listener.listen();
  }

  /** The membership has changed. */
  rejudge(): void {
    this.#listener.rejudge();
  }

  setCredentials(credentials: NodeCredentials): void {
    this.#listener.setCredentials(credentials);
  }

  close(): Promise<void> {
    return this.#listener.close();
  }
}
