import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { isBcryptPassword, parseBcrypt } from "#crypto/bcrypt/bcrypt-hash.ts";
import { piWords } from "#crypto/bcrypt/pi-words.ts";

async function isRight(password: string, hash: string): Promise<boolean | undefined> {
  const parsed = parseBcrypt(hash);
  return parsed && isBcryptPassword(utf8(password), parsed);
}

// Made by crypt(3) of libxcrypt.
const vectors: [string, string][] = [
  ["", "$2b$05$abcdefghijklmnopqrstuu0oImNDIy4flhldV9YqunRgBAePKmw7m"],
  ["U*U", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"],
  ["password", "$2a$06$zVHmKQtGGQob.b/Nc7l9NOsGzClXhteKB5zu9miu1MFbIWu4B//ea"],
  ["x".repeat(72), "$2y$04$......................SZFhVdUK5wGKY4lx/QrgUMHG0XsWjbi"],
  ["ключ", "$2b$04$N9qo8uLOickgx2ZMRZoMyeWHPgl5tAVG.bE.ZSGTbgrmNO1gi/uHm"],
  ["correct horse battery staple", "$2a$08$R9h/cIPz0gi.URNNX3kh2Otm2EaLryQ1jDsQYSICkC1SydKFGkugG"],
];
for (const [password, hash] of vectors) {
  test(`${JSON.stringify(password).slice(0, 24)} has the hash ${hash.slice(0, 12)}…`, async () => {
    assert.equal(await isRight(password, hash), true);
    assert.equal(await isRight(`${password}!`.slice(-72), hash), false);
    const last = hash.at(-1) === "." ? "C" : ".";
    assert.equal(await isRight(password, `${hash.slice(0, -2)}${last}${hash.at(-1)}`), false);
  });
}

test("what bcrypt would cut off in silence is refused: over 72 bytes, and zero bytes", async () => {
  const [, hash = ""] = vectors.find(([password]) => password.length === 72) ?? [];
  assert.equal(await isRight("x".repeat(72), hash), true);
  assert.equal(await isRight("x".repeat(73), hash), false);
  const [, empty = ""] = vectors.find(([password]) => password === "") ?? [];
  assert.equal(await isRight("\u0000", empty), false);
  assert.equal(await isRight("\u0000more", empty), false);
});

const refused = [
  "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
  "$2$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
  "$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
  "$2b$15$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
  "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe",
  "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe+",
  "",
];
for (const text of refused) {
  test(`${JSON.stringify(text.slice(0, 20))} is no hash to import`, () =>
    assert.equal(parseBcrypt(text), undefined));
}

test("Blowfish begins with the digits of π", () => {
  const words = piWords(1042);
  const hex = (at: number) => ((words[at] ?? 0) >>> 0).toString(16).padStart(8, "0");
  // Schneier's first subkeys, the last of them, and the last word of the last box.
  assert.deepEqual(
    [hex(0), hex(1), hex(17), hex(18), hex(1041)],
    ["243f6a88", "85a308d3", "8979fb1b", "d1310ba6", "3ac372e6"],
  );
});
