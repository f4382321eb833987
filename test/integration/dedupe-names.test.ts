// What the program that was replaced took for duplicates by name, and what it missed: here only the sound makes two one.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyOf, madeWords } from '../../scripts/bench/index-prints.ts'
import { type AlikePlace, membersOf, openAlikePlace } from '../support/alike-place.ts'

let place: AlikePlace
beforeEach(async () => {
  place = await openAlikePlace()
})
afterEach(() => place[Symbol.asyncDispose]())

/** Artist, title, seconds. */
type Name = readonly [string, string, number?]

const DIFFERENT: Record<string, readonly Name[]> = {
  'P1: titles that begin alike': [
    ['Lena Moss', 'If You Want It'],
    ['Lena Moss', 'If You Wanna Stay'],
    ['Ganja White Night', 'Wobble Jam'],
    ['Ganja White Night', 'Mr Wobble Drop Killa'],
    ['Break & Total Science', 'Aardvark'],
    ['Break & Total Science', 'Blame You'],
    ['', 'Close Your Eyes'],
    ['', 'Close Your Eyes and Count to Ten'],
    ['', 'Native Son'],
    ['', 'Native Son Prequel (Jenaux Remix)'],
    ['', 'Fun in the Sun'],
    ['', 'Island In The Sun'],
  ],
  'P1: tracks of one album': [
    ['LSDREAM', 'VOYAGER - 10 TIFERET'],
    ['LSDREAM', 'VOYAGER - 08 ACTIVATE'],
    ['LSDREAM', 'VOYAGER - 05 THE SEVENTH RAY'],
  ],
  'P1: remixes of one song, and one remixer': [
    ['Illenium', 'Lonely (WHIPPED CREAM Remix)'],
    ['Illenium', 'Lonely (She Was Silver Remix)'],
    ['Ada', 'Rise (Homemade Spaceship Remix)'],
    ['Berta', 'Fall (Homemade Spaceship Remix)'],
    ['Carla', 'Turn (Homemade Spaceship Remix)'],
    ['Dora', 'Stay (Homemade Spaceship Remix)'],
  ],
  'P4: four remixes of one song, two songs of one name': [
    ['', 'NELLY - HOT IN HERE (CHOZEN REMIX)', 128.6],
    ['', 'Nelly - Hot In Here (Ruudy Flip)', 208.3],
    ['', 'Nelly - Hot In Herre (Evalution & Pretty Sweet Remix)', 112.6],
    ['Nelly', 'Hot In Herre', 228.3],
    ['Ada', 'Sacrifice'],
    ['Berta', 'Sacrifice'],
  ],
  'P9: one word, and one artist at one tempo': [
    ...['Breathe', 'Lost', 'Daisy', 'Waves'].flatMap(title => ['Ada', 'Berta'].map((artist): Name => [artist, title])),
    ['Clio', 'Lost!'],
    ['Clio', 'Dawn'],
    ['Clio', 'Dusk'],
  ],
}

describe('different recordings are never grouped', () => {
  it.each(Object.entries(DIFFERENT))('%s', { timeout: 60_000 }, async (_, names) => {
    for (const [index, [artist, title, seconds]] of names.entries())
      await place.row({ artist, title, seconds, words: madeWords(100 + index), more: { Tempo: { number: 120 } } })
    const { plan, notes } = await place.plan()
    expect(plan).toMatchObject({ groups: [], near: [], looked: { rows: names.length, recordings: names.length } })
    expect(notes).toEqual([])
  })

  it('P1: 78 songs of one band, in files whose names begin alike', { timeout: 60_000 }, async () => {
    for (let number = 0; number < 78; number += 1) {
      const title = `Song number ${number}`
      await place.loose(`Twenty One Pilots - ${title}.wav`, {
        artist: 'Twenty One Pilots',
        title,
        words: madeWords(number),
      })
    }
    expect((await place.plan()).plan).toMatchObject({ groups: [], near: [], looked: { recordings: 78 } })
  })

  it('P4: not even where they sound the same, when their titles name different remixes', async () => {
    const words = madeWords(5)
    await place.row({ artist: 'Nelly', title: 'Hot In Here (Chozen Remix)', words })
    await place.row({ artist: 'Nelly', title: 'Hot In Here (Ruudy Flip)', words: copyOf(words, 1), seconds: 195 })
    const { plan } = await place.plan()
    expect(plan.groups).toEqual([])
    expect(plan.near).toMatchObject([{ because: 'their titles name different versions' }])
  })
})

describe('one recording is proposed, whatever it is called', () => {
  it.each([
    ['P1: a file name and a title', ['', 'notixx-listen-up'], ['Notixx', 'Listen Up']],
    ['P1: another spelling', ['', 'R Cali- AAP Rocky'], ['', 'R_Cali-_AAP_Rocky Enhanced']],
    ['nothing in common', ['Ada', 'Dawn'], ['', 'track 07']],
  ] as const)('%s', async (_, [artist, title], [other, called]) => {
    const words = madeWords(3)
    const one = await place.row({ artist, title, words })
    const two = await place.row({ artist: other, title: called, words: copyOf(words, 9), seconds: 195 })
    await place.row({ artist, title, words: madeWords(4) })
    const planned = await place.plan()
    expect(membersOf(planned)).toEqual([[`row:${one.id}`, `row:${two.id}`].sort()])
    expect(planned.plan.groups[0]?.evidence[0]?.because).toMatch(/^they sound the same in 9\d/)
  })

  it('P2: of the same audio the lossless copy is kept, and what was known of the other comes to it', async () => {
    const words = madeWords(6)
    const known = { Album: text('Night'), Tempo: { number: 124 } }
    const lossy = await place.row({
      title: 'Now That I’ve Found You',
      artist: 'Ada',
      words,
      source: { codec: 'aac', bitRate: 256 },
      tags: ['Warm up', 'Merged Duplicate', 'SC_404'],
      more: known,
    })
    const lossless = await place.row({ title: 'Now That I’ve Found You', words, source: { codec: 'flac' } })
    const { plan } = await place.plan()
    expect(plan.groups).toMatchObject([
      {
        keeper: `row:${lossless.id}`,
        gains: [
          { how: 'fill', field: 'album', value: 'Night' },
          { how: 'fill', field: 'artist', value: 'Ada' },
          { how: 'add', field: 'tags', values: ['Warm up'] },
          { how: 'fill', field: 'tempo', value: 124 },
        ],
        removals: [
          { what: 'file', path: lossy.path },
          { what: 'row', page: lossy.id },
        ],
      },
    ])
  })
})

const text = (content: string) => ({ rich_text: [{ text: { content } }] })
