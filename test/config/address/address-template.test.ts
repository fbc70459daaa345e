import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { resolveAddressTemplate } from "#config/address/address-template.ts";
import type { NetworkAddress } from "#config/address/network-address.ts";

function at(
  interfaceName: string,
  address: string,
  prefixLength: number,
  hasDefaultRoute = false,
): NetworkAddress {
  return {
    interfaceName,
    address,
    family: address.includes(":") ? "ipv6" : "ipv4",
    prefixLength,
    hasDefaultRoute,
  };
}

const MACHINE: readonly NetworkAddress[] = [
  at("lo", "127.0.0.1", 8),
  at("lo", "::1", 128),
  at("docker0", "172.17.0.1", 16),
  at("eth1", "192.168.5.9", 24),
  at("eth0", "10.1.2.3", 16, true),
  at("eth0", "fd00::3", 64, true),
  at("eth0", "fe80::1", 64, true),
  at("ppp0", "203.0.113.9", 32),
];

describe("a template finds", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["plain:8200", "plain:8200"],
    ["{{ GetPrivateIP }}", "10.1.2.3"],
    ["https://{{GetPrivateIP}}:8201", "https://10.1.2.3:8201"],
    ["{{- GetPrivateIP -}}", "10.1.2.3"],
    ["{{ GetPrivateIPs }}", "10.1.2.3 fd00::3 172.17.0.1 192.168.5.9"],
    ["{{ GetPublicIP }}", "203.0.113.9"],
    ['{{ GetInterfaceIP "eth1" }}', "192.168.5.9"],
    ["{{ GetInterfaceIP `eth1` }}:8200", "192.168.5.9:8200"],
    ['{{ GetInterfaceIPs "eth0" }}', "10.1.2.3 fd00::3 fe80::1"],
    [
      '{{ GetAllInterfaces | include "name" "^eth" | include "type" "ipv4" | join "address" "," }}',
      "192.168.5.9,10.1.2.3",
    ],
    ['{{ GetAllInterfaces | exclude "type" "IPv6" | sort "-address" | attr "address" }}', "203.0.113.9"],
    [
      '{{ GetAllInterfaces | include "network" "192.168.0.0/16|172.16.0.0/12" | sort "address" | join "address" " " }}',
      "172.17.0.1 192.168.5.9",
    ],
    [
      '{{ GetAllInterfaces | include "flags" "forwardable|up" | include "rfc" "1918" | sort "default,size" | limit 1 | attr "address" }}',
      "10.1.2.3",
    ],
    ['{{ GetPrivateInterfaces | include "type" "ipv4" | offset -1 | attr "name" }}', "eth1"],
    ['{{ GetPrivateInterfaces | sort "+name" | unique "name" | join "name" "/" }}', "docker0/eth0/eth1"],
    ['{{ GetDefaultInterfaces | attr "string" }}', "10.1.2.3/16"],
    ['{{ GetAllInterfaces | include "flag" "loopback" | attr "address" }}', "127.0.0.1"],
    ['{{ GetAllInterfaces | include "size" "32" | attr "type" }}', "IPv4"],
    ['{{ GetAllInterfaces | include "address" "^fd" | attr "mask_bits" }}', "64"],
  ];
  for (const [template, expected] of cases) {
    test(template, () => assert.equal(resolveAddressTemplate(template, MACHINE), expected));
  }
});

describe("a template is refused that", () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["{{ GetPrivateIP", /not closed/],
    ["{{ }}", /empty part/],
    ["{{ GetAllInterfaces | }}", /empty part/],
    ["{{ GetAllInterfaces }}", /ends with a list/],
    ['{{ GetPrivateIP | attr "address" }}', /gives a text to attr/],
    ['{{ GetAllInterfaces | math "address" "+1" | attr "address" }}', /calls "math", which is not supported/],
    ['{{ env "HOME" }}', /calls "env"/],
    ['{{ attr "address" }}', /begins "attr"/],
    ["{{ with $x := GetAllInterfaces }}{{ end }}", /cannot be read/],
    ["{{ GetInterfaceIP }}", /too few arguments/],
    ['{{ GetInterfaceIP "nope" }}', /finds no address/],
    ['{{ GetAllInterfaces | include "name" "(" | attr "address" }}', /regular expression/],
    ['{{ GetAllInterfaces | include "colour" "x" | attr "address" }}', /selects by something other/],
    ['{{ GetAllInterfaces | include "network" "10.0.0.0/99" | attr "address" }}', /no CIDR/],
    ['{{ GetAllInterfaces | include "rfc" "9999" | attr "address" }}', /RFC other than/],
    ['{{ GetAllInterfaces | include "flags" "shiny" | attr "address" }}', /flag other than/],
    ['{{ GetAllInterfaces | sort "luck" | attr "address" }}', /sorts by something other/],
    ['{{ GetAllInterfaces | unique "mac" | attr "address" }}', /unique/],
    ['{{ GetAllInterfaces | limit "many" | attr "address" }}', /no whole number/],
    ['{{ GetAllInterfaces | attr "uint32" }}', /attribute other than/],
    [`{{ ${"x".repeat(2000)} }}`, /longer than/],
  ];
  for (const [template, reason] of cases) {
    test(template.slice(0, 80), () => {
      assert.throws(() => resolveAddressTemplate(template, MACHINE), {
        name: "TemplateError",
        message: reason,
      });
    });
  }
});
