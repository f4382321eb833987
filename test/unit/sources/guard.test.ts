import { describe, expect, it } from 'vitest'
import { InputFault, Refused, Transient } from '../../../src/errors.ts'
import { createEgress } from '../../../src/sources/egress.ts'
import { createGuard } from '../../../src/sources/guard.ts'
import { isPublicAddress } from '../../../src/sources/public-address.ts'

const REFUSED_LINKS = [
  // literals, in every spelling
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.0.1/',
  'http://0x7f.1/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://017700000001/',
  'http://0177.0.0.1/',
  'http://１２７.０.０.１/',
  'http://127。0。0。1/',
  'http://127.0.0.1./',
  'http:\\\\127.0.0.1\\',
  'http:127.0.0.1',
  'http://%31%32%37.0.0.1/',
  'http://0/',
  'http://0.0.0.0/',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.1.1/',
  'http://100.64.0.1/',
  'http://169.254.169.254/latest/meta-data',
  'http://168.63.129.16/metadata',
  'http://192.0.0.1/',
  'http://192.0.2.1/',
  'http://192.88.99.1/',
  'http://198.18.0.1/',
  'http://198.51.100.7/',
  'http://203.0.113.7/',
  'http://224.0.0.1/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::ffff:8.8.8.8]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b:1::1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001::1]/',
  'http://[2001:db8::1]/',
  'http://[3fff::1]/',
  'http://[fe80::1]/',
  'http://[fe80::1%25eth0]/',
  'http://[fc00::1]/',
  'http://[fd00:ec2::254]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  'http://[4000::1]/',
  // names that are never public
  'http://localhost/',
  'http://LOCALHOST./',
  'http://a.localhost/',
  'http://printer.local/',
  'http://metadata.google.internal/',
  'http://router/',
  // schemes
  'file:///etc/passwd',
  'ftp://example.com/a.wav',
  'gopher://example.com/',
  'data:audio/wav;base64,AAAA',
  'blob:https://example.com/1',
  'javascript:alert(1)',
  'unix:/run/docker.sock',
  'ytsearch:hello',
  '--exec=touch PWNED',
  'example.com/a.wav',
  '',
  // the rest of the link
  'https://user@example.com/a.wav',
  'https://user:pass@example.com/a.wav',
  'https://example.com:8443/a.wav',
  'http://example.com:22/',
  'http://example.com:41595/',
  'https://example.com:80808/',
  'https://example.com/a b.wav',
  'https://example.com/a\r\nHost: x',
  'https://example.com/a\0.wav',
  'https://exa\tmple.com/a.wav',
  `https://example.com/${'a'.repeat(2048)}`,
]

const guard = createGuard({ allowPrivateHosts: ['127.0.0.1:8080', '[::1]:8080', 'nas.local'] })

describe('check', () => {
  it.each(REFUSED_LINKS)('refuses %j', link => {
    expect(() => guard.check(link)).toThrow(Refused)
  })
  it.each([
    'https://example.com/a.wav',
    ' http://example.com:80/a.wav ',
    'https://example.com:443/a',
    'http://example.com:443/a',
    'https://bücher.example/a%20b.wav?x=1#t',
    'https://1.1.1.1/a',
    'https://[2606:4700::1111]/a',
    'http://127.0.0.1:8080/a',
    'http://[::1]:8080/a',
    'http://nas.local/a',
  ])('lets %j pass', link => {
    expect(guard.check(link)).toBeInstanceOf(URL)
  })
  it('allows a host with a port at that port only', () => {
    expect(() => guard.check('http://127.0.0.1:8081/a')).toThrow(Refused)
    expect(() => guard.check('http://nas.local:8081/a')).toThrow(Refused)
  })
  it('names the setting', () => {
    expect(() => guard.check('http://10.0.0.1/')).toThrow(/10\.0\.0\.1.*ALLOW_PRIVATE_HOSTS/)
  })
})

describe('addresses', () => {
  const answers = (...found: string[]) =>
    createGuard({
      allowPrivateHosts: ['nas.example'],
      resolve: async () => found.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
    })
  it('refuses a name when any of its addresses is private', async () => {
    await expect(answers('1.1.1.1', '10.0.0.1').addresses('x.example', 443, 1000)).rejects.toThrow(Refused)
    await expect(answers('2606:4700::1', '::1').addresses('x.example', 443, 1000)).rejects.toThrow(Refused)
  })
  it('gives public ones back, and private ones of allowed hosts', async () => {
    await expect(answers('1.1.1.1').addresses('x.example', 443, 1000)).resolves.toEqual([
      { address: '1.1.1.1', family: 4 },
    ])
    await expect(answers('10.0.0.1').addresses('nas.example', 80, 1000)).resolves.toHaveLength(1)
  })
  it('tells a missing name from a silent resolver', async () => {
    const failing = (code: string) =>
      createGuard({
        allowPrivateHosts: [],
        resolve: () => Promise.reject(Object.assign(new Error(code), { code })),
      }).addresses('x.example', 443, 1000)
    await expect(failing('ENOTFOUND')).rejects.toMatchObject({ tag: 'Download_Failed', errorClass: 'Input' })
    await expect(failing('EAI_AGAIN')).rejects.toThrow(Transient)
    const silent = createGuard({ allowPrivateHosts: [], resolve: () => new Promise(() => {}) })
    await expect(silent.addresses('x.example', 443, 20)).rejects.toThrow(Transient)
    await expect(answers().addresses('x.example', 443, 1000)).rejects.toThrow(InputFault)
  })
})

describe('a name that changes its address between check and connection', () => {
  it('is looked up for the connection itself and refused', async () => {
    const addresses = ['1.1.1.1', '127.0.0.1']
    const egress = createEgress({
      allowPrivateHosts: [],
      resolve: async () => [{ address: addresses.shift() ?? '127.0.0.1', family: 4 }],
    })
    await egress.assertPublic('http://rebind.example/')
    const signal = AbortSignal.timeout(5000)
    await expect(egress.request('http://rebind.example/', { signal })).rejects.toThrow(Refused)
  })
})

describe('isPublicAddress', () => {
  it.each(['1.1.1.1', '8.8.8.8', '172.32.0.1', '2606:4700::1111'])('%s is', address => {
    expect(isPublicAddress(address)).toBe(true)
  })
  it.each(['', 'example.com', '127.0.0.1', '2606:4700::1%1'])('%j is not', address => {
    expect(isPublicAddress(address)).toBe(false)
  })
})
