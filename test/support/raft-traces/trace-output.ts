// What a command has said so far. The level "none" silences commands, errors apart.

export class TraceOutput {
  #text = "";
  #indent = "";
  level = "debug";

  get quiet(): boolean {
    return this.level === "none";
  }

  /** Writes whole lines; a missing end of line is added. */
  write(text: string): void {
    if (this.quiet) return;
    for (const line of text.replace(/\n$/, "").split("\n")) this.#text += `${this.#indent}${line}\n`;
  }

  indented(write: () => void): void {
    const before = this.#indent;
    this.#indent += "  ";
    write();
    this.#indent = before;
  }

  /** Everything written since the last call. */
  take(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }
}
