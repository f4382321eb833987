import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  adopt,
  faultOf,
  keepAnswer,
  makeTry,
  readAnswer,
  thrownBy,
  tryIn,
} from '../../src/cluster/audio-work/answer.ts'
import { fromLibrary, inLibrary, keyOf, pieceIn } from '../../src/cluster/audio-work/piece.ts'
import { requireSharedLibrary } from '../../src/cluster/audio-work/shared-library.ts'
import { connectRedis, requireFit } from '../../src/cluster/connect.ts'
import { InputFault, Limited } from '../../src/errors.ts'
import { orchestrator } from '../support/cli.ts'
import { hasRedis, startRedis } from '../support/redis-server.ts'
import { FACTS } from '../support/work-cluster.ts'

/** Nothing is waited for. */
const AT_ONCE = { signal: new AbortController().signal, patienceMs: 0 }
const info = (version: string, policy: string) =>
  `# Server\r\nredis_version:${version}\r\nmaxmemory_policy:${policy}\r\n`

describe('P3 the Redis of a cluster', () => {
  it('is refused when it may throw jobs away, or is too old, with what mends it', () => {
    expect(() => requireFit(info('7.0.15', 'noeviction'))).not.toThrow()
    expect(() => requireFit(info('8.2.1', 'noeviction'))).not.toThrow()
    expect(() => requireFit(info('7.0.15', 'allkeys-lru'))).toThrow('config set maxmemory-policy noeviction')
    expect(() => requireFit(info('6.2.7', 'noeviction'))).toThrow('Redis 6.2.7 is too old (REDIS_URL): 7.0 or newer')
  })

  it.skipIf(!hasRedis)('is looked at by the program before it does anything: exit 78', async () => {
    await using redis = await startRedis(['--maxmemory-policy', 'allkeys-lru'])
    await expect(connectRedis(redis.url)).rejects.toThrow('maxmemory-policy allkeys-lru')
    const { code, stderr } = await orchestrator(['worker', '--var', mkdtempSync(join(tmpdir(), 'fit-'))], {
      REDIS_URL: redis.url,
    })
    expect(code).toBe(78)
    expect(stderr).toContain('noeviction')
  })

  it('is named when it cannot be reached; without it there is no worker', async () => {
    await expect(connectRedis('redis://127.0.0.1:1')).rejects.toThrow('Redis cannot be reached (REDIS_URL)')
    const { code, stderr } = await orchestrator(['worker', '--var', mkdtempSync(join(tmpdir(), 'fit-'))])
    expect(code).toBe(78)
    expect(stderr).toContain('REDIS_URL is missing')
  })
})

describe('the shared library', () => {
  it.skipIf(!hasRedis)('is known by its marker on each machine', async () => {
    await using redis = await startRedis()
    const client = redis.connect()
    const dir = mkdtempSync(join(tmpdir(), 'library-'))
    const look = (at = dir) => requireSharedLibrary(client, '{t}', at)
    await expect(look(join(dir, 'nowhere'))).rejects.toThrow('is not there')
    await expect(look()).rejects.toThrow('which library is shared is not known yet')
    await client.set('{t}:volume', 'another')
    await expect(look()).rejects.toThrow('.library-id is not in it')
    writeFileSync(join(dir, '.library-id'), 'one\n')
    await expect(look()).rejects.toThrow('is not the library that the cluster shares')
    await client.set('{t}:volume', 'one')
    await expect(look()).resolves.toBeUndefined()
  })

  it('is where pieces of work stay, whatever they say', () => {
    const encoding = { m4aCodec: 'alac', timeoutMs: 1 } as const
    const made = (wav: string) => ({ op: 'process', input: 'a', facts: FACTS, outputs: { wav }, encoding })
    for (const name of ['out.wav', 'again.aac.m4a', 'a-b_c']) expect(pieceIn(made(name))).toEqual(made(name))
    for (const name of [
      '',
      '.',
      '..',
      '../out.wav',
      'x/../../out.wav',
      '/etc/passwd',
      'x/out.wav',
      '..\\out.wav',
      'a\n',
    ])
      expect(() => pieceIn(made(name))).toThrow('does not know')
    expect(fromLibrary('/a/library', '/a/library/x/y.wav')).toBe('x/y.wav')
    for (const path of ['/a/library', '/a/other/x.wav', '/a/library-2/x.wav', '/etc/passwd'])
      expect(fromLibrary('/a/library', path)).toBeUndefined()
    for (const told of ['../x', '/etc/passwd/../..', 'a/../../x', '.'])
      expect(() => inLibrary('/a/library', told)).toThrow()
    expect(keyOf({ op: 'check', input: 'a', encoding })).toBe(keyOf({ op: 'check', input: 'a', encoding }))
    expect(keyOf({ op: 'check', input: 'b', encoding })).not.toBe(keyOf({ op: 'check', input: 'a', encoding }))
  })
})

describe('an answer', () => {
  it('comes over whole or not at all, a fault as it was', async () => {
    const library = mkdtempSync(join(tmpdir(), 'library-'))
    const folder = await makeTry(library, '1-1')
    writeFileSync(join(folder, 'out.wav'), 'sound')
    await keepAnswer(folder, { value: { seconds: 3 } })
    expect(await readAnswer(folder, AT_ONCE)).toMatchObject({ value: { seconds: 3 }, files: { 'out.wav': 5 } })
    writeFileSync(join(folder, 'out.wav'), 'so')
    await expect(readAnswer(folder, AT_ONCE)).rejects.toMatchObject({ errorClass: 'Environment' })
    writeFileSync(join(folder, 'out.wav'), 'sound')
    await adopt(folder, { 'out.wav': join(library, 'out.wav') })
    await expect(readAnswer(folder, AT_ONCE)).rejects.toThrow('is not whole')
    for (const name of ['../../Unassigned', '1-1/../..', '', '1-'])
      expect(() => tryIn(library, name)).toThrow('no machine gave')
    const back = (error: unknown) => thrownBy(faultOf(error))
    expect(back(new InputFault('no', 'Corrupt_Audio'))).toMatchObject({ errorClass: 'Input', tag: 'Corrupt_Audio' })
    expect(back(new Limited('later', 5))).toMatchObject({ errorClass: 'Limited', until: 5 })
    expect(back(new TypeError('a bug'))).toMatchObject({ message: 'a bug' })
  })
})
