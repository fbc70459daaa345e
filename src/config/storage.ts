// storage (or backend): where a node keeps its log and state. One engine serves all three types.
import type { HclBlock } from "#base/hcl/hcl-block.ts";
import { ignored, type KeyTable, refused, type StanzaShape, used } from "./reading/key-table.ts";
import type { Stanza } from "./reading/stanza.ts";
import { readMaxEntryBytes } from "./storage/entry-size.ts";
import { RAFT_STORAGE, type RaftStorageOptions, readRaftStorage } from "./storage/raft.ts";

/** `file` and `inmem` are the same engine with one voter, on disk or in memory. */
export type StorageOptions =
  | RaftStorageOptions
  | { readonly type: "file"; readonly path: string; readonly maxEntryBytes: number }
  | { readonly type: "inmem"; readonly maxEntryBytes: number };

const SINGLE_KEYS = {
  max_entry_size: used("Largest write, in bytes.", { standard: "1048576" }),
  max_parallel: ignored("writes are queued and committed in groups"),
  max_value_size: ignored("use max_entry_size"),
  redirect_addr: refused("use api_addr at the top level"),
  advertise_addr: refused("use api_addr at the top level"),
  cluster_addr: refused("use cluster_addr at the top level"),
  disable_clustering: refused("use disable_clustering at the top level"),
} satisfies KeyTable;

export const FILE_STORAGE = {
  title: 'storage "file"',
  says: "One node, on disk.",
  keys: { path: used("The data directory."), ...SINGLE_KEYS },
} satisfies StanzaShape;

export const INMEM_STORAGE = {
  title: 'storage "inmem"',
  says: "One node, in memory: gone when it stops.",
  keys: SINGLE_KEYS,
} satisfies StanzaShape;

type Root = Stanza<"storage" | "backend">;

/** Without a block the storage is raft, with what the environment gives. */
export function readStorage(root: Root): StorageOptions | undefined {
  const block = onlyBlock(root) ?? emptyRaft(root);
  const type = block.labels[0]?.toLowerCase() ?? "";
  const place = { block, name: "storage", field: `storage.${type}` };
  switch (type) {
    case "raft":
      return root.child(RAFT_STORAGE, place, readRaftStorage);
    case "file":
      return root.child(FILE_STORAGE, place, readFile);
    case "inmem":
      return root.child(INMEM_STORAGE, place, (stanza) => ({
        type: "inmem",
        maxEntryBytes: readMaxEntryBytes(stanza),
      }));
    default: {
      const name = JSON.stringify(type.slice(0, 32));
      root.context.problems.error(
        block.position,
        "storage",
        `type ${name} is refused: raft, file and inmem are known`,
      );
      return undefined;
    }
  }
}

function onlyBlock(root: Root): HclBlock | undefined {
  const storage = root.block("storage", 1);
  const backend = root.block("backend", 1);
  if (storage !== undefined && storage.position.source === backend?.position.source) {
    root.error("backend", `is another name of storage, which line ${storage.position.line} gives`);
  }
  return storage ?? backend;
}

function emptyRaft(root: Root): HclBlock {
  const position = root.place.object.position;
  return { labels: ["raft"], object: { kind: "object", items: [], position }, position };
}

function readFile(stanza: Stanza<keyof (typeof FILE_STORAGE)["keys"]>): StorageOptions | undefined {
  const path = stanza.word("path");
  const maxEntryBytes = readMaxEntryBytes(stanza);
  if (path === undefined) stanza.error("path", "is required");
  return path === undefined ? undefined : { type: "file", path, maxEntryBytes };
}
