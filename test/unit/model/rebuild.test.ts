import { describe, expect, it } from 'vitest'
import { compareLibrary, type FoundFile } from '../../../src/model/rebuild.ts'
import type { Track } from '../../../src/model/track.ts'

const LIBRARY = '/music/Library'

const idOf = (tail: string) => `00000000-0000-0000-0000-0000${tail}`
const row = (tail: string, more: Partial<Track> = {}): Track => ({
  id: idOf(tail),
  createdAt: '',
  editedAt: '',
  inTrash: false,
  downloaded: false,
  tags: [],
  ...more,
})
const file = (name: string, tail?: string): FoundFile => ({ path: `${LIBRARY}/${name}`, bytes: 1, changedAt: 0, tail })
const compare = (rows: Track[], files: FoundFile[]) => compareLibrary(rows, files, LIBRARY)

describe('rows held against files', () => {
  it('a row whose files are all there', () => {
    const [wav, m4a] = [file('a [aaaa0001].wav', 'aaaa0001'), file('a [aaaa0001].m4a', 'aaaa0001')]
    const track = row('aaaa0001', { downloaded: true, wavPath: wav.path, m4aPath: m4a.path })
    expect(compare([track], [wav, m4a])).toEqual({
      there: [
        { track, file: m4a },
        { track, file: wav },
      ],
      unnamed: [],
      missing: [],
      empty: [],
      strangers: [],
    })
  })

  it('a downloaded row without any file', () => {
    const track = row('aaaa0001', { downloaded: true, wavPath: `${LIBRARY}/gone.wav` })
    const bare = row('aaaa0002', { downloaded: true })
    const { missing, empty } = compare([track, bare], [])
    expect(missing).toEqual([{ track, path: `${LIBRARY}/gone.wav` }])
    expect(empty).toEqual([track, bare])
  })

  it('a downloaded row that lacks one of two files', () => {
    const wav = file('a.wav')
    const track = row('aaaa0001', { downloaded: true, wavPath: wav.path, m4aPath: `${LIBRARY}/a.m4a` })
    const { there, missing, empty } = compare([track], [wav])
    expect([there, missing, empty]).toEqual([[{ track, file: wav }], [{ track, path: `${LIBRARY}/a.m4a` }], []])
  })

  it('a file whose results never reached its row, and one that was moved', () => {
    const fresh = file('b [aaaa0002].wav', 'aaaa0002')
    const moved = file('Other/c [aaaa0003].wav', 'aaaa0003')
    const waiting = row('aaaa0002')
    const done = row('aaaa0003', { downloaded: true, wavPath: `${LIBRARY}/c [aaaa0003].wav` })
    const { unnamed, missing, empty, strangers } = compare([waiting, done], [fresh, moved])
    expect(unnamed).toEqual([
      { track: waiting, file: fresh },
      { track: done, file: moved },
    ])
    expect(missing).toEqual([{ track: done, path: `${LIBRARY}/c [aaaa0003].wav` }])
    expect([empty, strangers]).toEqual([[], []])
  })

  it('files without a row, and with a tail that two rows share', () => {
    const files = [file('x.wav'), file('y [aaaa0009].wav', 'aaaa0009'), file('z [aaaa0001].wav', 'aaaa0001')]
    const twins = [row('aaaa0001'), { ...row('aaaa0001'), id: idOf('aaaa0001').replace(/^0/, '1') }]
    const { strangers, unnamed } = compare(twins, files)
    expect(strangers).toEqual(files)
    expect(unnamed).toEqual([])
  })

  it('a path outside the library, or beside it with its name, is not judged', () => {
    const track = row('aaaa0001', { downloaded: true, wavPath: '/elsewhere/a.wav' })
    const beside = row('aaaa0002', { downloaded: true, wavPath: `${LIBRARY} 2/a.wav` })
    expect(compare([track, beside], [])).toMatchObject({ missing: [], empty: [] })
  })

  it('one name in two spellings is one file', () => {
    const track = row('aaaa0001', { downloaded: true, wavPath: `${LIBRARY}/Beyonce\u0301.wav` })
    const found = file('Beyonc\u00e9.wav')
    expect(compare([track], [found])).toMatchObject({ there: [{ track, file: found }], missing: [], strangers: [] })
  })
})
