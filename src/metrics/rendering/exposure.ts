// How metrics are named and which are shown: the configuration's `telemetry` stanza, and what the node knows of itself.
import { hasClusterLabel } from "../catalogue/describe.ts";
import type { Labels } from "../reading.ts";

export interface ExposureOptions {
  /** First part of the names that Vault has too; Coffer's own begin with `coffer`. */
  readonly prefix: string;
  /** Undefined: no label says it. */
  readonly host: string | undefined;
  readonly servesByDefault: boolean;
  /** By dotted names, prefix included; the longest that fits decides. */
  readonly filters: readonly { readonly prefix: string; readonly serves: boolean }[];
}

export class Exposure {
  readonly #options: ExposureOptions;
  readonly #cluster: string;

  /** @param cluster its name; "" while the node does not know it */
  constructor(options: ExposureOptions, cluster: string) {
    this.#options = options;
    this.#cluster = cluster;
  }

  /** With the prefix; undefined: not to be shown. */
  nameOf(name: string): string | undefined {
    const dotted = isOwn(name) ? name : `${this.#options.prefix}.${name}`;
    return this.#serves(dotted) ? dotted : undefined;
  }

  labelsOf(name: string, labels: Labels): Labels {
    const { host } = this.#options;
    if (host === undefined && !hasClusterLabel(name)) return labels;
    return {
      ...(hasClusterLabel(name) && { cluster: this.#cluster }),
      ...(host !== undefined && { host }),
      ...labels,
    };
  }

  #serves(dotted: string): boolean {
    let longest = -1;
    let serves = this.#options.servesByDefault;
    for (const filter of this.#options.filters) {
      if (filter.prefix.length <= longest || !dotted.startsWith(filter.prefix)) continue;
      longest = filter.prefix.length;
      serves = filter.serves;
    }
    return serves;
  }
}

/** Not Vault's: Coffer's own, and those that every process has. */
export function isOwn(name: string): boolean {
  return name.startsWith("coffer.") || name.startsWith("process.");
}
