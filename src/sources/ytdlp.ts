// Links that need yt-dlp: first what it says about them, then the download, both through the guarding proxy.

import { lstat, readdir, rm } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { sumOf, sync } from '../durable-file.ts'
import { type Fault, Transient } from '../errors.ts'
import { listKind } from '../model/url/url.ts'
import { aPlaylist } from './media-type.ts'
import { giveName } from './on-disk.ts'
import type { Saved } from './save-body.ts'
import { tooBig } from './size-limit.ts'
import type { FetchOptions, SourceFile } from './source-file.ts'
import { withinTime } from './within-time.ts'
import { downloadArgs, infoArgs, PROGRESS, type YtdlpRequest } from './ytdlp-args.ts'
import { aPreview, describe, isPreviewFormat, namesFor, parseInfo, requireTrack } from './ytdlp-info.ts'
import { targetOf, withYtdlp, type YtdlpConfig, type YtdlpRun } from './ytdlp-run.ts'

export interface YtdlpFetchConfig extends YtdlpConfig {
  maxBytes: number
  maxSeconds: number
  downloadTimeoutMs: number
}

const INFO_MS = 120_000
const MEDIA_EXTENSIONS = new Set(
  'aac aif aiff caf flac m4a m4b mka mkv mov mp2 mp3 mp4 oga ogg opus wav webm wma'.split(' ').map(name => `.${name}`),
)

/**
 * Fetches a link with yt-dlp.
 * @throws the faults of the table in ytdlp-errors.ts; nothing is left of a failed download.
 */
export async function fetchWithYtdlp(
  config: YtdlpFetchConfig,
  href: string,
  options: FetchOptions,
): Promise<SourceFile> {
  const url = config.guard.check(href)
  if (listKind(url.href)) throw aPlaylist()
  const { dir } = options
  return await withinTime(options.signal, config.downloadTimeoutMs, async signal => {
    await removeLeftovers(dir)
    const target = { ...targetOf(url), dir, signal }
    try {
      return await withYtdlp(config, target, async run => {
        const request = { ...run.common, link: url.href, maxBytes: config.maxBytes }
        const info = parseInfo((await run.call(infoArgs(request), { timeoutMs: INFO_MS })).stdout)
        requireTrack(info, config)
        return { ...describe(info), ...namesFor(info), ...(await download(run, request, options)) }
      })
    } catch (error) {
      await removeLeftovers(dir)
      throw error
    }
  })
}

async function download(run: YtdlpRun, request: YtdlpRequest, { dir, onProgress }: FetchOptions): Promise<Saved> {
  let format = ''
  const onLine = (line: string, stop: (fault: Fault) => void) => {
    const progress = readProgress(line)
    if (!progress) return
    format = progress.format ?? format
    if (progress.done > request.maxBytes) stop(tooBig(request.maxBytes))
    onProgress?.(progress.done, progress.total)
  }
  const { stdout } = await run.call(downloadArgs(request), { onLine, maxBytes: request.maxBytes })
  if (isPreviewFormat(format)) throw aPreview()
  const names = await mediaNames(dir)
  const made = join(dir, names[0] ?? '')
  const bytes = names.length === 1 ? await sizeOf(made) : 0
  // yt-dlp ends with 0 when a file was too large to be taken
  if (bytes === 0 && /larger than max-filesize/.test(stdout)) throw tooBig(request.maxBytes)
  if (bytes === 0)
    throw new Transient(`yt-dlp ended well, but left ${names.join(', ') || 'nothing'} instead of one file`)
  if (bytes > request.maxBytes) throw tooBig(request.maxBytes)
  await sync(made)
  const sha256 = await sumOf(made)
  const path = join(dir, `media${knownExtension(made)}`)
  await giveName(made, path)
  return { path, bytes, sha256 }
}

/** Nothing but a finished file counts: no folder, no link to elsewhere, and no `media.m4a.part`. */
async function sizeOf(path: string): Promise<number> {
  const found = await lstat(path)
  return found.isFile() && /^media\.\w+$/.test(basename(path)) && extname(path) !== '.part' ? found.size : 0
}

/** The site chose it, and it ends up in command lines. */
function knownExtension(path: string): string {
  const extension = extname(path).toLowerCase()
  return MEDIA_EXTENSIONS.has(extension) ? extension : '.bin'
}

function readProgress(line: string): { done: number; total?: number; format?: string } | undefined {
  const [mark, done, total, estimate, format] = line.trim().split(/\s+/)
  if (mark !== PROGRESS || !Number.isFinite(Number(done))) return undefined
  const known = [total, estimate].map(Number).find(value => value > 0)
  return { done: Number(done), total: known && Math.round(known), format }
}

const mediaNames = async (dir: string) => (await readdir(dir)).filter(name => name.startsWith('media.'))

/** Of an earlier run, a killed one too. Half files of yt-dlp's are never gone on with: it compares nothing. */
async function removeLeftovers(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (/^(media\.|\.cookies-)/.test(name)) await rm(join(dir, name), { force: true, recursive: true })
  }
}
