// How versions of a key are stored, in its record and in its archive. Layout, big-endian: number(4) created(8)
// hmacKey(2+n) secret(2+n) publicKey(2+n) certificates(4+n). Decoded ones share memory with the record: no secret is
// copied, and none outlives it.
import type { ByteReader } from "#base/byte-reader.ts";
import type { ByteWriter } from "#base/byte-writer.ts";
import { utf8, utf8Text } from "#base/bytes.ts";
import type { KeyVersion } from "./key-version.ts";

export function writeVersions(out: ByteWriter, versions: readonly KeyVersion[]): void {
  out.u32(versions.length);
  for (const version of versions) {
    out.u32(version.number).u64(version.createdMs);
    for (const part of [version.hmacKey, version.secret, version.publicKey]) out.u16(part.length).raw(part);
    const certificates = utf8(version.certificateChain);
    out.u32(certificates.length).raw(certificates);
  }
}

export function readVersions(input: ByteReader): KeyVersion[] {
  const versions: KeyVersion[] = [];
  for (let left = input.u32(); left > 0; left--) {
    versions.push({
      number: input.u32(),
      createdMs: input.u64(),
      hmacKey: input.raw(input.u16()),
      secret: input.raw(input.u16()),
      publicKey: input.raw(input.u16()),
      certificateChain: utf8Text(input.raw(input.u32())),
    });
  }
  return versions;
}
