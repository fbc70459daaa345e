// What entries say of a mount, kept with its entry.
import type { MountEntry } from "../../mount-entry.ts";

export interface MountText {
  /** Members of `request`, each with a comma behind it. */
  request: string;
  /** Members of `response`, without a comma behind the last. */
  response: string;
  clearRequestKeys: ReadonlySet<string>;
  clearResponseKeys: ReadonlySet<string>;
}

const NO_MOUNT: MountText = {
  request: "",
  response: "",
  clearRequestKeys: new Set(),
  clearResponseKeys: new Set(),
};

export class MountTexts {
  readonly #version: string;
  readonly #known = new WeakMap<MountEntry, MountText>();

  /** @param version said of every engine: they are all built in */
  constructor(version: string) {
    this.#version = JSON.stringify(version);
  }

  of(mount: MountEntry | undefined): MountText {
    if (!mount) return NO_MOUNT;
    const known = this.#known.get(mount);
    if (known) return known;
    const made = this.#describe(mount);
    this.#known.set(mount, made);
    return made;
  }

  #describe(mount: MountEntry): MountText {
    const point = `"mount_point":${JSON.stringify(mount.path)},"mount_type":${JSON.stringify(mount.type)},"mount_accessor":${JSON.stringify(mount.accessor)}`;
    const kind = `"mount_class":"${mount.kind}"`;
    return {
      request: `${point},"mount_running_version":${this.#version},${kind},`,
      response: `${point},"mount_running_plugin_version":${this.#version},${kind}`,
      clearRequestKeys: new Set(mount.config.auditNonHmacRequestKeys),
      clearResponseKeys: new Set(mount.config.auditNonHmacResponseKeys),
    };
  }
}
