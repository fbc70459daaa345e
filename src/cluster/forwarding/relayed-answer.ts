/** An answer that the leader has written: it goes to the client as it is. */
export class RelayedAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;

  constructor(answer: Pick<RelayedAnswer, "status" | "contentType" | "headers" | "body">) {
    this.status = answer.status;
    this.contentType = answer.contentType;
    this.headers = answer.headers;
    this.body = answer.body;
  }
}
