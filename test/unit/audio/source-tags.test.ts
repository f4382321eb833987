import { describe, expect, it } from 'vitest'
import { sourceTags } from '../../../src/audio/source-tags.ts'

describe('the tags of a source file', () => {
  it.each<[string, Record<string, string>, object]>([
    [
      'ID3',
      { TITLE: ' A ', artist: 'B', TSRC: 'GBAYE0000001', publisher: 'L', TPE4: 'R', album_artist: 'AA', date: '2024' },
      { title: 'A', artist: 'B', isrc: 'GBAYE0000001', label: 'L', remixer: 'R', albumArtist: 'AA', date: '2024' },
    ],
    [
      'Vorbis comments',
      { LABEL: 'L', ISRC: 'X', GENRE: 'House', REMIXER: 'R', COMPOSER: 'C' },
      { label: 'L', isrc: 'X', genre: 'House', remixer: 'R', composer: 'C' },
    ],
    ['empty ones', { title: ' ', artist: '' }, {}],
  ])('%s', (_, tags, expected) => {
    expect(sourceTags(tags)).toEqual(expected)
  })

  it('of the stream come before those of the container', () => {
    expect(sourceTags({ title: 'stream' }, { TITLE: 'container', album: 'C' })).toEqual({ title: 'stream', album: 'C' })
  })
})
