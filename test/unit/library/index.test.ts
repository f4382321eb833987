import { describe, expect, it } from 'vitest'
import { copyOf, madeWords } from '../../../scripts/bench/index-prints.ts'
import { entryOf, fileOf, openNew, PAGE, sha } from '../../support/opened-index.ts'

describe('index of recordings', () => {
  it('knows a recording by its sound, and its copy', async () => {
    using opened = await openNew()
    const ids = await Promise.all([1, 2, 3].map(seed => opened.put(entryOf(seed))))
    const [match, ...others] = opened.index.find({ words: copyOf(madeWords(2), 1), seconds: 235 })
    expect(others).toEqual([])
    expect(match).toMatchObject({ kind: 'same', offsetSeconds: -5, deltaSeconds: 5, recording: { id: ids[1] } })
    expect(match?.agreement).toBeGreaterThan(0.9)
    expect(opened.index.find({ words: madeWords(4), seconds: 240 })).toEqual([])
  })

  it('finds it among many that say the same', async () => {
    using opened = await openNew()
    const loops = Array.from({ length: 300 }, () => ({ seconds: 240, words: madeWords(1) }))
    const ids = await opened.store.commit(() => opened.index.putAll([...loops, { seconds: 240, words: madeWords(2) }]))
    const found = (seed: number) => opened.index.find({ words: copyOf(madeWords(seed), 1), seconds: 235 })
    expect(found(1).length).toBeGreaterThan(0)
    expect(found(1).every(({ kind }) => kind === 'same')).toBe(true)
    expect(found(2).map(({ recording }) => recording.id)).toEqual([ids.at(-1)])
  })

  it('knows it by link in any spelling, ISRC, Spotify id, SHA-256 and row', async () => {
    using opened = await openNew()
    const keys = {
      links: ['https://soundcloud.com/a/b?utm_source=c'],
      isrcs: ['us-abc-12-34567'],
      spotifyIds: ['4uLU6hMCjMI75M1A2tKUQC'],
      sha256s: [sha('E')],
      pages: [PAGE],
    }
    const id = await opened.put({ ...entryOf(1), keys })
    for (const key of [
      { link: 'https://www.youtube.com/watch?v=abcdefghij1&list=PLx' },
      { link: 'https://m.soundcloud.com/a/b' },
      { isrc: 'USABC1234567' },
      { spotifyId: '4uLU6hMCjMI75M1A2tKUQC' },
      { sha256: sha('1') },
      { sha256: sha('e') },
      { page: '01234567-89ab-cdef-0123-456789abcdef' },
    ])
      expect(opened.index.findBy(key).map(recording => recording.id)).toEqual([id])
    for (const key of [
      { link: 'https://www.youtube.com/watch' },
      { link: 'https://youtu.be/abcdefghij2' },
      { isrc: 'nothing' },
      { spotifyId: '' },
      { sha256: sha('2') },
      { page: sha('1') },
    ])
      expect(opened.index.findBy(key)).toEqual([])
    expect(opened.index.findAt('/library/1.m4a')?.id).toBe(id)
    expect(opened.index.findAt('/library/2.m4a')).toBeUndefined()
    expect(opened.index.get(id)?.keys).toEqual({
      links: ['https://soundcloud.com/a/b', 'https://www.youtube.com/watch?v=abcdefghij1'],
      isrcs: ['USABC1234567'],
      spotifyIds: ['4uLU6hMCjMI75M1A2tKUQC'],
      sha256s: [sha('1'), sha('e')],
      pages: [PAGE],
    })
  })

  it('keeps what names no recording out: bad ids, links without a target', async () => {
    using opened = await openNew()
    const keys = {
      links: ['https://www.youtube.com/watch', ''],
      isrcs: ['?'],
      spotifyIds: ['x'],
      sha256s: [''],
      pages: [''],
    }
    const id = await opened.put({ title: 'Song', keys })
    expect(Object.values(opened.index.get(id)?.keys ?? {}).flat()).toEqual([])
  })

  it('the same entry again changes nothing', async () => {
    using opened = await openNew()
    const id = await opened.put({ ...entryOf(1), keys: { isrcs: ['USABC1234567'], pages: [PAGE] } })
    const before = opened.tables()
    expect(await opened.put({ ...entryOf(1), keys: { isrcs: ['USABC1234567'], pages: [PAGE] } })).toBe(id)
    expect(opened.tables()).toEqual(before)
  })

  it('many files and rows come to one recording, which stays known by its first sound', async () => {
    using opened = await openNew()
    const id = await opened.put(entryOf(1))
    const words = copyOf(madeWords(1), 3)
    const files = [fileOf('1.wav', 'b', { format: 'wav' }), fileOf('1.aiff', 'c', { format: 'aiff' })]
    expect(await opened.put({ recording: id, words, files, keys: { pages: [PAGE] } })).toBe(id)
    const recording = opened.index.get(id)
    expect(recording).toMatchObject({ title: 'Song 1', artist: 'Somebody', seconds: 240 })
    expect(recording?.files.map(({ format }) => format)).toEqual(['aiff', 'm4a', 'wav'])
    const [match] = opened.index.find({ words: madeWords(1), seconds: 240 })
    expect(match).toMatchObject({ agreement: 1, recording: { id } })
    expect(opened.tables().recording_print).toHaveLength(1)
    expect(opened.tables().recording_term).toHaveLength(32)
  })

  it('equal bytes are one recording, equal ISRCs are not', async () => {
    using opened = await openNew()
    const isrcs = ['USABC1234567']
    const first = await opened.put({ title: 'A', files: [fileOf('a.m4a', 'a')], keys: { isrcs } })
    const second = await opened.put({ title: 'B', files: [fileOf('b.m4a', 'b')], keys: { isrcs } })
    expect(second).not.toBe(first)
    expect(opened.index.findBy({ isrc: 'USABC1234567' }).map(({ id }) => id)).toEqual([first, second])
    expect(await opened.put({ files: [fileOf('elsewhere.m4a', 'a')] })).toBe(first)
  })

  it('a file and a row belong to one recording: the last that was said', async () => {
    using opened = await openNew()
    const first = await opened.put({ ...entryOf(1), keys: { pages: [PAGE] } })
    const second = await opened.put({ ...entryOf(2), files: [fileOf('1.m4a', 'd')], keys: { pages: [PAGE] } })
    expect(opened.index.findAt('/library/1.m4a')?.id).toBe(second)
    expect(opened.index.findBy({ page: PAGE }).map(({ id }) => id)).toEqual([second])
    expect(opened.index.get(first)?.files).toEqual([])
  })

  it('forgets a file and keeps the recording; forgets a recording and keeps nothing of it', async () => {
    using opened = await openNew()
    const before = opened.tables()
    const id = await opened.put({ ...entryOf(1), keys: { pages: [PAGE] } })
    const other = await opened.put(entryOf(2))
    const [match] = opened.index.find({ words: madeWords(1), seconds: 300 })
    await opened.store.commit(() =>
      opened.index.linkVersions(other, match ?? { recording: { id }, agreement: 1, because: '' }),
    )
    await opened.store.commit(() => opened.index.forgetFile('/library/1.m4a'))
    expect(opened.index.get(id)).toMatchObject({ files: [], keys: { pages: [PAGE] } })
    expect(opened.index.findBy({ sha256: sha('1') })).toHaveLength(1)
    await opened.store.commit(() => opened.index.forget(id))
    expect(opened.index.find({ words: madeWords(1), seconds: 240 })).toEqual([])
    await opened.store.commit(() => opened.index.forget(other))
    expect(opened.tables()).toEqual(before)
    expect(await opened.put(entryOf(3))).toBeGreaterThan(other) // a number that was forgotten is nobody else's
  })

  it('a number that was forgotten meanwhile makes a new recording', async () => {
    using opened = await openNew()
    const id = await opened.put(entryOf(1))
    await opened.store.commit(() => opened.index.forget(id))
    const again = await opened.put({ ...entryOf(1), recording: id })
    expect(again).not.toBe(id)
    expect(opened.index.find({ words: madeWords(1), seconds: 240 })).toHaveLength(1)
  })

  it('goes with the commit it is part of, or not at all', async () => {
    using opened = await openNew()
    const { store, index } = opened
    const before = opened.tables()
    const failing = store.commit(() => {
      index.put(entryOf(1))
      throw new Error('the caller has second thoughts')
    })
    await expect(failing).rejects.toThrow('second thoughts')
    expect(opened.tables()).toEqual(before)
    expect(index.find({ words: madeWords(1), seconds: 240 })).toEqual([])
  })

  it('many at once are the same as one by one', async () => {
    using one = await openNew()
    using many = await openNew()
    const entries = [1, 2, 3, 4, 5, 6, 7, 8].map(entryOf)
    const ids: number[] = []
    for (const entry of entries) ids.push(await one.put(entry))
    expect(await many.store.commit(() => many.index.putAll(entries))).toEqual(ids)
    expect(many.tables()).toEqual(one.tables())
  })
})
