/** A setting of a `seal` block that cannot be used. The message never holds its value; whoever read the file adds where. */
export class SealSettingError extends Error {
  readonly setting: string;
  readonly reason: string;

  constructor(setting: string, reason: string) {
    super(`${setting}: ${reason}`);
    this.name = "SealSettingError";
    this.setting = setting;
    this.reason = reason;
  }
}
