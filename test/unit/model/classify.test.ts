import { describe, expect, it } from 'vitest'
import { linkEvidence, musicEvidence } from '../../../src/model/classify.ts'

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
