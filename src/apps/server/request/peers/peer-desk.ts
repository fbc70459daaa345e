// A request thread among the nodes of its cluster: it follows who the members are, takes their calls on a port that all
// request threads share, gives the state away and fetches it.
import type { MessagePort } from "node:worker_threads";
import type { Logger } from "#base/logger.ts";
import { MemberPort, type MemberService } from "#cluster/peers/member-port.ts";
import { StateService } from "#cluster/state-transfer/state-service.ts";
import type { NodeCredentials } from "#cluster/tls/node-credentials.ts";
import { LevelStore } from "#storage/level/level-store.ts";
import type { ReplaceableStore } from "#storage/replaceable-store.ts";
import type { ConsensusMethods, PeerMethods } from "../../links/cluster-messages.ts";
import { Rpc } from "../../links/rpc.ts";
import type { RequestThreadData } from "../../main/node-data.ts";
import { systemClock } from "../../system-clock.ts";
import { ClusterRoom } from "./cluster-room.ts";
import { StatePulls } from "./state-pulls.ts";
import { freezeState } from "./state-source.ts";

/** A forwarded request comes in parts; nothing else is large. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

export interface PeerDeskOptions {
  readonly data: Pick<RequestThreadData, "cacheBytes" | "dataDirectory" | "addresses">;
  readonly port: MessagePort;
  readonly store: ReplaceableStore<LevelStore>;
  readonly credentials: NodeCredentials;
  readonly logger: Logger;
}

export class PeerDesk {
  readonly room = new ClusterRoom();
  readonly consensus: Rpc<ConsensusMethods>;
  readonly #options: PeerDeskOptions;
  readonly #pulls: StatePulls;
  #credentials: NodeCredentials;
  #port: MemberPort | undefined;

  constructor(options: PeerDeskOptions) {
    this.#options = options;
    this.#credentials = options.credentials;
    this.#pulls = new StatePulls({
      dataDirectory: options.data.dataDirectory,
      credentials: () => this.#credentials,
    });
    this.room.onChange(() => this.#port?.rejudge());
    this.consensus = new Rpc<ConsensusMethods>(options.port, this.#methods());
  }

  /** This node's certificate and key, for calls to other members. */
  get credentials(): NodeCredentials {
    return this.#credentials;
  }

  setCredentials(credentials: NodeCredentials): void {
    this.#credentials = credentials;
    this.#port?.setCredentials(credentials);
  }

  /** Takes members' calls. @param services what else they may ask here */
  async listen(services: readonly MemberService[] = []): Promise<void> {
    const { data, logger } = this.#options;
    if (!data.addresses.isClustered) return;
    this.#port = new MemberPort({
      address: data.addresses.listenForwarding,
      credentials: this.#credentials,
      memberOf: (pin) => this.room.memberOf(pin),
      services: [this.#stateService(), ...services],
      maxMessageBytes: MAX_MESSAGE_BYTES,
      clock: systemClock,
      logger: logger.named("peers"),
    });
    await this.#port.listen();
  }

  async close(): Promise<void> {
    await this.#port?.close();
    this.#pulls.cancel();
    this.consensus.close();
  }

  #methods(): PeerMethods {
    return {
      clusterChanged: (view) => this.room.set(view),
      replaceState: ({ place }) => this.#replaceState(place),
      pullState: (wish) => this.#pulls.pull(wish),
      cancelPull: () => this.#pulls.cancel(),
    };
  }

  /** Nobody waits for it; a thread that ends says nothing any more. */
  #active(peer: number): void {
    this.consensus.call("snapshotActivity", { peer }).catch(() => {});
  }

  async #replaceState(directory: string): Promise<void> {
    const { data, store } = this.#options;
    const next = await LevelStore.open({ directory, cacheBytes: data.cacheBytes, mustExist: true });
    await store.replace(next).close();
  }

  #stateService(): StateService {
    return new StateService({
      freeze: () =>
        freezeState({
          store: () => this.#options.store.current,
          membershipAt: (index) => this.consensus.call("membershipAt", { index }),
        }),
      isOurs: ({ clusterId, lineageId }) => {
        const ids = this.room.ids;
        return ids?.clusterId === clusterId && ids.lineageId === lineageId;
      },
      active: (peer) => this.#active(peer),
    });
  }
}
