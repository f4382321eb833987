// Finished files in all formats, and what two other readers see in them.

import { writeFile } from 'node:fs/promises'
import { parseFile } from 'music-metadata'
import { decodeOnce } from '../../../src/audio/ffmpeg.ts'
import type { TagValues } from '../../../src/audio/tags/values.ts'
import { AUDIO_FORMATS, type AudioFormat, endingOf } from '../../../src/model/audio-format.ts'
import { runProgram } from '../../../src/run-program.ts'
import { coverPng } from '../../../src/workspace/demo/demo-cover.ts'
import { audioOf, type Folder, ffmpeg, type Programs, writeWav } from './files.ts'
import { whiteNoise } from './signals.ts'

const NEVER = new AbortController().signal

export const VALUES = {
  title: 'Größe 🎛️ — שלום 東京 feat. مرحبا',
  artist: 'Änne & Ω',
  album: 'It\'s "an" album; 1\\2 = 漢字',
  albumArtist: 'Various / Ärtists',
  date: '2024-05-31',
  genre: 'Drum & Bass',
  isrc: 'DEA123456789',
  remixer: 'Rémi',
  label: 'Läbel 漢',
  composer: 'Cömposer',
  grouping: 'Gröup',
  trackNumber: 3,
  discNumber: 2,
  tempo: 173.64,
  key: 'F#m',
  comment: 'https://example.org/ä?a=1&b=2',
  own: { page: '0f0c-1', source: 'https://example.org/ä', sha256: 'ab12' },
} satisfies TagValues

export async function makeFiles(programs: Programs, folder: Folder, bits: 16 | 24 = 16) {
  const input = await writeWav(folder.at('source.wav'), [whiteNoise(2), whiteNoise(2, 0.3, 9)], { bits })
  const path = (format: AudioFormat) => folder.at(`out.${endingOf(format)}`)
  await decodeOnce({
    ffmpeg: programs.ffmpeg,
    input,
    facts: await audioOf(programs).probe(input, NEVER),
    outputs: Object.fromEntries(AUDIO_FORMATS.map(format => [format, path(format)])),
    m4aCodec: 'alac',
    signal: NEVER,
    timeoutMs: 30_000,
  })
  const picture = folder.at('cover.png')
  await writeFile(picture, coverPng([200, 40, 60]))
  return { input, picture, path }
}

/** What ffprobe shows: tags with names in small letters, and the number of pictures. */
export async function shown({ ffprobe }: Programs, path: string) {
  const { stdout } = await runProgram(ffprobe, ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', path])
  const report = JSON.parse(stdout)
  const tags = Object.entries<string>(report.format.tags ?? {}).map(([name, value]) => [name.toLowerCase(), value])
  const pictures = report.streams.filter((stream: { codec_type: string }) => stream.codec_type === 'video').length
  return { tags: Object.fromEntries(tags), pictures }
}

/** MD5 of the sound as it lies in the file, not decoded. */
export const soundMd5 = (programs: Programs, path: string) =>
  ffmpeg(programs, ['-i', path, '-map', '0:a', '-c', 'copy', '-f', 'md5', '-'])

/** What music-metadata reads, in our words. */
export async function read(path: string) {
  const { common, native } = await parseFile(path)
  const all = Object.values(native).flat()
  const text = (...ids: string[]) => all.find(({ id }) => ids.includes(id))?.value?.toString()
  return {
    title: common.title,
    artist: common.artist,
    album: common.album,
    albumArtist: common.albumartist,
    date: common.date ?? [common.year, text('TDAT')?.slice(2), text('TDAT')?.slice(0, 2)].filter(Boolean).join('-'),
    genre: common.genre?.join(),
    isrc: common.isrc?.join(),
    remixer: common.remixer?.join(),
    label: common.label?.join(),
    composer: common.composer?.join(),
    grouping: common.grouping,
    trackNumber: common.track.no,
    discNumber: common.disk.no,
    tempo: common.bpm,
    exactTempo: text('TXXX:BPM_DECIMAL', '----:com.apple.iTunes:BPM_DECIMAL', 'BPM_DECIMAL'),
    key: text('TKEY', '----:com.apple.iTunes:initialkey', 'INITIALKEY'),
    comment: common.comment?.find(({ descriptor }) => !descriptor)?.text,
    pictures: common.picture ?? [],
  }
}
