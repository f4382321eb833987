// Freely licensed music that Debian's packages of games install. Nothing is fetched: what is there is found.

import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = '/usr/share/games'
/** Of those tried, the ones with many pieces of two minutes and more. */
export const MUSIC_PACKAGES = [
  'wesnoth-1.16-music',
  'hedgewars-data',
  'fillets-ng-data',
  'trackballs-data',
  'extremetuxracer-data',
  'enigma-data',
]
const MUSIC = /\/(?:music|tunes)\/.*\.(?:ogg|opus|mp3|flac)$/i
/** About half a minute. */
const LEAST_BYTES = 500_000

/** @returns at most so many files, of all packages alike; the same ones each time */
export function packagedMusic(most: number): string[] {
  const byPackage = Map.groupBy(musicFiles(), path => path.split('/')[4] ?? '')
  const taken: string[] = []
  for (let turn = 0; taken.length < most && [...byPackage.values()].some(files => turn < files.length); turn += 1)
    for (const files of byPackage.values()) taken.push(...files.slice(turn, turn + 1))
  return taken.slice(0, most)
}

function musicFiles(): string[] {
  try {
    const names = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).sort()
    const paths = names.map(name => join(ROOT, name)).filter(path => MUSIC.test(path))
    return paths.filter(path => statSync(path).size >= LEAST_BYTES)
  } catch {
    return []
  }
}
