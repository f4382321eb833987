// One run of yt-dlp: the version it must have, what it is lent, where its connections go, and what its end means.

import { rm } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { Environment, type Fault, Refused, Transient } from '../errors.ts'
import { linkKind } from '../model/url/url.ts'
import { type ProgramResult, runProgram, safeEnvironment } from '../run-program.ts'
import type { Guard } from './guard.ts'
import { type GuardProxy, openGuardProxy } from './guard-proxy.ts'
import { aPage } from './media-type.ts'
import { httpProxy, ProxyAway } from './upstream-proxy.ts'
import type { YtdlpCommon } from './ytdlp-args.ts'
import { lendCookies } from './ytdlp-cookies.ts'
import { ytdlpFault, ytdlpNotes } from './ytdlp-errors.ts'
import type { Site, YtdlpVersions } from './ytdlp-version.ts'

export interface YtdlpSettings {
  bin: string
  /** A cookies file and a proxy of the person's own; SoundCloud may have others. */
  cookies?: string
  proxy?: string
  soundcloud?: { cookies?: string; proxy?: string }
}

export interface YtdlpConfig {
  guard: Guard
  ytdlp: YtdlpSettings
  versions: YtdlpVersions
  /** Told what people should know although the run ended well. */
  warn?: (sentence: string) => void
  /** How long it may say nothing; two minutes when absent. */
  silenceMs?: number
  /** How much a page of any site and what it leads to may send before there is a track; 64 MB when absent. */
  pageBytes?: number
}

export interface Target {
  site: Site
  /** For the sentences. */
  host: string
  /** The working folder: nothing of it is left but what yt-dlp was told to write. */
  dir: string
  signal: AbortSignal
  /** Words of ours that its messages repeat; they say nothing about what happened. */
  own: readonly string[]
  /** It lists: SoundCloud's lists are guarded better than its tracks. */
  lists?: boolean
}

export interface YtdlpRun {
  common: YtdlpCommon
  /** Runs it to its end. @throws what the table of ytdlp-errors.ts says of a bad one */
  call(args: readonly string[], options?: CallOptions): Promise<ProgramResult>
}

interface CallOptions {
  timeoutMs?: number
  /** How much may come of a track, beside its page. */
  maxBytes?: number
  /** How long it may say nothing; default: the configured time. */
  silenceMs?: number
  /** Each line of stdout; `stop` ends the run with a fault. */
  onLine?: (line: string, stop: (fault: Fault) => void) => void
  /** Whether a bad end may be let pass: the result is looked at then. */
  forgives?: (fault: Fault, result: ProgramResult) => boolean
}

const SILENCE_MS = 120_000
const PAGE_BYTES = 64_000_000

/** Which settings and minimum count for a link, and what its messages will call it. */
export function targetOf(url: URL): Pick<Target, 'site' | 'host' | 'own'> {
  const kind = linkKind(url.href)
  const site = kind === 'soundcloud' || kind === 'youtube' ? kind : 'web'
  return { site, host: url.hostname, own: namesIn(url) }
}

function namesIn(url: URL): string[] {
  const path = url.pathname.replace(/^\/+/, '')
  const name = basename(path)
  return [url.href, path, name, name.slice(0, name.length - extname(name).length)]
    .flatMap(text => [text, decoded(text)])
    .filter(text => text.length > 3)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // not ours to mend
  }
}

/**
 * Lends yt-dlp what it needs for one link or list, as often as `use` calls it, and takes it back.
 * @throws Environment when it is missing or too old for the site
 */
export async function withYtdlp<T>(
  config: YtdlpConfig,
  target: Target,
  use: (run: YtdlpRun) => Promise<T>,
): Promise<T> {
  const { ytdlp, versions } = config
  const proxy = settingFor(ytdlp, target.site, 'proxy')
  const file = settingFor(ytdlp, target.site, 'cookies')
  const version = await versions.of(ytdlp.bin, target.site).catch(error => {
    throw missingProgram(error, target)
  })
  // a proxy of the person's own makes the connections itself; a page of anybody's may lead it anywhere
  const upstream = proxy && target.site === 'web' ? httpProxy(proxy.value) : undefined
  const isGuarded = !proxy || upstream !== undefined
  await using guardProxy = isGuarded ? await openGuardProxy(config.guard, upstream) : undefined
  const cookies = file && (await lendCookies({ ...target, file: file.value, setting: file.setting }))
  const ended = endOf(target, [proxy?.setting, file?.setting], guardProxy)
  try {
    return await use({
      common: { version, proxy: guardProxy?.url, cookies },
      call(args, options = {}) {
        if (target.site === 'web') guardProxy?.allow((config.pageBytes ?? PAGE_BYTES) + (options.maxBytes ?? 0))
        return call(config, { target, args, options, proxy: isGuarded ? undefined : proxy?.value, ended })
      },
    })
  } finally {
    if (cookies) await rm(cookies, { force: true })
  }
}

