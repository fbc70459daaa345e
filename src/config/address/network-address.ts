// An address of one of this machine's interfaces, as the templates of addresses choose among them.

export interface NetworkAddress {
  readonly interfaceName: string;
  readonly address: string;
  readonly family: "ipv4" | "ipv6";
  readonly prefixLength: number;
  /** Whether the machine's default route leaves through this interface. */
  readonly hasDefaultRoute: boolean;
}
