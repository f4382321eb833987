// Rows of a playlist at work: services that want a pause, ends that are no ends, and a stop.

import { describe, expect, it } from 'vitest'
import { done, failed, later, type Outcome, retry } from '../../../src/model/outcome.ts'
import type { Track } from '../../../src/model/track.ts'
import { workOn } from '../../../src/pipeline/playlist/work.ts'

const HOUR_MS = 3600_000
const row = (name: string, link = `https://soundcloud.com/dj/${name}`): Track => ({
  id: name,
  createdAt: '',
  editedAt: '',
  inTrash: false,
  title: name,
  soundcloudUrl: link,
  downloaded: false,
  tags: [],
})

interface Script {
  /** How a row ends, time after time. */
  ends?: (name: string, time: number) => Outcome
  /** The lanes that are closed, look after look, and until when. */
  closed?: (look: number) => Record<string, number | undefined>
  signal?: AbortSignal
  rows?: readonly Track[]
}

async function work({
  ends = () => done('well'),
  closed = () => ({}),
  signal,
  rows = ['a', 'b', 'c'].map(n => row(n)),
}: Script) {
  const runs: string[] = []
  const expected: number[] = []
  let looks = 0
  let now: Record<string, number | undefined> = {}
  const lanes = {
    closed() {
      now = closed(looks++)
      return new Set(Object.keys(now))
    },
    parkedUntil: (name: string) => now[name],
    status: () =>
      Object.keys(now).map(name => ({
        name,
        state: 'parked' as const,
        running: 0,
        waiting: 0,
        reason: `${name} wants a pause`,
      })),
  }
  const tools = { lanes, now: () => new Date() }
  const worked = workOn(rows, 'A list', {
    tools,
    signal: signal ?? new AbortController().signal,
    expect: count => void expected.push(count),
    progress() {},
    async runTrack({ id }) {
      runs.push(id)
      return ends(id, runs.filter(name => name === id).length)
    },
  })
  return { worked, runs, expected }
}

describe('the rows of a playlist', () => {
  it('are all worked on, and counted by their ends', async () => {
    const { worked, expected } = await work({ ends: name => (name === 'b' ? failed('gone') : done('well')) })
    expect(await worked).toEqual({ counts: { done: 2, failed: 1 }, notBegun: [] })
    expect(expected).toEqual([3])
  })

  it('whose service is parked for long are left alone; the others are not', async () => {
    const closed = () => ({ soundcloud: Date.now() + HOUR_MS })
    const other = row('other', 'https://www.youtube.com/watch?v=dQw4w9WgXcQ')
    const { worked, runs } = await work({ closed, rows: [row('a'), other, row('b')] })
    expect(await worked).toEqual({
      counts: { done: 1 },
      notBegun: ['a', 'b'].map(name => ({ row: row(name), why: 'soundcloud wants a pause' })),
    })
    expect(runs).toEqual(['other'])
  })

  it('wait while their service is busy', async () => {
    const closed = (look: number) => (look < 2 ? { soundcloud: undefined } : {})
    const { worked, runs } = await work({ closed, rows: [row('a')] })
    expect(await worked).toEqual({ counts: { done: 1 }, notBegun: [] })
    expect(runs).toEqual(['a'])
  })

  it('that are sent away for a moment have their turn again', async () => {
    const ends = (_: string, time: number) => (time === 1 ? later('busy', Date.now() + 20) : done('well'))
    const { worked, runs } = await work({ ends, rows: [row('a')] })
    expect(await worked).toEqual({ counts: { done: 1 }, notBegun: [] })
    expect(runs).toEqual(['a', 'a'])
  })

  it.each([
    ['for long', later('a pause', Date.now() + HOUR_MS)],
    ['for nobody knows how long', later('another start has the job')],
    ['after a fault of their own', retry('a time-out', Date.now() + 20)],
  ])('that are sent away %s are not begun again', async (_, end) => {
    const { worked, runs } = await work({ ends: () => end, rows: [row('a')] })
    expect(await worked).toEqual({ counts: { retry: 1 }, notBegun: [] })
    expect(runs).toEqual(['a'])
  })

  it('are not begun once the program stops', async () => {
    const stop = new AbortController()
    const rows = Array.from({ length: 30 }, (_, n) => row(`song-${n}`))
    const ends = (name: string) => {
      if (name === 'song-3') stop.abort(new Error('by SIGTERM'))
      return done('well')
    }
    const { worked, runs } = await work({ ends, rows, signal: stop.signal })
    await expect(worked).rejects.toThrow('by SIGTERM')
    expect(runs.length).toBeLessThan(30)
  })
})
