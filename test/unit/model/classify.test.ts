import { describe, expect, it } from 'vitest'
import { classify } from '../../../src/model/classify/classify.ts'
import { ruleSetOf } from '../../../src/model/classify/shipped.ts'
import { confusion, figuresOf, holdOut, judge, tune } from '../../classify/titles.ts'

const rules = ruleSetOf(undefined)
const handlerOf = (title: string, description?: string) => classify({ title, description }, rules)?.handler

describe('the labelled titles', () => {
  it('are enough, and no title is in both parts', () => {
    expect(tune.length + holdOut.length).toBeGreaterThanOrEqual(200)
    const textOf = ({ title, description = '' }: (typeof tune)[number]) => `${title} ${description}`.toLowerCase()
    const tuned = new Set(tune.map(textOf))
    expect(holdOut.filter(one => tuned.has(textOf(one)))).toEqual([])
    for (const word of ['music', 'track', 'sync', 'soundcloud', 'spotify', 'download', 'playlist'])
      for (const isMusic of [true, false]) {
        const found = [...tune, ...holdOut].filter(
          ({ title, label }) => title.toLowerCase().includes(word) && (label !== 'agent') === isMusic,
        )
        expect(found.length, `${word}, ${isMusic ? 'music' : 'other'}`).toBeGreaterThanOrEqual(6)
      }
  })

  // the recall of the expressions that stood here before was 0.923 and 0.750, their precision 0.741 and 0.557
  it.each([
    ['tune', tune, 0.98],
    ['hold-out', holdOut, 0.9],
  ] as const)('%s: what goes to music work is music', (name, titles, leastRecall) => {
    const judged = judge(titles, rules)
    const { precision, recall } = figuresOf(judged)
    const told = `${name}\n${confusion(judged)}\nprecision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`
    expect(precision, told).toBeGreaterThanOrEqual(0.98)
    expect(recall, told).toBeGreaterThanOrEqual(leastRecall)
  })
})

describe('what the rules say', () => {
  it.each([
    'Sync the new music tracks',
    'Music sync',
    'Download tracks from my likes',
    'Sync SoundCloud likes',
    'Spotify liked songs',
    'Process the next track',
  ])('music: %s', title => expect(handlerOf(title)).toBe('music-sync'))

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
    'Spotify Playlist Tracks Not Downloading',
    'Sync music to the broken laptop',
  ])('not music: %s', title => expect(['agent-handoff', undefined]).toContain(handlerOf(title)))

  it.each([
    ['Download https://soundcloud.com/dj/sets/a', undefined, 'https://soundcloud.com/dj/sets/a'],
    [
      'Get this playlist',
      'https://www.youtube.com/playlist?list=PLabcdefgh',
      'https://www.youtube.com/playlist?list=PLabcdefgh',
    ],
    ['Import my likes https://soundcloud.com/dj/likes', undefined, 'https://soundcloud.com/dj/likes'],
    ['Sync my playlists', undefined, undefined],
    ['Playlist sync for Friday', undefined, undefined],
  ])('playlists: %s', (title, description, link) => {
    const found = classify({ title, description }, rules)
    expect(found?.handler).toBe('playlist')
    expect(found?.link).toBe(link)
  })

  it('a link is taken with what asks for it, and without the sign that ends its sentence', () => {
    expect(classify({ title: 'Get this track', description: 'It is https://example.org/x.mp3.' }, rules)).toEqual({
      handler: 'track',
      rule: 'a link to music',
      evidence: 'https://example.org/x.mp3',
      link: 'https://example.org/x.mp3',
    })
    expect(handlerOf('Add this song https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC')).toBe('track')
    expect(handlerOf('Call Anna', 'she made https://soundcloud.com/dj/sets/a')).toBeUndefined()
    expect(handlerOf('Fix the player', 'https://example.org/x.mp3')).toBeUndefined()
    expect(handlerOf('Download https://example.org/soundcloud/prices.pdf')).toBeUndefined()
  })

  it('says which words decided', () => {
    expect(classify({ title: '[Weekly] Download the new tracks, please' }, rules)).toEqual({
      handler: 'music-sync',
      rule: 'a wish for music in the title',
      evidence: 'Weekly] Download the new tracks, please',
    })
    expect(classify({ title: 'Cancel Spotify' }, rules)).toEqual({
      handler: 'agent-handoff',
      rule: 'a music word, but no wish for music',
      evidence: 'Spotify',
    })
  })

  it('looks at the kind of task, the next step and the description where the title allows it', () => {
    const vague = { title: 'Saturday set' }
    expect(classify(vague, rules)).toBeUndefined()
    expect(classify({ ...vague, taskType: 'Music Sync' }, rules)?.handler).toBe('music-sync')
    expect(classify({ ...vague, nextStep: 'Download new tracks' }, rules)?.handler).toBe('music-sync')
    expect(classify({ ...vague, description: 'Sync my likes. Then call Anna.' }, rules)?.handler).toBe('music-sync')
    expect(classify({ title: 'Refactor the set', taskType: 'Music Sync' }, rules)?.handler).toBeUndefined()
    expect(classify({ title: 'Call Anna', description: 'Sync my likes' }, rules)).toBeUndefined()
  })

  it('takes a long text in a moment', () => {
    const description = `Please ${'download the new sync of my liked music '.repeat(5000)}`
    const started = performance.now()
    classify({ title: 'the '.repeat(20_000), description }, rules)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
