import { describe, expect, it } from 'vitest'
import { byUrgency, nearestOption, type Task } from '../../../src/model/task.ts'
import { inputOf, type Track, trackLabel, wantsWork } from '../../../src/model/track.ts'

const row = (more: Partial<Track> = {}): Track => ({
  id: 'x',
  createdAt: '2026-01-01T00:00:00.000Z',
  editedAt: '2026-01-01T00:00:00.000Z',
  inTrash: false,
  downloaded: false,
  tags: [],
  title: 'Song',
  sourceUrl: 'https://example.org/a.mp3',
  ...more,
})

describe('wantsWork', () => {
  it('wants: a link, a Spotify id, or title and artist', () => {
    expect(wantsWork(row()).wants).toBe(true)
    expect(wantsWork(row({ sourceUrl: undefined, spotifyId: '4uLU6hMCjMI75M1A2tKUQC' })).wants).toBe(true)
    expect(wantsWork(row({ sourceUrl: undefined, artist: 'Nia' })).wants).toBe(true)
  })

  it.each([
    ['downloaded', { downloaded: true }],
    ['has a path', { wavPath: '/x.wav' }],
    ['in Eagle', { eagleId: 'K1' }],
    ['in the trash', { inTrash: true }],
    ['no input', { sourceUrl: undefined }],
    ['failed before', { tags: ['SC_404'] }],
  ] as const)('does not want: %s', (_why, more) => expect(wantsWork(row(more)).wants).toBe(false))

  it("a person's own tags are no failure", () => expect(wantsWork(row({ tags: ['Favourite'] })).wants).toBe(true))

  it('a failed row comes back only when its input changes', () => {
    const failed = row({ tags: ['Download_Failed'] })
    expect(wantsWork(failed, inputOf(failed)).wants).toBe(false)
    expect(wantsWork({ ...failed, sourceUrl: 'https://example.org/b.mp3' }, inputOf(failed)).wants).toBe(true)
  })
})

describe('a row without a title is called by its link', () => {
  it.each([
    ['example.org/…/Night Ferry.mp3', { sourceUrl: 'https://nia:pw@example.org/a/b/Night%20Ferry.mp3?key=secret' }],
    ['127.0.0.1:9/ferry.mp3', { sourceUrl: 'http://127.0.0.1:9/ferry.mp3' }],
    ['example.org', { sourceUrl: 'https://example.org/' }],
    ['Night Ferry.wav', { sourceUrl: 'file:///home/nia/Night%20Ferry.wav' }],
    ['soundcloud.com/…/night-ferry', { soundcloudUrl: 'https://m.soundcloud.com/Nia/Night-Ferry/s-Secret?si=1' }],
    ['youtube.com/abcdefghijk', { youtubeUrl: 'https://youtu.be/abcdefghijk' }],
    ['open.spotify.com/…/4uLU6hMCjMI75M1A2tKUQC', { spotifyId: '4uLU6hMCjMI75M1A2tKUQC' }],
    ['Nia – example.org/…/ab%zz.mp3', { artist: 'Nia', sourceUrl: 'https://example.org/x/ab%zz.mp3' }],
    [`example.org/${'a'.repeat(39)}…`, { sourceUrl: `https://example.org/${'a'.repeat(300)}` }],
    ['untitled 44444444', { sourceUrl: 'no link at all' }],
    ['Song', { title: 'Song' }],
  ])('%s', (label, more) => {
    const id = '11111111-2222-3333-4444-444444444444'
    expect(trackLabel(row({ id, title: undefined, sourceUrl: undefined, ...more }))).toBe(label)
  })
})

describe('tasks', () => {
  it('maps our words to the nearest option that exists', () => {
    expect(nearestOption('Completed', ['Open', 'Done'])).toBe('Done')
    expect(nearestOption('In Progress', ['in-progress'])).toBe('in-progress')
    expect(nearestOption('Failed', ['Ready', 'Blocked'])).toBe('Blocked')
    expect(nearestOption('Completed', ['Ready'])).toBeUndefined()
  })

  it('sorts by priority, then age, then id', () => {
    const task = (id: string, priority: string | undefined, createdAt: string): Task => ({
      id,
      url: '',
      createdAt,
      editedAt: '',
      inTrash: false,
      title: id,
      priority,
      archived: false,
    })
    const sorted = [
      task('d', undefined, '1'),
      task('c', 'Low', '1'),
      task('b', 'P0', '2'),
      task('a', 'Critical', '3'),
      task('e', 'Critical', '3'),
    ].sort(byUrgency)
    expect(sorted.map(({ id }) => id)).toEqual(['b', 'a', 'e', 'c', 'd'])
  })
})
