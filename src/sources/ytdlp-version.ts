// Which yt-dlp this is: asked once of each program file. It must be new enough for the site, and old ones are warned of.

import { stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import { Environment, Transient } from '../errors.ts'
import { runProgram, safeEnvironment } from '../run-program.ts'

/** Whose links are fetched; the rest is any web page. */
export type Site = 'soundcloud' | 'youtube' | 'web'

export interface YtdlpVersion {
  /** What it calls itself: `2026.08.19`. */
  text: string
  /** The day in it; undefined of a build that names none. */
  day?: string
}

export interface YtdlpVersions {
  /** @throws Environment when the program is missing, or older than the site needs */
  of(bin: string, site: Site): Promise<YtdlpVersion>
}

export interface VersionDeps {
  now?: () => number
  warn?: (sentence: string) => void
}

/** The oldest that can do the work, and why. */
const OLDEST: Record<Site, { day: string; because: string }> = {
  soundcloud: { day: '2025-04-30', because: 'older ones do not tell previews from tracks' },
  youtube: { day: '2026-08-19', because: 'older ones are refused by YouTube in the middle of a download' },
  web: { day: '2023-03-04', because: 'older ones were never tried' },
}
/** When options came that are used where they are known. */
const KNOWN_SINCE = { pluginDirs: '2025-04-30', jsRuntimes: '2025-11-12' }
const TITLES: Record<Site, string> = { soundcloud: 'SoundCloud', youtube: 'YouTube', web: 'web pages' }
const WARN_AFTER_DAYS = 90
const DAY_MS = 24 * 3600_000
const ASKING_MS = 30_000

/** How people bring it up to date. */
export const UPDATE_LINE =
  "brew upgrade yt-dlp (macOS), pipx install --force 'yt-dlp[default,curl-cffi]' (elsewhere; packages of distributions are too old)"

export function openVersions({ now = Date.now, warn = () => {} }: VersionDeps = {}): YtdlpVersions {
  const asked = new Map<string, Promise<YtdlpVersion>>()
  const warned = new Set<string>()

  /** Another file under the same name is another program. */
  async function ask(bin: string): Promise<YtdlpVersion> {
    const file = await fileOf(bin)
    const known = asked.get(file)
    if (known) return await known
    const answer = versionOf(bin)
    asked.set(file, answer)
    answer.catch(() => asked.delete(file))
    return await answer
  }

  return {
    async of(bin, site) {
      const version = await ask(bin)
      requireNewEnough(version, site)
      const age = ageInDays(version, now())
      if (age !== undefined && age > WARN_AFTER_DAYS && !warned.has(version.text)) {
        warned.add(version.text)
        warn(`yt-dlp ${version.text} is ${age} days old, and sites change: ${UPDATE_LINE}`)
      }
      return version
    },
  }
}

/** Whether this version knows an option; of a build that names no day, nothing is expected. */
export const knows = ({ day }: YtdlpVersion, option: keyof typeof KNOWN_SINCE): boolean =>
  day !== undefined && day >= KNOWN_SINCE[option]

/** @throws Environment naming what is there, what is needed and how to get it */
function requireNewEnough({ text, day }: YtdlpVersion, site: Site): void {
  const { day: oldest, because } = OLDEST[site]
  if (day === undefined || day >= oldest) return
  const needed = oldest.replaceAll('-', '.')
  throw new Environment(
    `yt-dlp ${text} is too old for ${TITLES[site]}: ${needed} or newer is needed (${because}): ${UPDATE_LINE}`,
  )
}

async function versionOf(bin: string): Promise<YtdlpVersion> {
  const { exitCode, stdout, stderr } = await runProgram(bin, ['--ignore-config', '--version'], { timeoutMs: ASKING_MS })
  if (exitCode !== 0) throw new Transient(`yt-dlp does not tell its version: ${(stderr || stdout).slice(-300)}`)
  const text = stdout.trim().slice(0, 60)
  const [, year, month, day] = /^(\d{4})\.(\d{1,2})\.(\d{1,2})(?:\D|$)/.exec(text) ?? []
  return { text, day: year && `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}` }
}

function ageInDays({ day }: YtdlpVersion, now: number): number | undefined {
  const made = day === undefined ? Number.NaN : Date.parse(day)
  return Number.isNaN(made) ? undefined : Math.floor((now - made) / DAY_MS)
}

/** The file a program's name stands for, and when it was changed; the name alone when it is nowhere. */
async function fileOf(bin: string): Promise<string> {
  const places =
    isAbsolute(bin) || bin.includes('/')
      ? [bin]
      : (safeEnvironment().PATH ?? '').split(delimiter).map(dir => join(dir, bin))
  for (const place of places) {
    const found = await stat(place).catch(() => undefined)
    if (found?.isFile()) return `${place} ${found.ino} ${found.size} ${found.mtimeMs}`
  }
  return bin
}
