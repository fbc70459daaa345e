// The functions of go-sockaddr's templates that addresses in configurations use. The others are refused by name.
import { BlockList, isIP } from "node:net";
import { isForwardable, isLinkLocal, isLoopback, isPrivate, isPublic } from "./ip-ranges.ts";
import type { NetworkAddress } from "./network-address.ts";
import { TemplateError } from "./template-error.ts";

export type TemplateValue = string | readonly NetworkAddress[];
type Arguments = readonly string[];
type Source = (all: readonly NetworkAddress[], words: Arguments) => TemplateValue;
type Filter = (some: readonly NetworkAddress[], words: Arguments) => TemplateValue;

/** Functions that begin a pipeline. */
export const SOURCES: ReadonlyMap<string, Source> = new Map<string, Source>([
  ["GetAllInterfaces", (all) => all],
  ["GetDefaultInterfaces", (all) => all.filter((one) => one.hasDefaultRoute)],
  ["GetPrivateInterfaces", (all) => inUsualOrder(all.filter(isPrivate))],
  ["GetPublicInterfaces", (all) => inUsualOrder(all.filter(isPublic))],
  ["GetPrivateIP", (all) => inUsualOrder(all.filter(isPrivate))[0]?.address ?? ""],
  ["GetPrivateIPs", (all) => joined(inUsualOrder(all.filter(isPrivate)), " ")],
  ["GetPublicIP", (all) => inUsualOrder(all.filter(isPublic))[0]?.address ?? ""],
  ["GetPublicIPs", (all) => joined(inUsualOrder(all.filter(isPublic)), " ")],
  ["GetInterfaceIP", (all, words) => ofInterface(all, words)[0]?.address ?? ""],
  ["GetInterfaceIPs", (all, words) => joined(ofInterface(all, words), " ")],
]);

/** Functions that take what stands before the pipe. */
export const FILTERS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ["include", (some, words) => some.filter(matcher(words))],
  ["exclude", (some, words) => some.filter((one) => !matcher(words)(one))],
  ["sort", (some, words) => sorted(some, word(words, 0).split(","))],
  ["unique", (some, words) => unique(some, word(words, 0))],
  ["limit", (some, words) => some.slice(0, wholeNumber(word(words, 0)))],
  ["offset", (some, words) => some.slice(wholeNumber(word(words, 0)))],
  ["attr", (some, words) => (some[0] === undefined ? "" : attribute(some[0], word(words, 0)))],
  ["join", (some, words) => some.map((one) => attribute(one, word(words, 0))).join(word(words, 1))],
]);

type Order = (a: NetworkAddress, b: NetworkAddress) => number;

const ORDERS: ReadonlyMap<string, Order> = new Map<string, Order>([
  ["address", (a, b) => a.family.localeCompare(b.family) || compareBytes(bytesOf(a), bytesOf(b))],
  ["default", (a, b) => Number(b.hasDefaultRoute) - Number(a.hasDefaultRoute)],
  ["name", (a, b) => (a.interfaceName < b.interfaceName ? -1 : Number(a.interfaceName > b.interfaceName))],
  ["private", (a, b) => Number(isPrivate(b)) - Number(isPrivate(a))],
  ["size", (a, b) => hostBits(b) - hostBits(a)],
  ["type", (a, b) => a.family.localeCompare(b.family)],
]);

const FLAGS: ReadonlyMap<string, (one: NetworkAddress) => boolean> = new Map([
  // The interfaces that the system reports addresses for are up.
  ["up", () => true],
  ["down", () => false],
  ["forwardable", isForwardable],
  ["loopback", (one: NetworkAddress) => isLoopback(one.address, one.family)],
  ["link-local unicast", (one: NetworkAddress) => isLinkLocal(one.address, one.family)],
  ["global unicast", isForwardable],
]);

/** As GetPrivateIP looks for one: the way out first, IPv4 before IPv6, large networks before small. */
function inUsualOrder(some: readonly NetworkAddress[]): readonly NetworkAddress[] {
  return sorted(some, ["default", "type", "size"]);
}

function ofInterface(all: readonly NetworkAddress[], words: Arguments): readonly NetworkAddress[] {
  return sorted(
    all.filter((one) => one.interfaceName === word(words, 0)),
    ["type", "size"],
  );
}

function sorted(some: readonly NetworkAddress[], criteria: readonly string[]): readonly NetworkAddress[] {
  const orders = criteria.map((criterion): Order => {
    const [, sign, name] = /^\s*([+-]?)(\w+)\s*$/.exec(criterion) ?? [];
    const order = ORDERS.get(name ?? "");
    if (order === undefined)
      throw new TemplateError("sorts by something other than address, default, name, private, size or type");
    return sign === "-" ? (a, b) => order(b, a) : order;
  });
  return some.toSorted((a, b) => orders.reduce((result, order) => result || order(a, b), 0));
}

