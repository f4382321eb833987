// Which IP addresses are public. Everything that is not surely a stranger's machine on the internet is not.

import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'

/** Azure's, to which every machine there may speak, though the address looks like anybody's. */
const METADATA = new Set(['168.63.129.16'])
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * False for private, loopback, link-local, multicast, reserved, mapped, NAT64 and 6to4 addresses, for this machine's
 * own addresses, and for text that is no address.
 */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0 || text.includes('%')) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast' || METADATA.has(text)) return false
  // `::127.0.0.1` and unassigned blocks count as unicast there
  if (address instanceof ipaddr.IPv6 && !address.match(GLOBAL_IPV6)) return false
  return !ownAddresses().has(address.toNormalizedString())
}

function ownAddresses(): Set<string> {
  const entries = Object.values(networkInterfaces()).flatMap(list => list ?? [])
  return new Set(entries.map(entry => ipaddr.parse(entry.address.replace(/%.*$/, '')).toNormalizedString()))
}
