// From a request's path to the mount that holds it and the engine opened for it on this thread. Mounts are looked up by
// path, one segment longer at a time; since no two overlap, the first found is the only one.
import type { Engine } from "#contract/engine.ts";
import type { MountContext } from "#contract/mount-context.ts";
import { type MountEntry, mountKey, mountRecord } from "../mount-entry.ts";
import { MAX_MOUNT_SEGMENTS, type OpenMount, type Route } from "../route.ts";
import type { CachedRecord, StateCache } from "../state-cache.ts";
import { PathMatcher } from "./match-path.ts";

/** Engines opened on this thread that are kept; more are opened again when needed. */
const MAX_OPEN = 4096;

export interface RouterOptions {
  cache: StateCache;
  catalog: ReadonlyMap<string, Engine>;
  contextOf(entry: MountEntry): MountContext;
}

interface Opened {
  record: CachedRecord<MountEntry>;
  mount: OpenMount;
}

export class Router {
  readonly #options: RouterOptions;
  readonly #matchers = new Map<Engine, PathMatcher<unknown>>();
  readonly #open = new Map<string, Opened>();

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  /** The route of a request path, if a mount holds it. */
  find(namespace: string, path: string): Route | undefined {
    const mount = this.findMount(namespace, path);
    if (!mount) return undefined;
    // A request for the mount itself may leave its slash out.
    const relative = path.slice(mount.entry.path.length);
    return { mount, relative, match: this.#matcherOf(mount.engine).match(relative) };
  }

  /** The mount that holds `path`. */
  findMount(namespace: string, path: string): OpenMount | undefined {
    let end = path.indexOf("/");
    for (let count = 1; end >= 0 && count <= MAX_MOUNT_SEGMENTS; count++) {
      const key = mountKey(namespace, path.slice(0, end + 1));
      const record = this.#options.cache.read(mountRecord, key);
      if (record.value) return this.#opened(key, record);
      end = path.indexOf("/", end + 1);
    }
    return path.endsWith("/") ? undefined : this.findMount(namespace, `${path}/`);
  }

  #opened(key: string, record: CachedRecord<MountEntry>): OpenMount | undefined {
    const open = this.#open.get(key);
    if (open?.record === record) return open.mount;
    const entry = record.value;
    const declared = entry && this.#options.catalog.get(`${entry.kind}/${entry.type}`);
    if (!entry || !declared) return undefined;
    const engine = declared.forOptions?.(entry.options ?? {}) ?? declared;
    const instance = engine.open(this.#options.contextOf(entry));
    const mount = { entry, stored: { key, version: record.version }, engine, instance };
    this.#open.set(key, { record, mount });
    if (this.#open.size > MAX_OPEN) this.#forgetOldest();
    return mount;
  }

  #forgetOldest(): void {
    const oldest = this.#open.keys().next();
    if (!oldest.done) this.#open.delete(oldest.value);
  }

  #matcherOf(engine: Engine): PathMatcher<unknown> {
    const known = this.#matchers.get(engine);
    if (known) return known;
    const matcher = new PathMatcher(engine.paths);
    this.#matchers.set(engine, matcher);
    return matcher;
  }
}
