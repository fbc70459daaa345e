// The consensus thread's way to the other threads for all that concerns the cluster: the main thread first, then the
// request threads, of which the first carries out what needs only one.
import type { MessagePort } from "node:worker_threads";
import { assert } from "#base/assert.ts";
import type {
  ClusterView,
  ConsensusMethods,
  NodeMethods,
  PeerMethods,
  PulledState,
  PullWish,
} from "../links/cluster-messages.ts";
import { Rpc } from "../links/rpc.ts";

export interface ClusterPorts {
  readonly main: MessagePort;
  readonly requests: readonly MessagePort[];
}

export class ThreadLinks {
  readonly #ports: ClusterPorts;
  #main: Rpc<NodeMethods> | undefined;
  #requests: Rpc<PeerMethods>[] = [];

  constructor(ports: ClusterPorts) {
    this.#ports = ports;
  }

  /** From now on; what was asked before is answered now. */
  answer(methods: ConsensusMethods): void {
    this.#main = new Rpc<NodeMethods>(this.#ports.main, methods);
    this.#requests = this.#ports.requests.map((port) => new Rpc<PeerMethods>(port, methods));
  }

  clusterChanged(view: ClusterView): void {
    for (const rpc of this.#requests) this.#tell(rpc.call("clusterChanged", view));
  }

  removed(): void {
    this.#tell(this.#main?.call("removed"));
  }

  async replaceState(place: string): Promise<void> {
    const all = [this.#main, ...this.#requests];
    await Promise.all(all.map((rpc) => rpc?.call("replaceState", { place })));
  }

  pullState(wish: PullWish): Promise<PulledState | undefined> {
    return this.#first.call("pullState", wish);
  }

  cancelPull(): void {
    this.#tell(this.#first.call("cancelPull"));
  }

  close(): void {
    this.#main?.close();
    for (const rpc of this.#requests) rpc.close();
  }

  /** A thread that ends hears nothing any more; one that fails ends the process by itself. */
  #tell(told: Promise<unknown> | undefined): void {
    told?.catch(() => {});
  }

  get #first(): Rpc<PeerMethods> {
    const [first] = this.#requests;
    assert(first !== undefined, "there is a request thread");
    return first;
  }
}
