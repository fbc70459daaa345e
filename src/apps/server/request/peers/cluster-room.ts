// What a request thread knows of the members of its cluster: pushed by the consensus thread whenever it changes.
import type { ClusterView, MemberView } from "../../links/cluster-messages.ts";
import type { ClusterIds } from "../../node/node-file.ts";

export class ClusterRoom {
  #view: ClusterView = { ids: undefined, members: [] };
  readonly #listeners: (() => void)[] = [];

  get ids(): ClusterIds | undefined {
    return this.#view.ids;
  }

  get members(): readonly MemberView[] {
    return this.#view.members;
  }

  member(incarnation: number): MemberView | undefined {
    return this.#view.members.find((member) => member.incarnation === incarnation);
  }

  /** By the operator's name. */
  named(nodeId: string): MemberView | undefined {
    return this.#view.members.find((member) => member.nodeId === nodeId);
  }

  /** The member that may show this certificate. */
  memberOf(pin: string): number | undefined {
    return this.#view.members.find(({ pins }) => pins.includes(pin))?.incarnation;
  }

  onChange(changed: () => void): void {
    this.#listeners.push(changed);
  }

  set(view: ClusterView): void {
    this.#view = view;
    for (const changed of this.#listeners) changed();
  }
}
