// A yt-dlp that says and does what a test tells it.

import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGuard } from '../../../src/sources/guard.ts'
import type { SourceFile } from '../../../src/sources/source-file.ts'
import { fetchWithYtdlp, type YtdlpFetchConfig } from '../../../src/sources/ytdlp.ts'
import { openVersions } from '../../../src/sources/ytdlp-version.ts'

export const SOUNDCLOUD = 'https://soundcloud.com/someone/a-track'
export const INFO = {
  extractor_key: 'Soundcloud',
  title: 'T',
  uploader: 'U',
  duration: 12,
  thumbnail: 'https://x.example/t.jpg',
}

export interface Stub extends AsyncDisposable {
  root: string
  /** The staging folder. */
  dir: string
  names(): Promise<string[]>
  /** What it was called with, a line each. */
  calls(): Promise<string[]>
  /** Shell lines for the description (INFO when absent), and for the download; by `version` it is the newest. */
  plays(script: { info?: string | object; download?: string; version?: string }): Promise<void>
  fetch(changes?: Partial<YtdlpFetchConfig>, signal?: AbortSignal, href?: string): Promise<SourceFile>
}

export async function openStub(): Promise<Stub> {
  const root = await mkdtemp(join(tmpdir(), 'ytdlp-'))
  const dir = join(root, 'staging')
  const bin = join(root, 'yt-dlp')
  await mkdir(dir)
  const config: YtdlpFetchConfig = {
    guard: createGuard({ allowPrivateHosts: [] }),
    maxBytes: 300_000,
    maxSeconds: 600,
    downloadTimeoutMs: 30_000,
    ytdlp: { bin },
    versions: openVersions(),
  }
  return {
    root,
    dir,
    names: async () => (await readdir(dir)).sort(),
    calls: async () => (await readFile(join(root, 'calls'), 'utf8')).trim().split('\n'),
    async plays({ info = INFO, download = 'true', version }) {
      await writeFile(join(root, 'info.json'), typeof info === 'object' ? JSON.stringify(info) : '')
      const describe = typeof info === 'object' ? `cat ${root}/info.json` : info
      const first = `printf '%s\\n' "$*" >> ${root}/calls`
      const tells = version ? TELLS_VERSION.replace('date +%Y.%m.%d', `echo ${version}`) : TELLS_VERSION
      const lines = ['#!/bin/sh', tells, first, 'if [ "$1" = -J ]; then', describe, 'exit 0', 'fi', download]
      await writeFile(bin, `${lines.join('\n')}\n`)
      await chmod(bin, 0o755)
    },
    fetch: (changes = {}, signal = AbortSignal.timeout(50_000), href = SOUNDCLOUD) =>
      fetchWithYtdlp({ ...config, ...changes }, href, { dir, signal }),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}

/** A shell line of a program that calls itself the newest yt-dlp; it is not counted among the calls. */
export const TELLS_VERSION = `if [ "$2" = --version ]; then date +%Y.%m.%d; exit 0; fi`

/** Ends as yt-dlp does after a fault: exit code 1 whatever it was, and a line of text. */
export const failing = (text: string): string => `echo '${text}' >&2; exit 1`
