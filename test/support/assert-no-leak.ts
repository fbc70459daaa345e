import assert from "node:assert/strict";
import { inspect } from "node:util";

/** No way of printing `things` shows `secret`: raw, hexadecimal, base64, or as a list of numbers. */
export function assertNoLeak(secret: Uint8Array, ...things: readonly unknown[]): void {
  assert.ok(secret.length >= 16, "a canary is long enough not to occur by chance");
  const forms = formsOf(secret);
  for (const thing of things) {
    for (const text of printed(thing)) {
      for (const form of forms) assert.ok(!text.includes(form), "a secret is shown");
    }
  }
}

/** Half of the secret at a time: a cut text leaks too. Base64 at each of its three alignments. */
function formsOf(secret: Uint8Array): string[] {
  const half = Math.floor(secret.length / 2);
  return [0, half].flatMap((start) => {
    const part = secret.subarray(start, start + half);
    return [
      Buffer.from(part).toString("latin1"),
      part.toHex(),
      part.toHex().toUpperCase(),
      ...[0, 1, 2].map((skip) => part.subarray(skip).toBase64({ omitPadding: true }).slice(0, -2)),
      [...part].join(","),
      // How JSON.stringify shows an Uint8Array.
      [...part].map((byte, at) => `"${start + at}":${byte}`).join(","),
    ];
  });
}

/** As printed, and without white space: lists are set in columns. */
function printed(thing: unknown): string[] {
  const texts = [
    ...(thing instanceof Error ? [thing.message, thing.stack ?? ""] : []),
    String(thing),
    JSON.stringify(thing) ?? "",
    inspect(thing, { depth: 20, showHidden: true, getters: true, maxArrayLength: null }),
  ];
  return [...texts, ...texts.map((text) => text.replace(/\s+/g, ""))];
}
