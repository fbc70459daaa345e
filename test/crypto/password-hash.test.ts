import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { hashPassword, isCurrentHash, isPassword, PASSWORD_COST } from "#crypto/password-hash.ts";

const CHEAP = { memoryKib: 64, passes: 1, lanes: 1 };

test("a hash says how it was made and tells its password from others", async () => {
  const hash = await hashPassword(utf8("pw"), CHEAP);
  assert.match(hash, /^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.equal(await isPassword(utf8("pw"), hash), true);
  for (const other of ["px", "pw ", "", "PW", "pw\u0000"])
    assert.equal(await isPassword(utf8(other), hash), false);
});

test("each hash has a salt of its own", async () => {
  assert.notEqual(await hashPassword(utf8("pw"), CHEAP), await hashPassword(utf8("pw"), CHEAP));
});

test("long passwords and zero bytes count to the last byte", async () => {
  for (const text of ["x".repeat(4096), "a\u0000b"]) {
    const hash = await hashPassword(utf8(text), CHEAP);
    assert.equal(await isPassword(utf8(text), hash), true);
    assert.equal(await isPassword(utf8(`${text.slice(0, -1)}c`), hash), false);
  }
});

// Made by the reference implementation (libargon2): password "password", salt "somesalt".
const foreign = [
  "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
  "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
];
for (const hash of foreign) {
  test(`a hash of the reference implementation is known: ${hash.slice(10, 28)}`, async () => {
    assert.equal(await isPassword(utf8("password"), hash), true);
    assert.equal(await isPassword(utf8("differentpassword"), hash), false);
  });
}

test("a hash at another cost, and one of another system, is not current", async () => {
  assert.equal(isCurrentHash(await hashPassword(utf8("pw"), CHEAP), CHEAP), true);
  assert.equal(isCurrentHash(await hashPassword(utf8("pw"), CHEAP)), false);
  assert.equal(isCurrentHash("$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"), false);
  assert.ok(PASSWORD_COST.memoryKib >= 19_456 && PASSWORD_COST.passes >= 2, "OWASP's least");
});

const damaged = [
  "",
  "pw",
  "$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
  "$argon2id$v=16$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
  "$argon2id$v=19$m=9999999,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
  "$argon2id$v=19$m=64,t=99,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
  "$argon2id$v=19$m=64,t=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
  "$argon2id$v=19$m=7,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
  "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
];
for (const stored of damaged) {
  test(`${JSON.stringify(stored.slice(0, 34))} is not taken for a hash`, async () => {
    await assert.rejects(isPassword(utf8("pw"), stored), TypeError);
  });
}
