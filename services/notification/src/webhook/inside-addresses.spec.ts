import fc from 'fast-check';
import { isPublicAddress } from './inside-addresses.js';

describe('an address', () => {
  it.each([
    '127.0.0.1', '127.255.255.254', '0.0.0.0', '10.0.0.1', '100.64.0.1', '100.127.255.255', '168.63.129.16', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.1.1',
    '192.0.0.8', '192.0.2.1', '198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.7', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255',
    '::', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::8.8.8.8', '64:ff9b::8.8.8.8', '64:ff9b:1::1', '100::1', 'fc00::1', 'fd12:3456::1',
    'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1', '5f00::1', 'localhost', '', '1.2.3', '0x7f.0.0.1',
  ])('like %s is inside', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  it.each(['1.1.1.1', '8.8.8.8', '100.63.255.255', '100.128.0.0', '172.15.0.1', '172.32.0.1', '198.17.255.255', '198.20.0.0', '223.255.255.255', '2606:4700::1111', '2a00:1450::1'])(
    'like %s is public', (address) => {
      expect(isPublicAddress(address)).toBe(true);
    });
  it('of IPv4 is inside in every way of writing it as IPv6', () => {
    fc.assert(fc.property(fc.ipV4(), (address) => {
      const hex = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
      const [high, low] = [`${hex[0]}${hex[1]}`, `${hex[2]}${hex[3]}`];
      for (const other of [`::ffff:${address}`, `::ffff:${high}:${low}`, `::${address}`, `64:ff9b::${address}`, `2002:${high}:${low}::1`]) expect(isPublicAddress(other)).toBe(false);
    }));
  });
});
