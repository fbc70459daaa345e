// What every kind of audit device must keep.
import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import type { AuditDevice } from "#core/audit/audit-device.ts";

export interface DeviceUnderTest extends AsyncDisposable {
  device: AuditDevice;
  /** All that it has taken so far. */
  content(): string;
  /** Makes it fail from now on, or stops that. */
  setBroken(isBroken: boolean): void;
}

export function auditDeviceContract(kind: string, make: () => DeviceUnderTest): void {
  test(`${kind}: lines come out whole and in order`, async () => {
    await using under = make();
    await under.device.append(utf8('{"a":1}\n{"b":"é😀"}\n'));
    await under.device.append(utf8('{"c":3}\n'));
    assert.equal(under.content(), '{"a":1}\n{"b":"é😀"}\n{"c":3}\n');
  });

  test(`${kind}: a megabyte at once is one piece`, async () => {
    await using under = make();
    const lines = `${"x".repeat(1023)}\n`.repeat(1024);
    await under.device.append(utf8(lines));
    assert.equal(under.content(), lines);
  });

  test(`${kind}: what it does not take it says, and later it works again`, async () => {
    await using under = make();
    await under.device.append(utf8("first\n"));
    under.setBroken(true);
    await assert.rejects(async () => under.device.append(utf8("lost\n")));
    under.setBroken(false);
    await under.device.append(utf8("second\n"));
    assert.equal(under.content(), "first\nsecond\n");
  });

  test(`${kind}: reopening loses nothing, before the first line and between lines`, async () => {
    await using under = make();
    under.device.reopen();
    await under.device.append(utf8("first\n"));
    under.device.reopen();
    under.device.reopen();
    await under.device.append(utf8("second\n"));
    assert.equal(under.content(), "first\nsecond\n");
  });

  test(`${kind}: closing is final only for what it holds, and may be done twice`, async () => {
    await using under = make();
    await under.device.append(utf8("first\n"));
    under.device.close();
    under.device.close();
    assert.equal(under.content(), "first\n");
  });
}
