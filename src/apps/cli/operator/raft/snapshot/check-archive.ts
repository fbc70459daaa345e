// Checks a snapshot archive: a gzipped tar of meta.json, state.bin and their sums, of which the server sealed a copy
// (vault-api.md §2.6). Its content is the servers' business; whole it must be before anyone relies on it.
import { createGunzip } from "node:zlib";
import { encodeHex } from "#base/bytes.ts";
import { isJsonObject, type JsonObject, parseJson } from "#client/json-text.ts";
import { sha256Stream } from "#crypto/sha256-stream.ts";
import { type TarEntry, tarEntries } from "./tar-entries.ts";

export interface CheckedArchive {
  readonly meta: JsonObject;
  readonly stateBytes: number;
  /** The server's own seal over the sums; only the cluster can verify it. */
  readonly hasSealedSums: boolean;
}

const SMALL_FILE_BYTES = 1024 * 1024;

/** @throws Error that says what is wrong with the archive */
export async function checkArchive(compressed: NodeJS.ReadableStream): Promise<CheckedArchive> {
  const plain = createGunzip();
  compressed.once("error", (error) => plain.destroy(error));
  compressed.pipe(plain);
  const sums = new Map<string, string>();
  const small = new Map<string, string>();
  let stateBytes = 0;
  for await (const entry of tarEntries(plain)) {
    if (sums.has(entry.name)) throw new Error(`the archive holds ${entry.name} twice`);
    const { sum, text } = await readEntry(entry);
    sums.set(entry.name, sum);
    if (text !== undefined) small.set(entry.name, text);
    if (entry.name === "state.bin") stateBytes = entry.size;
  }
  checkSums(sums, small.get("SHA256SUMS"));
  return { meta: metaOf(small.get("meta.json")), stateBytes, hasSealedSums: sums.has("SHA256SUMS.sealed") };
}

async function readEntry({
  name,
  size,
  content,
}: TarEntry): Promise<{ sum: string; text: string | undefined }> {
  const keep = name !== "state.bin" && size <= SMALL_FILE_BYTES;
  const hash = sha256Stream();
  const parts: Uint8Array[] = [];
  for await (const part of content) {
    hash.update(part);
    if (keep) parts.push(part);
  }
  return { sum: encodeHex(hash.digest()), text: keep ? Buffer.concat(parts).toString("utf8") : undefined };
}

function checkSums(actual: ReadonlyMap<string, string>, list: string | undefined): void {
  if (list === undefined) throw new Error("the archive holds no SHA256SUMS: it is incomplete or no snapshot");
  const listed = new Map<string, string>();
  for (const line of list.split("\n").filter((text) => text.trim() !== "")) {
    const match = /^([0-9a-f]{64}) [ *](.+)$/.exec(line);
    if (match === null) throw new Error("the archive's SHA256SUMS cannot be read");
    listed.set(match[2] ?? "", match[1] ?? "");
  }
  for (const name of ["meta.json", "state.bin"]) {
    if (!actual.has(name)) throw new Error(`the archive holds no ${name}`);
    if (actual.get(name) !== listed.get(name)) throw new Error(`hash check failed for ${name}`);
  }
}

function metaOf(text: string | undefined): JsonObject {
  const meta = parseJson(text ?? "null");
  if (!isJsonObject(meta)) throw new Error("the archive's meta.json is not an object");
  return meta;
}
