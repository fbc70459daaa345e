// Reads the vectors of test/crypto/testdata/vectors (its README says where they come from).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const FOLDER = join(import.meta.dirname, "../crypto/testdata/vectors");

export interface PublishedCase {
  from: string;
  result: "valid" | "invalid" | "acceptable";
}

export function publishedVectors<T>(name: string): (PublishedCase & T)[] {
  return JSON.parse(gunzipSync(readFileSync(join(FOLDER, `${name}.json.gz`))).toString());
}

export function hex(text: string): Uint8Array {
  return Uint8Array.fromHex(text);
}
