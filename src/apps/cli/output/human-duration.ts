// Seconds as people write them: 768h, 1h30m, 45s, 0s.

export function humanDuration(seconds: number): string {
  const whole = Math.trunc(Math.abs(seconds));
  const parts: [number, string][] = [
    [Math.trunc(whole / 3600), "h"],
    [Math.trunc(whole / 60) % 60, "m"],
    [whole % 60, "s"],
  ];
  const text = parts.map(([count, unit]) => (count === 0 ? "" : `${count}${unit}`)).join("");
  return text === "" ? "0s" : (seconds < 0 ? "-" : "") + text;
}

/** Names of fields whose numbers are seconds. */
const HOLDS_SECONDS = /^((.+_)?(period|ttl|duration)|lease_max|ttl_max)$/;

export function holdsSeconds(name: string): boolean {
  return HOLDS_SECONDS.test(name);
}
