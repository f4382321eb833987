// Links that need yt-dlp: first what it says about them, then the download, both through the guarding proxy.

import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, copyFile, lstat, readdir, rm } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { sumOf, sync } from '../durable-file.ts'
import { Environment, messageOf, Refused, Transient } from '../errors.ts'
import { type ProgramResult, runProgram, safeEnvironment } from '../run-program.ts'
import type { Guard } from './guard.ts'
import { type GuardProxy, openGuardProxy } from './guard-proxy.ts'
import { aPage } from './media-type.ts'
import { giveName } from './on-disk.ts'
import type { Saved } from './save-body.ts'
import { tooBig } from './size-limit.ts'
import type { FetchOptions, SourceFile } from './source-file.ts'
import { withinTime } from './within-time.ts'
import { downloadArgs, infoArgs, PROGRESS, type YtdlpRequest } from './ytdlp-args.ts'
import { ytdlpFault } from './ytdlp-errors.ts'
import { describe, parseInfo, requireTrack } from './ytdlp-info.ts'

export interface YtdlpConfig {
  guard: Guard
  maxBytes: number
  maxSeconds: number
  downloadTimeoutMs: number
  ytdlp: { bin: string; cookies?: string; proxy?: string }
  /** How long it may say nothing; two minutes when absent. */
  silenceMs?: number
}

/** One link's run: everything the steps below share. */
interface Run {
  bin: string
  request: YtdlpRequest
  environment: Record<string, string>
  guardProxy?: GuardProxy
  host: string
  known: boolean
  silenceMs: number
  options: FetchOptions
  signal: AbortSignal
}

const INFO_MS = 120_000
const SILENCE_MS = 120_000
const MEDIA_EXTENSIONS = new Set(
  'aac aif aiff caf flac m4a m4b mka mkv mov mp2 mp3 mp4 oga ogg opus wav webm wma'.split(' ').map(name => `.${name}`),
)

/**
 * Fetches a link with yt-dlp.
 * @param known whether the link is one of a site that only yt-dlp can serve, and not any web page
 * @throws the faults of the table in ytdlp-errors.ts; nothing is left of a failed download.
 */
export async function fetchWithYtdlp(
  config: YtdlpConfig,
  link: { href: string; known: boolean },
  options: FetchOptions,
): Promise<SourceFile> {
  const url = config.guard.check(link.href)
  return await withinTime(options.signal, config.downloadTimeoutMs, async signal => {
    const { proxy, bin } = config.ytdlp
    // a proxy of the person's own makes the connections itself
    await using guardProxy = proxy ? undefined : await openGuardProxy(config.guard)
    await removeLeftovers(options.dir)
    const cookies = await lendCookies(config.ytdlp.cookies, options.dir)
    try {
      const request = { link: url.href, maxBytes: config.maxBytes, proxy: guardProxy?.url, cookies }
      const environment = { ...safeEnvironment(), ...proxyVariables(proxy) }
      const said = { host: url.hostname, known: link.known, silenceMs: config.silenceMs ?? SILENCE_MS }
      const run = { bin, request, environment, guardProxy, ...said, options, signal }
      const info = parseInfo((await call(run, infoArgs(request))).stdout)
      requireTrack(info, config)
      return { ...describe(info), ...(await download(run)) }
    } catch (error) {
      await removeLeftovers(options.dir)
      throw error
    } finally {
      if (cookies) await rm(cookies, { force: true })
    }
  })
}

async function download(run: Run): Promise<Saved> {
  const { stdout } = await call(run, downloadArgs(run.request))
  const names = await mediaNames(run.options.dir)
  const made = join(run.options.dir, names[0] ?? '')
  const bytes = names.length === 1 ? await sizeOf(made) : 0
  // yt-dlp ends with 0 when a file was too large to be taken
  if (bytes === 0 && /larger than max-filesize/.test(stdout)) throw tooBig(run.request.maxBytes)
  if (bytes === 0)
    throw new Transient(`yt-dlp ended well, but left ${names.join(', ') || 'nothing'} instead of one file`)
  if (bytes > run.request.maxBytes) throw tooBig(run.request.maxBytes)
  await sync(made)
  const sha256 = await sumOf(made)
  const path = join(run.options.dir, `media${knownExtension(made)}`)
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

/** Runs yt-dlp to a good end. A run that says nothing for two minutes is stopped. */
async function call(run: Run, args: readonly string[]): Promise<ProgramResult> {
  const stop = new AbortController()
  const silence = setTimeout(() => stop.abort(new Transient(`${run.host}: the download stands still`)), run.silenceMs)
  const onLine = (line: string) => {
    silence.refresh()
    const progress = readProgress(line)
    if (!progress) return
    if (progress.done > run.request.maxBytes) stop.abort(tooBig(run.request.maxBytes))
    run.options.onProgress?.(progress.done, progress.total)
  }
  try {
    const result = await runProgram(run.bin, args, {
      signal: AbortSignal.any([run.signal, stop.signal]),
      timeoutMs: args[0] === '-J' ? INFO_MS : undefined,
      cwd: run.options.dir,
      env: run.environment,
      onLine,
    })
    if (result.exitCode === 0) return result
    throw faultOf(run, result)
  } catch (error) {
    throw missingProgram(error, run)
  } finally {
    clearTimeout(silence)
  }
}

/** What the guarding proxy refused explains more than what yt-dlp made of it. */
function faultOf(run: Run, result: ProgramResult) {
  const refused = run.guardProxy?.faults.find(fault => fault instanceof Refused)
  return refused ?? ytdlpFault(result.stderr, { host: run.host, known: run.known, now: Date.now() })
}

function missingProgram(error: unknown, run: Run): unknown {
  const code = error instanceof Environment ? error.fields.code : undefined
  if (code !== 'ENOENT' && code !== 'EACCES') return error
  if (!run.known) return aPage()
  return new Environment(
    `yt-dlp is needed for ${run.host} links: brew install yt-dlp (macOS), pipx install yt-dlp or apt install yt-dlp`,
    { cause: error },
  )
}

function readProgress(line: string): { done: number; total?: number } | undefined {
  const [mark, done, ...totals] = line.trim().split(/\s+/)
  if (mark !== PROGRESS || !Number.isFinite(Number(done))) return undefined
  const total = totals.map(Number).find(value => value > 0)
  return { done: Number(done), total: total && Math.round(total) }
}

/** yt-dlp writes cookies back and would clash with itself, so each run gets a copy that only we can read. */
async function lendCookies(cookies: string | undefined, dir: string): Promise<string | undefined> {
  if (!cookies) return undefined
  const copy = join(dir, `.cookies-${randomUUID()}`)
  try {
    await copyFile(cookies, copy, constants.COPYFILE_EXCL)
    await chmod(copy, 0o600)
  } catch (cause) {
    throw new Environment(`the cookies file of YTDLP_COOKIES cannot be read: ${messageOf(cause)}`, { cause })
  }
  return copy
}

function proxyVariables(proxy: string | undefined): Record<string, string> {
  if (!proxy) return {}
  const names = ['http_proxy', 'https_proxy', 'all_proxy']
  return Object.fromEntries(names.flatMap(name => [name, name.toUpperCase()]).map(name => [name, proxy]))
}

const mediaNames = async (dir: string) => (await readdir(dir)).filter(name => name.startsWith('media.'))

/** Of an earlier run, a killed one too. Half files of yt-dlp's are never gone on with: it compares nothing. */
async function removeLeftovers(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (/^(media\.|\.cookies-)/.test(name)) await rm(join(dir, name), { force: true, recursive: true })
  }
}
