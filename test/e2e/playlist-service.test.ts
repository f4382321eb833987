// `orchestrator playlist` with a list at a service, killed and begun again.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ListPlace, openListPlace, tracksIn } from '../support/list-place.ts'

const SET = 'https://soundcloud.com/dj/sets/night-drive'

let place: ListPlace
beforeEach(async () => {
  place = await openListPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

describe('a list at a service', () => {
  const NAMES = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']
  const GONE = 'ERROR: [soundcloud] 1: Unable to download JSON metadata: HTTP Error 404: Not Found'

  /** Twelve entries: eight good ones, one that the list does not name, two dead, one that is gone. */
  const listTwelve = () =>
    place.listAt(
      'Night drive',
      [
        ...NAMES.slice(0, 4).map(name => ({ name, title: `Title ${name}` })),
        { name: 'dead', title: 'Dead', fault: GONE },
        null,
        { name: 'unnamed' },
        { name: 'nameless', fault: GONE },
        ...NAMES.slice(4).map(name => ({ name, title: `Title ${name}` })),
      ],
      13,
    )

  it('killed again and again: in the end everything once, in its order', { timeout: 180_000 }, async () => {
    await listTwelve()
    const deaths = [
      'playlist.entry.begun=kill@3',
      'notion.made=kill@2',
      'playlist.entry.made=kill@3',
      'download.proved=kill@2',
      'file.linked=kill@2',
      'job.ended=kill@3',
      'playlist.meant=kill',
      'playlist.written=kill',
    ]
    for (const FAILPOINTS of deaths) {
      const { code } = await place.run(['playlist', SET], { FAILPOINTS })
      expect(code, FAILPOINTS).toBe(-1)
    }
    const last = await place.report(['playlist', SET])
    expect(last.kind).toBe('done')
    expect(last.text).toMatch(/^Night drive: 12 entries, 1 no track, 10 rows there, 9 synced before/)
    expect(last.text).toContain('the service says 13 entries, and 12 came')
    expect(last.notes).toContain('number 6: it is not there any more, or not for us')
    const rows = await place.rows()
    expect(rows.map(({ cell }) => cell('Title'))).toEqual([
      ...NAMES.slice(0, 4).map(name => `Title ${name}`),
      'Dead',
      'Song unnamed',
      ...NAMES.slice(4).map(name => `Title ${name}`),
    ])
    expect(rows.find(({ cell }) => cell('Title') === 'Dead')?.cell('Audio Processing')).toEqual(['SC_404'])
    expect(await place.playlists()).toHaveLength(1)
    expect(await place.downloads()).toEqual(Object.fromEntries([...NAMES, 'unnamed'].map(name => [name, 1])))
    const m3u8 = tracksIn(await place.m3u8('Night drive'))
    expect(m3u8.map(line => / - (.*) \[/.exec(line)?.[1])).toEqual([
      ...NAMES.slice(0, 4).map(name => `Title ${name}`),
      'Song unnamed',
      ...NAMES.slice(4).map(name => `Title ${name}`),
    ])
    expect((await place.library()).filter(name => name.endsWith('.wav'))).toHaveLength(9)
    expect((await place.library()).filter(name => name.endsWith('.m3u8'))).toHaveLength(1)
  })
})
