// The person's cookies, as one run of yt-dlp is given them: a copy of its own, and only what belongs to the site.

import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Environment, messageOf } from '../errors.ts'
import type { Site } from './ytdlp-version.ts'

export interface Lending {
  /** The person's file. */
  file: string
  /** The setting that names it. */
  setting: string
  /** Where the copy goes. */
  dir: string
  site: Site
  host: string
}

const DOMAINS: Record<Exclude<Site, 'web'>, readonly string[]> = {
  soundcloud: ['soundcloud.com', 'sndcdn.com'],
  youtube: ['youtube.com', 'youtube-nocookie.com', 'youtu.be', 'google.com', 'googlevideo.com'],
}
/** Fields of a line: domain, subdomains too, path, secure, expires, name, value. */
const FIELDS = 7

/**
 * yt-dlp writes cookies back and would clash with itself, so each run gets a copy that only we can read.
 * @returns its path
 */
export async function lendCookies({ file, setting, dir, site, host }: Lending): Promise<string> {
  const copy = join(dir, `.cookies-${randomUUID()}`)
  try {
    const lines = (await readFile(file, 'utf8')).split(/\r?\n/)
    const kept = lines.filter(line => belongs(line, site, host))
    await writeFile(copy, kept.join('\n'), { mode: 0o600, flag: 'wx' })
  } catch (cause) {
    throw new Environment(`the cookies file of ${setting} cannot be read: ${messageOf(cause)}`, { cause })
  }
  return copy
}

/** What is no cookie stays: it is for yt-dlp to say what is wrong with the file. */
function belongs(line: string, site: Site, host: string): boolean {
  const fields = line.split('\t')
  if (fields.length < FIELDS) return true
  const domain = (fields[0] ?? '')
    .replace(/^#HttpOnly_/, '')
    .replace(/^\./, '')
    .toLowerCase()
  return site === 'web' ? liesUnder(host.toLowerCase(), domain) : DOMAINS[site].some(name => liesUnder(domain, name))
}

const liesUnder = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`)
