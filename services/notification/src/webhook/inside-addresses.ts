import { BlockList, isIP } from 'node:net';

/** Addresses that lead to this machine, its networks, or nowhere that a public server could be (IANA's special-purpose registries). */
const inside4 = blockList('ipv4', [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '168.63.129.16/32', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24',
  '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
]);
/** Of IPv6 only global unicast is public; of that not what stands for something else (Teredo, 6to4, documentation). */
const global6 = blockList('ipv6', ['2000::/3']);
const inside6 = blockList('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);

function blockList(family: 'ipv4' | 'ipv6', networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address, prefix] = network.split('/') as [string, string];
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/** Whether an address may be a public server's. Everything that is not surely public is inside, an IPv4 address in the clothes of IPv6 too. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4: return !inside4.check(address, 'ipv4');
    case 6: return global6.check(address, 'ipv6') && !inside6.check(address, 'ipv6');
    default: return false;
  }
}
