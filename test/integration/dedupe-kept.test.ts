// What a plan never puts away.

import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyOf, madeWords } from '../../scripts/bench/index-prints.ts'
import { trackJob } from '../../src/orchestrator/wishes.ts'
import { type AlikePlace, copyIn, openAlikePlace } from '../support/alike-place.ts'
import { text } from '../support/bench.ts'

let place: AlikePlace
beforeEach(async () => {
  place = await openAlikePlace()
})
afterEach(() => place[Symbol.asyncDispose]())

const words = madeWords(1)
const copy = { words: copyOf(words, 2), seconds: 195 }
const song = { title: 'Dawn', artist: 'Ada', words }
const flac = { codec: 'flac', sampleRate: 44_100 }

describe('what is never put away', () => {
  it('a row in favour of loose files, and loose files that are better than what the row has', async () => {
    const row = await place.row(song)
    await place.loose('Better.wav', { ...song, ...copy })
    const { plan } = await place.plan()
    expect(plan.groups).toEqual([])
    expect(plan.near).toMatchObject([{ because: 'the same, and it is better than what the row has' }])
    await place.row({ ...song, ...copy, source: flac })
    const again = (await place.plan()).plan.groups[0]
    expect(again?.removals.map(({ copy: id }) => id)).toContain(`row:${row.id}`)
  })

  it('loose files that are no better go', async () => {
    const row = await place.row({ ...song, source: flac })
    const loose = await place.loose('Copy.wav', { ...song, ...copy })
    const { plan } = await place.plan()
    expect(plan.groups).toMatchObject([
      { keeper: `row:${row.id}`, why: 'it is a row, the other is not', removals: [{ what: 'file', path: loose.path }] },
    ])
  })

  it('files outside the library, which are named only', async () => {
    await place.row({ ...song, source: flac })
    const dir = join(dirname(place.house.libraryDir), 'elsewhere')
    await place.loose('Copy.wav', { ...song, ...copy }, { dir })
    const { plan } = await place.plan()
    expect(plan.groups).toEqual([])
    expect(plan.near).toMatchObject([{ because: 'the same, and it lies outside the library' }])
  })

  it('the file of an Eagle item: the item goes to Eagle’s trash', async () => {
    await place.row({ ...song, source: flac })
    const item = await place.item('LX9', { ...song, ...copy })
    const [group] = (await place.plan()).plan.groups
    expect(group?.removals).toEqual([{ what: 'item', copy: 'item:LX9', item: 'LX9' }])
    expect(group && copyIn(group, 'item:LX9')).toMatchObject({ item: { id: 'LX9' }, files: [{ path: item.path }] })
  })

  it('a file that another row names, unless it shares it by this program’s doing', async () => {
    const good = await place.row({ ...song, source: flac })
    const other = await place.row({ ...song, ...copy, formats: ['wav', 'm4a'] })
    const m4a = other.path.replace(/wav$/, 'm4a')
    const naming = await place.house.addTrack('Dawn', 'https://example.org/more.wav')
    await place.house.edit(naming, { Downloaded: { checkbox: true }, 'WAV File Path': text('rich_text', other.path) })
    const removed = async () => {
      const [group] = (await place.plan()).plan.groups
      expect(group).toMatchObject({ keeper: `row:${good.id}` })
      return group?.removals.map(one => (one.what === 'file' ? one.path : one.what)).sort()
    }
    expect(await removed()).toEqual([m4a, 'row'].sort())
    const merge = { recording: other.recording, owner: other.id }
    await place.tools.store.commit(() => place.tools.merges.put(naming, merge))
    expect(await removed()).toEqual([other.path, m4a, 'row'].sort())
  })

  it('anything of a row that is being worked on, or is in the trash', async () => {
    await place.row({ ...song, source: flac })
    const busy = await place.row({ ...song, ...copy })
    const { queue, tracks } = place.tools
    const wish = trackJob(await (await tracks()).read(busy.id), { asked: true, because: 'asked for', at: Date.now() })
    await queue.enqueue([wish])
    await queue.claim({ pool: 'tracks', limit: 1, key: wish.key })
    expect(await place.plan()).toMatchObject({ plan: { groups: [] }, notes: [expect.stringContaining('worked on')] })
    await place.house.setTrash(busy.id, true)
    expect(await place.plan()).toMatchObject({ plan: { groups: [] }, notes: [expect.stringContaining('in the trash')] })
  })
})
