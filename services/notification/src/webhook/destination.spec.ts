import type { LookupAddress } from 'node:dns';
import { destinationOf, publicLookup } from './destination.js';

const refusal = (text: string, insideHosts = ''): string => {
  try {
    return destinationOf(text, insideHosts).url.href;
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const looked = (...addresses: string[]): Promise<unknown> => new Promise((resolve) => {
  const found = addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 }));
  publicLookup(() => Promise.resolve(found))('host.example', { all: true }, (failure, all) => { resolve(failure?.name ?? all); });
});

describe('the address of a webhook', () => {
  it.each([
    'http://cbo.example/hook', 'ftp://cbo.example/', 'file:///etc/passwd', 'javascript:alert(1)', 'gopher://cbo.example', 'data:text/plain,x', 'https://', 'hook', '',
    'https://user:secret@cbo.example/', 'https://user@cbo.example/', 'https://cbo.example/#a', 'https://127.0.0.1/', 'https://127.1/', 'https://2130706433/',
    'https://0x7f000001/', 'https://0177.0.0.1/', 'https://①②⑦.0.0.1/', 'https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://[::ffff:7f00:1]/',
    'https://169.254.169.254/latest/meta-data/', 'https://10.0.0.1:8443/', 'https://[fd00::1]/', 'https://0.0.0.0/', 'https://100.64.1.1/', 'https://[fe80::1]/',
  ])('is not %s', (text) => {
    expect(refusal(text)).toBe('webhook-address-refused');
  });
  it('is public and over TLS', () => {
    for (const text of ['https://cbo.example/hook', 'https://cbo.example:8443/a?b=c', 'https://1.1.1.1/']) expect(refusal(text)).toBe(text);
  });
  it('may be inside, and without TLS there, only when that very host and port are on the list', () => {
    const list = 'gateway.inside:8080,127.0.0.1:9000';
    expect(refusal('http://gateway.inside:8080/hook', list)).toBe('http://gateway.inside:8080/hook');
    expect(refusal('http://127.0.0.1:9000/', list)).toBe('http://127.0.0.1:9000/');
    for (const text of ['http://gateway.inside/', 'http://gateway.inside:8081/', 'http://127.0.0.1:9001/', 'ftp://127.0.0.1:9000/', 'http://x.gateway.inside:8080/']) {
      expect(refusal(text, list)).toBe('webhook-address-refused');
    }
  });
});

describe('a host that is connected to', () => {
  it('is refused when any of its addresses is inside, or when it has none', async () => {
    for (const addresses of [['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['::1'], ['2606:4700::1111', '::ffff:10.0.0.1'], []]) {
      expect([addresses, await looked(...addresses)]).toEqual([addresses, 'InsideAddress']);
    }
    expect(await looked('8.8.8.8', '2606:4700::1111')).toEqual([{ address: '8.8.8.8', family: 4 }, { address: '2606:4700::1111', family: 6 }]);
  });
});
