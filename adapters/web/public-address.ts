import { BlockList, isIP } from 'node:net'

/** Networks that are nobody's server on the internet: this machine, private ones, links, groups, documentation, tunnels. */
const OTHERS: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]
/** Outside of it nothing of the internet has an address of version 6. */
const GLOBAL = ['2000::', 3] as const

const others = new BlockList()
for (const [network, prefix] of OTHERS) others.addSubnet(network, prefix, kindOf(network))
const global = new BlockList()
global.addSubnet(...GLOBAL, 'ipv6')

/** Whether an IP address can be that of a server on the internet (reliability S1). */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false
  const kind = kindOf(address)
  return (kind === 'ipv4' || global.check(address, kind)) && !others.check(address, kind)
}

function kindOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4'
}