interface Call {
  target: Target
  args: readonly string[]
  options: CallOptions
  /** The person's own. */
  proxy?: string
  ended(result: ProgramResult): Fault
}

/** A run that says nothing for two minutes is stopped. */
async function call(config: YtdlpConfig, { target, args, options, proxy, ended }: Call): Promise<ProgramResult> {
  const silenceMs = options.silenceMs ?? config.silenceMs ?? SILENCE_MS
  const stop = new AbortController()
  const silence = setTimeout(() => stop.abort(new Transient(`${target.host}: yt-dlp stands still`)), silenceMs)
  const onLine = (line: string) => {
    silence.refresh()
    options.onLine?.(line, fault => stop.abort(fault))
  }
  try {
    const result = await runProgram(config.ytdlp.bin, args, {
      signal: AbortSignal.any([target.signal, stop.signal]),
      timeoutMs: options.timeoutMs,
      cwd: target.dir,
      env: environmentOf(proxy, target.dir),
      onLine,
    })
    for (const note of ytdlpNotes(result.stderr)) config.warn?.(note)
    if (result.exitCode === 0) return result
    const fault = ended(result)
    if (options.forgives?.(fault, result)) return result
    throw fault
  } catch (error) {
    throw missingProgram(error, target)
  } finally {
    clearTimeout(silence)
  }
}

/** What the guarding proxy met explains more than what yt-dlp made of it. */
function endOf(target: Target, settings: readonly (string | undefined)[], guardProxy: GuardProxy | undefined) {
  const [proxySetting = 'YTDLP_PROXY', cookiesSetting = cookiesName(target.site)] = settings
  return ({ stderr }: ProgramResult): Fault => {
    const said = guardProxy?.faults.find(fault => fault instanceof Refused || fault instanceof ProxyAway)
    if (said instanceof ProxyAway) return new Environment(`the proxy of ${proxySetting} does not work`, { cause: said })
    return said ?? ytdlpFault(stderr, { ...target, proxySetting, cookiesSetting, now: Date.now() })
  }
}

function settingFor(settings: YtdlpSettings, site: Site, name: 'proxy' | 'cookies') {
  const own = site === 'soundcloud' ? settings.soundcloud?.[name] : undefined
  const value = own ?? settings[name]
  return value ? { value, setting: `${own ? 'SOUNDCLOUD' : 'YTDLP'}_${name.toUpperCase()}` } : undefined
}

const cookiesName = (site: Site) => (site === 'soundcloud' ? 'SOUNDCLOUD_COOKIES' : 'YTDLP_COOKIES')

/** Settings and plug-ins in the person's folders are not looked for either. */
const environmentOf = (proxy: string | undefined, dir: string): Record<string, string> => ({
  ...safeEnvironment(),
  XDG_CONFIG_HOME: dir,
  ...proxyVariables(proxy),
})

function proxyVariables(proxy: string | undefined): Record<string, string> {
  if (!proxy) return {}
  const names = ['http_proxy', 'https_proxy', 'all_proxy']
  return Object.fromEntries(names.flatMap(name => [name, name.toUpperCase()]).map(name => [name, proxy]))
}

function missingProgram(error: unknown, { site, host }: Target): unknown {
  const code = error instanceof Environment ? error.fields.code : undefined
  if (code !== 'ENOENT' && code !== 'EACCES') return error
  if (site === 'web') return aPage()
  return new Environment(
    `yt-dlp is needed for ${host} links: brew install yt-dlp (macOS), pipx install 'yt-dlp[default,curl-cffi]' (elsewhere)`,
    { cause: error },
  )
}