function matcher(words: Arguments): (one: NetworkAddress) => boolean {
  const wanted = word(words, 1);
  switch (word(words, 0).toLowerCase()) {
    case "address":
      return (one) => pattern(wanted).test(one.address);
    case "name":
      return (one) => pattern(wanted).test(one.interfaceName);
    case "type":
      return (one) =>
        wanted
          .toLowerCase()
          .split("|")
          .some((type) => type === "ip" || type === one.family);
    case "flag":
    case "flags":
      return (one) => wanted.split("|").every((flag) => flagTest(flag.trim())(one));
    case "network":
      return inNetworks(wanted.split("|"));
    case "rfc":
    case "rfcs":
      return rfcTest(wanted.split("|"));
    case "size":
      return (one) => one.prefixLength === wholeNumber(wanted.replace(/^\//, ""));
    default:
      throw new TemplateError(
        "selects by something other than address, name, type, flags, network, rfc or size",
      );
  }
}

function flagTest(flag: string): (one: NetworkAddress) => boolean {
  const test = FLAGS.get(flag);
  if (test === undefined) throw new TemplateError(`names a flag other than ${[...FLAGS.keys()].join(", ")}`);
  return test;
}

function rfcTest(numbers: readonly string[]): (one: NetworkAddress) => boolean {
  if (numbers.some((number) => number !== "6890" && number !== "1918")) {
    throw new TemplateError("names an RFC other than 1918 and 6890");
  }
  if (numbers.includes("6890")) return (one) => isPrivate(one) || !isForwardable(one);
  return inNetworks(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]);
}

function inNetworks(networks: readonly string[]): (one: NetworkAddress) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix = ""] = network.trim().split("/");
    const version = isIP(address);
    const longest = version === 4 ? 32 : 128;
    if (version === 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > longest) {
      throw new TemplateError("names a network that is no CIDR such as 10.0.0.0/8");
    }
    list.addSubnet(address, Number(prefix), version === 4 ? "ipv4" : "ipv6");
  }
  return (one) => list.check(one.address, one.family);
}

function unique(some: readonly NetworkAddress[], by: string): readonly NetworkAddress[] {
  if (by !== "address" && by !== "name")
    throw new TemplateError('knows unique "address" and unique "name" only');
  const seen = new Set<string>();
  return some.filter((one) => {
    const key = by === "address" ? one.address : one.interfaceName;
    if (seen.has(key)) return false;
    return seen.add(key);
  });
}

function attribute(one: NetworkAddress, name: string): string {
  switch (name) {
    case "address":
    case "host":
      return one.address;
    case "name":
      return one.interfaceName;
    case "type":
      return one.family === "ipv4" ? "IPv4" : "IPv6";
    case "mask_bits":
      return String(one.prefixLength);
    case "string":
      return `${one.address}/${one.prefixLength}`;
    default:
      throw new TemplateError(
        "asks for an attribute other than address, host, name, type, mask_bits and string",
      );
  }
}

function joined(some: readonly NetworkAddress[], separator: string): string {
  return some.map((one) => one.address).join(separator);
}

function word(words: Arguments, index: number): string {
  const found = words[index];
  if (found === undefined) throw new TemplateError("calls a function with too few arguments");
  return found;
}

function wholeNumber(text: string): number {
  if (!/^-?\d{1,6}$/.test(text)) throw new TemplateError("has a count that is no whole number");
  return Number(text);
}

/** Go's RE2 never backtracks; ours does, so what it is tried on stays short (names and addresses do). */
function pattern(text: string): RegExp {
  try {
    return new RegExp(text, "u");
  } catch {
    throw new TemplateError("holds a regular expression that cannot be read");
  }
}

function hostBits({ family, prefixLength }: NetworkAddress): number {
  return (family === "ipv4" ? 32 : 128) - prefixLength;
}

function bytesOf({ address, family }: NetworkAddress): readonly number[] {
  if (family === "ipv4") return address.split(".").map(Number);
  const [head = "", tail = ""] = address.split("%")[0]?.split("::") ?? [];
  const groups = (part: string): number[] =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  const front = groups(head);
  const back = groups(tail);
  return [...front, ...Array<number>(Math.max(0, 8 - front.length - back.length)).fill(0), ...back];
}

function compareBytes(a: readonly number[], b: readonly number[]): number {
  for (const [index, byte] of a.entries()) {
    const difference = byte - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
