import { describe, expect, it } from 'vitest'
import { copyOf, madeWords } from '../../../scripts/bench/index-prints.ts'
import { entryOf, openNew } from '../../support/opened-index.ts'

describe('versions', () => {
  it('are other recordings of one song by their titles, and those that were linked', async () => {
    using opened = await openNew()
    const put = (seed: number, title: string, artist: string) => opened.put({ ...entryOf(seed), title, artist })
    const gold = await put(1, 'Gold', 'Kiiara')
    const remix = await put(2, 'Gold (Kölsch Remix)', 'Kiiara')
    const other = await put(3, 'Gold', 'Spandau Ballet')
    const part = await put(4, 'Megamix', 'Somebody')
    const edit = await put(5, 'Gold (Radio Edit)', 'Kiiara')
    await opened.store.commit(() =>
      opened.index.linkVersions(gold, { recording: { id: part }, agreement: 0.8, because: '40 s are the same' }),
    )
    await opened.store.commit(() =>
      opened.index.linkVersions(gold, { recording: { id: edit }, agreement: 0.9, because: 'one is 40 s longer' }),
    )
    expect(opened.index.versionsOf(gold)).toEqual([
      { recording: part, agreement: 0.8, because: '40 s are the same' },
      { recording: edit, agreement: 0.9, because: 'one is 40 s longer' },
      { recording: remix, because: 'their titles name one song' },
    ])
    expect(opened.index.versionsOf(part)).toEqual([{ recording: gold, agreement: 0.8, because: '40 s are the same' }])
    expect(opened.index.versionsOf(other)).toEqual([])
    expect(opened.index.versionsOf(99)).toEqual([])
  })

  it('one that sounds the same under another version’s name is near, never the same', async () => {
    using opened = await openNew()
    const id = await opened.put({ ...entryOf(1), title: 'Gold (Extended Mix)', artist: 'Kiiara' })
    const heard = { words: copyOf(madeWords(1), 1), seconds: 238, title: 'Gold', artist: 'Kiiara' }
    expect(opened.index.find(heard)).toMatchObject([{ kind: 'near', recording: { id } }])
    expect(opened.index.find({ ...heard, title: 'Gold (Extended Version)' })).toMatchObject([{ kind: 'same' }])
  })

  it('the same one comes before a version that sounds more alike', async () => {
    using opened = await openNew()
    const version = await opened.put({ ...entryOf(1), title: 'Gold (Live)', artist: 'Kiiara' })
    const same = await opened.put({ seconds: 235, words: copyOf(madeWords(1), 1), title: 'Gold', artist: 'Kiiara' })
    const found = opened.index.find({ words: madeWords(1), seconds: 240, title: 'Gold', artist: 'Kiiara' })
    expect(found.map(({ kind, recording }) => [kind, recording.id])).toEqual([
      ['same', same],
      ['near', version],
    ])
    expect(found[1]?.agreement).toBe(1)
  })

  it('one of the index is looked up by its own sound, without itself', async () => {
    using opened = await openNew()
    const [first, second] = [
      await opened.put(entryOf(1)),
      await opened.put({ seconds: 235, words: copyOf(madeWords(1), 2) }),
    ]
    expect(opened.index.findLike(first)).toMatchObject([{ kind: 'same', recording: { id: second } }])
    expect(opened.index.findLike(second)).toMatchObject([{ kind: 'same', recording: { id: first } }])
    const silent = await opened.put({ seconds: 100, words: new Uint32Array(700) })
    expect(opened.index.findLike(silent)).toEqual([])
    expect(opened.index.findLike(99)).toEqual([])
  })
})
