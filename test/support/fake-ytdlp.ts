// A yt-dlp whose services hold what a test puts there: it searches, describes and downloads, and writes down what it was asked.

import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tinyWav } from './bench.ts'

export interface FakeTrack {
  /** The last part of its address, and the name of its file. */
  name: string
  site?: 'soundcloud' | 'youtube'
  title: string
  uploader?: string
  artist?: string
  /** What the service says, in seconds. */
  promises?: number
  /** What the file has. */
  has?: number
  /** The service's words in place of an answer, when it is asked what it is or for the file. */
  refuses?: string
  /** It goes on without end. */
  isLive?: boolean
  /** The only words that find it; absent: all do. */
  only?: string
  /** Its file, where a tone does not do. */
  file?: Buffer
}

export type FakeYtdlp = Awaited<ReturnType<typeof openFakeYtdlp>>

const LENGTH = 4

export const linkOf = ({ site = 'soundcloud', name }: Pick<FakeTrack, 'site' | 'name'>) =>
  site === 'soundcloud' ? `https://soundcloud.com/somebody/${name}` : `https://www.youtube.com/watch?v=${name}`

export async function openFakeYtdlp() {
  const dir = await mkdtemp(join(tmpdir(), 'fake-ytdlp-'))
  const bin = join(dir, 'yt-dlp')
  const calls = join(dir, 'calls')
  await writeFile(bin, `#!${process.execPath}\n${SCRIPT}`)
  await chmod(bin, 0o755)
  await writeFile(calls, '')
  return {
    bin,
    /** What the services hold from now on; `says`: what every download ends with; `away`: whose searches end badly. */
    async holds(tracks: readonly FakeTrack[], { says = '', away = '' } = {}) {
      for (const [at, { name, has = LENGTH, file = tinyWav(has, 300 + 40 * at) }] of tracks.entries())
        await writeFile(join(dir, `${name}.wav`), file)
      const entries = tracks.map(({ file, ...track }) => ({
        ...track,
        link: linkOf(track),
        promises: track.promises ?? LENGTH,
      }))
      await writeFile(join(dir, 'world.json'), JSON.stringify({ entries, says, away }))
    },
    /** What it was asked since the last time: `search …`, `describe <name>`, `download <name>`. */
    async asked(): Promise<string[]> {
      const lines = (await readFile(calls, 'utf8')).split('\n').filter(Boolean)
      await writeFile(calls, '')
      return lines
    },
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  }
}

const SCRIPT = `
const { appendFileSync, copyFileSync, readFileSync } = require('node:fs')
const args = process.argv.slice(2)
if (args.includes('--version')) {
  console.log(new Date().toISOString().slice(0, 10).replaceAll('-', '.'))
  process.exit(0)
}
const { entries, says, away } = JSON.parse(readFileSync(__dirname + '/world.json', 'utf8'))
const target = args.at(-1)
const note = line => appendFileSync(__dirname + '/calls', line + '\\n')
const end = text => {
  console.error('ERROR: ' + text)
  process.exit(1)
}
const told = ({ link, name, title, uploader, artist, promises, isLive }) =>
  ({ id: name, url: link, webpage_url: link, title, uploader, artist, duration: promises, is_live: isLive })
const music = /^https:..music.youtube.com.search[?]q=(.*)#songs$/.exec(target)
const search = music ? ['', 'ytm', decodeURIComponent(music[1])] : /^(sc|yt)search\\d+:(.*)$/.exec(target)
if (search) {
  note('search ' + search[1] + ' ' + search[2])
  const site = search[1] === 'sc' ? 'soundcloud' : 'youtube'
  if (site === away) end('Unable to download API page: HTTP Error 503: Service Unavailable')
  const isFound = ({ only }) => !only || search[2] === only
  const found = entries.filter(entry => (entry.site ?? 'soundcloud') === site && isFound(entry))
  // the songs of YouTube Music have titles only
  const hits = found.map(music ? ({ name, link, title }) => ({ id: name, url: link, title }) : told)
  console.log(JSON.stringify({ _type: 'playlist', title: 'hits', entries: hits }))
  process.exit(0)
}
const track = entries.find(({ link }) => link === target)
const verb = args[0] === '-J' ? 'describe' : 'download'
note(verb + ' ' + (track?.name ?? target))
if (!track) end('[soundcloud] Unable to download JSON metadata: HTTP Error 404: Not Found')
if (track.refuses) end(track.refuses)
if (verb === 'describe') {
  const extractor_key = track.site === 'youtube' ? 'Youtube' : 'Soundcloud'
  console.log(JSON.stringify({ ...told(track), url: undefined, extractor_key }))
  process.exit(0)
}
if (says) end(says)
copyFileSync(__dirname + '/' + track.name + '.wav', 'media.wav')
`
