/** The client is to ask the leader itself (307). */
export class Redirection {
  /** Scheme and authority, without a path. */
  readonly apiAddress: string;

  constructor(apiAddress: string) {
    this.apiAddress = apiAddress;
  }
}
