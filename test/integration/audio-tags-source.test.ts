// What a file was made of stands in its tags, in every format, and nothing lossy is called lossless there.

import { describe, expect, it } from 'vitest'
import { readTags } from '../../src/audio/tags/read.ts'
import { writeTags } from '../../src/audio/tags/write.ts'
import { AUDIO_FORMATS } from '../../src/model/audio-format.ts'
import type { SourceQuality } from '../../src/model/true-quality.ts'
import { audioOf, openFolder, PROGRAMS } from '../unit/audio/files.ts'
import { makeFiles, shown } from '../unit/audio/tag-files.ts'

const FLAC: SourceQuality = { codec: 'flac', isLossless: true, bitRate: 900, sampleRate: 44_100, cutoff: 22_000 }
const MP3: SourceQuality = { codec: 'mp3', isLossless: false, bitRate: 128, sampleRate: 44_100, cutoff: 16_000 }
const QUALITIES: readonly (readonly [SourceQuality, string])[] = [
  [FLAC, 'lossless'],
  [{ ...FLAC, cutoff: 16_000 }, 'lossy (in a lossless file)'],
  [MP3, 'lossy'],
]

const programs = PROGRAMS.find(([, found]) => found)?.[1] ?? { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' }

describe('what a file was made of', () => {
  it.each(AUDIO_FORMATS)('%s says it, and is believed by other programs', async format => {
    await using folder = await openFolder()
    const { path } = await makeFiles(programs, folder)
    for (const [madeOf, quality] of QUALITIES) {
      await writeTags(path(format), format, { title: 'T', key: 'F#m', madeOf })
      const { codec, bitRate, cutoff } = madeOf
      expect((await readTags(path(format))).madeOf).toEqual({ codec, bitRate, cutoff })
      const { tags } = await shown(programs, path(format))
      expect(tags).toMatchObject({
        source_codec: codec,
        source_bitrate: String(bitRate),
        source_cutoff: String(cutoff),
        source_quality: quality,
        camelot: '11A',
      })
      expect(Object.values(tags).filter(text => text === 'lossless')).toEqual(
        quality === 'lossless' ? ['lossless'] : [],
      )
    }
  })

  it.each(AUDIO_FORMATS)('%s is a source of what it was made of', async format => {
    await using folder = await openFolder()
    const { path } = await makeFiles(programs, folder)
    await writeTags(path(format), format, { madeOf: MP3 })
    const isPlain = format === 'mp3' || format === 'aac'
    const look = () => audioOf(programs).probe(path(format), new AbortController().signal)
    expect((await look()).madeOf).toEqual(isPlain ? undefined : { codec: 'mp3', bitRate: 128_000 })
    await writeTags(path(format), format, { madeOf: FLAC })
    expect((await look()).madeOf).toBeUndefined()
  })

  it('an unknown source is said to be unknown', async () => {
    await using folder = await openFolder()
    const { path } = await makeFiles(programs, folder)
    await writeTags(path('m4a'), 'm4a', { madeOf: { isLossless: false } })
    expect((await shown(programs, path('m4a'))).tags).toMatchObject({ source_quality: 'unknown' })
    expect((await readTags(path('m4a'))).madeOf).toBeUndefined()
  })
})
