// An HTTP/1 response whose headers and bytes leave in one write. Node joins headers with text but not with bytes, and the
// second buffer makes a small answer's system call a sixth dearer; bytes it is, since secrets must not become text.
// Relies on Node's `_send` and `_writeRaw`; without them an answer just takes two buffers.
import { ServerResponse } from "node:http";

/** Copying more than this costs more than it saves. */
const MAX_JOINED_BYTES = 16_384;

type Callback = ((error?: Error | null) => void) | null;

/** What this class knows of its base beyond the documentation. */
interface Internals {
  _header: string | null;
  _headerSent: boolean;
  _send(data: unknown, encoding: unknown, callback: Callback, byteLength?: number): boolean;
  _writeRaw(data: Uint8Array, encoding: null, callback: Callback, byteLength: number): boolean;
}

const base = ServerResponse.prototype as unknown as Internals;

export class JoinedResponse extends ServerResponse {
  _send(data: unknown, encoding: unknown, callback: Callback, byteLength?: number): boolean {
    const internals = this as unknown as Internals;
    const { _header: header } = internals;
    const isJoined =
      data instanceof Uint8Array &&
      data.length <= MAX_JOINED_BYTES &&
      header !== null &&
      !internals._headerSent;
    if (!isJoined) return base._send.call(this, data, encoding, callback, byteLength);
    const whole = Buffer.allocUnsafe(header.length + data.length);
    whole.write(header, "latin1");
    whole.set(data, header.length);
    internals._headerSent = true;
    return internals._writeRaw(whole, null, callback, whole.length);
  }
}
