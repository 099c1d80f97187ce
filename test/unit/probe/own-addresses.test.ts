import { expect, test } from 'vitest'
import { hasIPv6 } from '../../../src/probe/liveness.ts'

const interfaces = (address: string) => () => ({
  eth0: [{ address, netmask: '', family: 'IPv6' as const, mac: '', internal: false, cidr: null, scopeid: 0 }],
})

test('an address of our own in 2000::/3 says that we have IPv6; where we may not look, IPv4 is what is sure', () => {
  expect(hasIPv6(interfaces('2001:db8::1'))).toBe(true)
  expect(hasIPv6(interfaces('fe80::1'))).toBe(false)
  // systemd's RestrictAddressFamilies without AF_NETLINK
  const closed = () => {
    throw new Error('uv_interface_addresses returned Unknown system error 97')
  }
  expect(hasIPv6(closed)).toBe(false)
})
