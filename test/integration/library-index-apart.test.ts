// What sounds alike and is not one recording. All of it is made on the spot, and heard as the product hears.

import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openIndex } from '../../src/library/index/open-index.ts'
import { openStore } from '../../src/store/database.ts'
import { hearSamples } from '../support/fingerprints.ts'
import { loop, RATE, silence, sine, song, whiteNoise } from '../unit/audio/signals.ts'

interface Piece {
  samples: Float32Array
  title?: string
  /** When more is said to be there than was made. */
  seconds?: number
}

/** Both into one index, each asks for the other. @returns what the second is to the first, and the other way round */
async function kindsOf(one: Piece, other: Piece): Promise<string[]> {
  using store = openStore(await mkdtemp(join(tmpdir(), 'apart-')), false)
  const index = openIndex(store, Date.now)
  const heard: { words: Uint32Array; seconds: number; title: string; artist: string }[] = []
  for (const { samples, title = '', seconds } of [one, other]) {
    const { words, seconds: made } = await hearSamples(samples)
    heard.push({ words, seconds: seconds ?? made, title, artist: title ? 'Somebody' : '' })
  }
  const ids = await Promise.all(heard.map(entry => store.commit(() => index.put(entry))))
  return ids.map((id, at) => index.findLike(id).find(({ recording }) => recording.id === ids[1 - at])?.kind ?? 'other')
}

const mixed = (one: Float32Array, other: Float32Array, gain = 1) =>
  one.map((value, at) => value + gain * (other[at] ?? 0))
function joined(...parts: Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
const cut = (samples: Float32Array, from: number, to: number) => samples.slice(from * RATE, to * RATE)
function muted(samples: Float32Array, places: readonly number[], seconds: number): Float32Array {
  const clean = samples.slice()
  for (const place of places) clean.fill(0, place * RATE, (place + seconds) * RATE)
  return clean
}

const NEVER_SAME: [string, () => [Piece, Piece]][] = [
  ['silence and silence', () => [{ samples: silence(60) }, { samples: silence(60) }]],
  ['two tones', () => [{ samples: sine(440, 60, 0.3) }, { samples: sine(450, 60, 0.3) }]],
  [
    'one tone twice: too little is said by it',
    () => [{ samples: sine(440, 60, 0.3) }, { samples: sine(440, 60, 0.2) }],
  ],
  ['two noises', () => [{ samples: whiteNoise(60, 0.3, 1) }, { samples: whiteNoise(60, 0.3, 2) }]],
  ['jingles of five seconds', () => [{ samples: song(1, 5) }, { samples: song(2, 5) }]],
  [
    'two tracks that share a sample of 20 s',
    () => {
      const sample = song(9, 20)
      const around = (seed: number) => joined(song(seed, 25), sample, song(seed + 1, 25))
      return [{ samples: around(1) }, { samples: around(3) }]
    },
  ],
  [
    'two tracks behind one intro of 25 s',
    () => {
      const intro = song(9, 25)
      return [{ samples: joined(intro, song(1, 40)) }, { samples: joined(intro, song(2, 40)) }]
    },
  ],
  [
    'DJ tools of one drum loop',
    () => {
      const drums = loop(126, 60)
      return [{ samples: mixed(drums, song(1, 60), 0.7) }, { samples: mixed(drums, song(2, 60), 0.7) }]
    },
  ],
  [
    'a radio edit and its extended mix',
    () => {
      const radio = song(1, 60)
      return [{ samples: radio }, { samples: joined(loop(120, 30), radio, loop(120, 30)) }]
    },
  ],
  [
    'a radio edit and an extended mix that goes on behind its end',
    () => [{ samples: song(1, 60) }, { samples: joined(song(1, 60), song(1, 30)) }],
  ],
  [
    'an instrumental and the song',
    () => {
      const [band, voice] = [song(1, 60), song(7, 60)]
      return [{ samples: band }, { samples: mixed(band, voice, 0.8) }]
    },
  ],
  [
    'a clean version with two words of a second taken out',
    () => {
      const explicit = song(1, 60)
      return [{ samples: explicit }, { samples: muted(explicit, [21, 52], 1) }]
    },
  ],
  [
    'a clean version, by its title',
    () => {
      const explicit = song(1, 60)
      return [
        { samples: explicit, title: 'Words (Explicit)' },
        { samples: muted(explicit, [21], 0.1), title: 'Words (Clean)' },
      ]
    },
  ],
  [
    'a remaster, by its title',
    () => {
      const first = song(1, 60)
      return [
        { samples: first, title: 'Words' },
        { samples: first.map(value => Math.tanh(1.5 * value)), title: 'Words (Remastered 2011)' },
      ]
    },
  ],
  [
    'long mixes of one series that begin with the same two minutes',
    () => {
      const beginning = song(1, 120)
      return [
        { samples: beginning, title: 'Night Shift 101', seconds: 7200 },
        { samples: beginning, title: 'Night Shift 102', seconds: 7203 },
      ]
    },
  ],
  [
    'a preview and the whole',
    () => {
      const whole = song(1, 90)
      return [{ samples: whole, seconds: 240 }, { samples: cut(whole, 0, 30) }]
    },
  ],
]

const NEAR = new Set([
  'a radio edit and its extended mix',
  'a radio edit and an extended mix that goes on behind its end',
  'a clean version with two words of a second taken out',
  'a clean version, by its title',
  'a remaster, by its title',
  'long mixes of one series that begin with the same two minutes',
  'a preview and the whole',
])

describe('kept apart', () => {
  it.each(NEVER_SAME)('%s', { timeout: 60_000 }, async (what, make) => {
    const kinds = await kindsOf(...make())
    if (NEAR.has(what)) expect(kinds).toEqual(['near', 'near'])
    expect(kinds).not.toContain('same')
  })

  it('and one recording is one: longer by a lead-in, shorter by a cut, with another spelling of its title', async () => {
    const piece = song(1, 60)
    const [title, other] = ['Words', 'Words (Official Video)']
    expect(await kindsOf({ samples: piece, title }, { samples: joined(silence(2), piece), title: other })).toEqual([
      'same',
      'same',
    ])
    expect(await kindsOf({ samples: piece, title }, { samples: cut(piece, 5, 60), title: other })).toEqual([
      'same',
      'same',
    ])
    expect(await kindsOf({ samples: cut(piece, 0, 30) }, { samples: cut(piece, 0.3, 30) })).toEqual(['same', 'same'])
  })
})
