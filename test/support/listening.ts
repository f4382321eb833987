// Programs that a test puts in the place of a machine's player and of yt-dlp, which say what it tells them.

import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tinyWav } from './bench.ts'

export interface Played {
  title: string
  artist: string
  /** An id of Spotify's. */
  id?: string
  url?: string
}

/** @returns the settings that name it */
export async function putPlayer(dir: string, played?: Played): Promise<Record<string, string>> {
  const between = '\u001f'
  const { id = '', title = '', artist = '', url = '' } = played ?? {}
  const onLinux = ['spotify', 'Playing', id && `/com/spotify/track/${id}`, title, artist, '', '', url].join(between)
  const onMac = ['playing', id && `spotify:track:${id}`, title, artist, '', ''].join(between)
  const linux = played ? `printf '%s\u001e' '${onLinux}'` : 'exit 1'
  const mac = played ? `case "$2" in *'"Spotify"'*) printf '%s' '${onMac}';; esac` : 'true'
  return {
    PLAYERCTL_BIN: await putProgram(join(dir, 'playerctl'), linux),
    OSASCRIPT_BIN: await putProgram(join(dir, 'osascript'), mac),
  }
}

export interface Liked {
  /** Last part of its link. */
  name: string
  title: string
  /** What yt-dlp says of it in place of giving it. */
  fault?: string
}

/** A yt-dlp that knows the likes of everybody, and gives a recording for each. */
export async function putYtdlp(dir: string, likes: readonly Liked[]): Promise<string> {
  const linkOf = ({ name }: Liked) => `https://soundcloud.com/dj/${name}`
  const list = {
    _type: 'playlist',
    entries: likes.map(liked => ({
      id: liked.name,
      url: linkOf(liked),
      title: liked.title,
      uploader: 'DJ',
      duration: 3,
    })),
  }
  await writeFile(join(dir, 'likes.json'), JSON.stringify(list))
  const faults = likes.flatMap(({ name, fault }) => (fault ? [`*/${name}) echo '${fault}' >&2; exit 1;;`] : []))
  for (const [at, { name, title }] of likes.entries()) {
    const info = { extractor_key: 'Soundcloud', title, uploader: 'DJ', duration: 3 }
    await writeFile(join(dir, `${name}.json`), JSON.stringify(info))
    await writeFile(join(dir, `${name}.wav`), tinyWav(3, 400 + 30 * at))
  }
  return await putProgram(
    join(dir, 'yt-dlp'),
    'if [ "$2" = --version ]; then date +%Y.%m.%d; exit 0; fi',
    `printf '%s\\n' "$*" >> ${dir}/calls`,
    'for link; do :; done',
    `if [ "$3" = --yes-playlist ]; then cat ${dir}/likes.json; exit 0; fi`,
    `case "$link" in ${faults.join(' ')} esac`,
    `if [ "$1" = -J ]; then cat "${dir}/$(basename "$link").json"; exit 0; fi`,
    `cp "${dir}/$(basename "$link").wav" media.wav`,
  )
}

/** How often the yt-dlp in `dir` was asked for likes. */
export async function likesAsked(dir: string): Promise<number> {
  const calls = await readFile(join(dir, 'calls'), 'utf8').catch(() => '')
  return calls.split('\n').filter(line => / -- https:\/\/soundcloud\.com\/[^/]+\/likes$/.test(line)).length
}

export async function putProgram(path: string, ...lines: string[]): Promise<string> {
  await writeFile(path, `#!/bin/sh\n${lines.join('\n')}\n`)
  await chmod(path, 0o755)
  return path
}
