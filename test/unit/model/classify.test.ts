import { describe, expect, it } from 'vitest'
import { linkEvidence, musicEvidence, playlistEvidence } from '../../../src/model/classify.ts'

describe('musicEvidence', () => {
  it.each([
    'Sync the new music tracks',
    'Music sync',
    'Download tracks from my likes',
    'Sync SoundCloud likes',
    'Spotify liked songs',
    'Process the next track',
    'Playlist sync for Friday',
  ])('music: %s', title => expect(musicEvidence({ title })).toBeDefined())

  it.each([
    'Sync DriveSheets properties',
    'Tracking dashboard',
    'Track expenses for Q3',
    'Download invoices',
    'Fix the Spotify API schema',
    'Review music library documentation',
    'Prune old branches',
    'Synchronise the calendar',
    'Investigate SoundCloud webhook errors',
    'Soundtrack licence contract',
    'Backtrack on the budget',
  ])('not music: %s', title => expect(musicEvidence({ title })).toBeUndefined())
})

describe('playlistEvidence', () => {
  it.each([
    ['Download https://soundcloud.com/dj/sets/a', undefined, 'https://soundcloud.com/dj/sets/a'],
    [
      'Get this playlist',
      'https://www.youtube.com/playlist?list=PLabcdefgh',
      'https://www.youtube.com/playlist?list=PLabcdefgh',
    ],
    [
      'Sync this album',
      'https://open.spotify.com/album/4uLU6hMCjMI75M1A2tKUQC',
      'https://open.spotify.com/album/4uLU6hMCjMI75M1A2tKUQC',
    ],
    ['Import my likes https://soundcloud.com/dj/likes', undefined, 'https://soundcloud.com/dj/likes'],
    ['Sync my playlists', undefined, undefined],
    ['Playlist sync for Friday', undefined, undefined],
  ])('playlists: %s', (title, description, link) => {
    const found = playlistEvidence({ title, description })
    expect(found).toBeDefined()
    expect(found?.link).toBe(link)
  })

  it.each([
    ['Download https://soundcloud.com/dj/a', undefined],
    ['Music sync', undefined],
    ['Review the playlists', undefined],
    ['Fix the import', 'https://soundcloud.com/dj/sets/a'],
    ['Call Anna', 'she made https://soundcloud.com/dj/sets/a'],
    ['Write about playlists', undefined],
  ])('none: %s', (title, description) => expect(playlistEvidence({ title, description })).toBeUndefined())
})

describe('linkEvidence', () => {
  it('finds the link of a task that asks for one track', () => {
    expect(linkEvidence({ title: 'Download https://soundcloud.com/a/b' })?.link).toBe('https://soundcloud.com/a/b')
    expect(linkEvidence({ title: 'Get this track', description: 'see https://example.org/x.mp3 please' })?.link).toBe(
      'https://example.org/x.mp3',
    )
  })

  it('leaves links of other work alone', () => {
    expect(linkEvidence({ title: 'Fix the player', description: 'https://example.org/x.mp3' })).toBeUndefined()
    expect(
      linkEvidence({ title: 'Download the report', description: 'https://example.org/report.pdf' }),
    ).toBeUndefined()
  })
})
