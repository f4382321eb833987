// Whether a row's source is better than that of a row whose files it could share.

import { describe, expect, it } from 'vitest'
import { isLosslessCodec } from '../../../src/audio/probe.ts'
import { betterThan, type Owner, ownersOf, qualityOfRow, qualityOfWork } from '../../../src/pipeline/recognise/owner.ts'
import type { TrackWork } from '../../../src/pipeline/stage.ts'
import type { Tools } from '../../../src/tools.ts'

type Told = Partial<Owner['source']> & { cutoff?: number }

const owner = ({ cutoff, ...source }: Told) => ({ source, measured: { cutoff } }) as unknown as Owner
const work = ({ codec, bitRate = 900, cutoff }: Told) =>
  ({
    facts: {
      codec,
      bitRate: bitRate * 1000,
      sampleRate: 44_100,
      bitDepth: 16,
      isLossless: isLosslessCodec(codec ?? ''),
    },
    measured: { cutoff },
  }) as unknown as TrackWork

const MP3 = { codec: 'mp3', bitRate: 128, sampleRate: 44_100, cutoff: 16_000 }
const FLAC = { codec: 'flac', bitRate: 900, sampleRate: 44_100, cutoff: 22_000 }
const FAKE = { ...FLAC, cutoff: 16_000 }

describe('a source is better than that of the row that has the files', () => {
  it.each<[string, Told, Told, string | undefined]>([
    ['lossless of a lossless one', FLAC, MP3, 'flac where that is of mp3 128 kbit/s'],
    [
      'lossless beside a false one',
      FLAC,
      FAKE,
      'flac where that is of flac made of a lossy source (nothing above 16.0 kHz)',
    ],
    ['lossless beside the unknown', FLAC, {}, 'flac where that is of an unknown source'],
    ['one codec at much more', { ...MP3, bitRate: 320 }, MP3, 'mp3 320 kbit/s where that is of mp3 128 kbit/s'],
    ['a false one', FAKE, MP3, undefined],
    ['another codec at much more', { ...MP3, codec: 'opus', bitRate: 510 }, MP3, undefined],
    ['as good', FLAC, FLAC, undefined],
    [
      'before anything was measured, by its codec',
      { ...FLAC, cutoff: undefined },
      MP3,
      'flac where that is of mp3 128 kbit/s',
    ],
  ])('%s', (_, ours, theirs, says) => expect(betterThan(work(ours), owner(theirs))).toBe(says))

  it('a lossless file of this program that was made of a lossy one is as good as that', () => {
    const wav = work({ codec: 'pcm_s16le', cutoff: 20_000 })
    const again = { ...wav, facts: { ...wav.facts, madeOf: { codec: 'mp3', bitRate: 320_000 } } } as TrackWork
    expect(qualityOfWork(again)).toMatchObject({ codec: 'mp3', isLossless: false, bitRate: 320 })
    expect(betterThan(wav, owner({ codec: 'aac', bitRate: 256 }))).toContain('pcm_s16le')
    expect(betterThan(again, owner({ codec: 'aac', bitRate: 256 }))).toBeUndefined()
  })

  it('nothing is known of it yet', () => expect(betterThan({} as TrackWork, owner(MP3))).toBeUndefined())
})

it('who is about to file a recording, and has files of another one yet, has nothing to share', () => {
  const PAGE = '284e7361-6c27-8018-872a-eb14e82e0392'
  const files = [{ path: '/library/a.wav', page: PAGE, format: 'wav', sha256: 'a', link: 'https://example.org/75' }]
  const journal = { filesOf: () => files, measuredOf: () => undefined, lastProved: () => undefined }
  const recording = (paths: readonly string[]) =>
    ({ id: 1, title: 'A', artist: 'B', keys: { pages: [PAGE] }, files: paths.map(path => ({ path })) }) as never
  const owners = (paths: readonly string[]) => ownersOf(recording(paths), 'other', { journal } as unknown as Tools)
  expect(owners([])).toEqual([])
  expect(owners(['/library/a.wav'])).toMatchObject([{ page: PAGE, files }])
})

it('a row of which nothing was written is of an unknown source', () => {
  const journal = { lastProved: () => undefined, measuredOf: () => undefined }
  const { quality, source } = qualityOfRow('p', { journal } as unknown as Tools)
  expect([quality.codec, quality.isLossless, source]).toEqual([undefined, false, undefined])
})

it.each([
  ['flac', true],
  ['alac', true],
  ['pcm_s24le', true],
  ['pcm_f32le', true],
  ['pcm_mulaw', false],
  ['pcm_alaw', false],
  ['adpcm_ms', false],
  ['aac', false],
  ['opus', false],
])('%s is lossless: %s', (codec, is) => expect(isLosslessCodec(codec)).toBe(is))
