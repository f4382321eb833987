// What only resembles a recording that is there gets files of its own, and so does a better source.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type MergedPlace, openMergedPlace, SECONDS } from '../support/merged-place.ts'

/** What no lossy encoder leaves: something above 20 kHz. */
const NOISE =
  'anoisesrc=a=0.02:d=40:seed=5:r=44100,aformat=channel_layouts=stereo[n];[0:a][n]amix=inputs=2:duration=first:normalize=0'

let place: MergedPlace
beforeEach(async () => {
  place = await openMergedPlace()
})
afterEach(() => place[Symbol.asyncDispose]())

describe('what only resembles it gets files of its own', () => {
  it.each([
    ['another song', 'Night Ferry', { seed: 8 }, undefined],
    [
      'a remix, as its title says',
      'Night Ferry (Kölsch Remix)',
      { skip: 0.3 },
      /near “Nia Kessler – Night Ferry” \(\d+ % agree; their titles name different versions\): kept, for review/,
    ],
    ['an instrumental, as its title says', 'Night Ferry (Instrumental)', { skip: 0.3 }, /near .* kept, for review/],
    ['one that is much longer', 'Night Ferry', { seed: 7, seconds: SECONDS + 20 }, /near .* longer.* kept, for review/],
  ])('%s', async (_, title, made, says) => {
    const first = await place.addTrack('Night Ferry', await place.upload('first.wav'))
    await place.house.cycle()
    const second = await place.addTrack(title, await place.upload('second.wav', made))
    expect(await place.house.cycle()).toMatchObject([{ id: second, kind: 'done' }])
    await place.expectOwn(first)
    await place.expectOwn(second)
    if (says) expect(await place.summaryOf(second)).toMatch(says)
    else expect(await place.summaryOf(second)).not.toContain('review')
    expect(await place.songs()).toHaveLength(2)
  })

  it('a better source: both are kept, and it is said', async () => {
    const first = await place.addTrack('Night Ferry', await place.upload('first.mp3', { how: ['-b:a', '128k'] }))
    await place.house.cycle()
    const second = await place.addTrack(
      'Night Ferry',
      await place.upload('noisy.flac', { how: ['-filter_complex', NOISE] }),
    )
    expect(await place.house.cycle()).toMatchObject([{ id: second, kind: 'done' }])
    await place.expectOwn(first)
    await place.expectOwn(second)
    expect(await place.summaryOf(second)).toMatch(
      /a better source than that of “Nia Kessler - Night Ferry” \(flac where that is of mp3 \d+ kbit\/s\): both kept, for review/,
    )
  })
})
