// One download into a folder of its own, as often as a test wants to try.

import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DirectConfig, fetchDirect } from '../../../src/sources/direct.ts'
import { createEgress } from '../../../src/sources/egress.ts'
import type { SourceFile } from '../../../src/sources/source-file.ts'
import type { MediaServer } from './range-server.ts'

export const sum = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Bytes that pass for audio by their beginning, and are like no others. */
export const recording = (length: number): Buffer =>
  Buffer.concat([Buffer.from('RIFF    WAVEfmt '), randomBytes(length - 16)])

export interface Download extends AsyncDisposable {
  dir: string
  at(name: string): string
  names(): Promise<string[]>
  /** @throws what the download throws */
  go(link?: string, changes?: Partial<DirectConfig>, signal?: AbortSignal): Promise<SourceFile>
  content(name?: string): Promise<Buffer>
}

export async function openDownload(server: MediaServer): Promise<Download> {
  const dir = await mkdtemp(join(tmpdir(), 'download-'))
  const config = {
    egress: createEgress({ allowPrivateHosts: [server.host] }),
    maxBytes: 100_000_000,
    downloadTimeoutMs: 30_000,
    timeouts: { headersMs: 20_000, idleMs: 20_000 },
  }
  return {
    dir,
    at: name => join(dir, name),
    names: async () => (await readdir(dir)).sort(),
    async go(link = server.url(), changes = {}, signal = AbortSignal.timeout(40_000)) {
      const found = await fetchDirect({ ...config, ...changes }, link, { dir, signal })
      if (found === 'page') throw new Error('no page was expected')
      return found
    },
    content: (name = 'media.wav') => readFile(join(dir, name)),
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  }
}
