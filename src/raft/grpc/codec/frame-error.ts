/** What a peer sent is no frame of this program: its stream ends. */
export class FrameError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "FrameError";
  }
}
