// A value that must not lie about, in every form in which it might.
import { randomBytes } from "#crypto/secure-random.ts";

export class Canary {
  readonly text: string;
  readonly #forms: readonly { name: string; bytes: Buffer }[];

  constructor(text: string = `canary-${Buffer.from(randomBytes(15)).toString("hex")}`) {
    this.text = text;
    const raw = Buffer.from(text);
    const utf16 = Buffer.from(text, "utf16le");
    this.#forms = [
      { name: "raw", bytes: raw },
      { name: "hex", bytes: Buffer.from(raw.toString("hex")) },
      { name: "HEX", bytes: Buffer.from(raw.toString("hex").toUpperCase()) },
      ...[0, 1, 2].flatMap((shift) => base64Forms(raw, shift)),
      { name: "UTF-16LE", bytes: utf16 },
      { name: "UTF-16BE", bytes: Buffer.from(utf16).swap16() },
    ];
  }

  /** Names of the forms that are in there. */
  formsIn(bytes: Buffer): string[] {
    return this.#forms.filter((form) => bytes.includes(form.bytes)).map(({ name }) => name);
  }
}

/** As part of a longer text that begins `shift` bytes earlier: its first and last letters depend on the neighbours. */
function base64Forms(raw: Buffer, shift: number): { name: string; bytes: Buffer }[] {
  const whole = Buffer.concat([Buffer.alloc(shift), raw]);
  const inner = (encoding: "base64" | "base64url"): Buffer =>
    Buffer.from(
      whole
        .toString(encoding)
        .replace(/=+$/, "")
        .slice(shift === 0 ? 0 : 4, -4),
    );
  return [
    { name: `base64+${shift}`, bytes: inner("base64") },
    { name: `base64url+${shift}`, bytes: inner("base64url") },
  ];
}
