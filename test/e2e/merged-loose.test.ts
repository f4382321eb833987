// A recording that lies on a volume in a file that no row has: its row gets files of its own, and is told.

import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { silentLog } from '../../src/log.ts'
import { indexVolumes } from '../../src/pipeline/volumes/index-volumes.ts'
import { melody } from '../support/melody.ts'
import { openMergedPlace, SECONDS } from '../support/merged-place.ts'

it('a loose file of the same sound is neither shared nor touched', async () => {
  await using place = await openMergedPlace()
  const { tools } = place.house
  const dir = join(dirname(place.house.libraryDir), 'loose')
  const path = join(dir, 'Nia Kessler - Night Ferry.wav')
  await mkdir(dir)
  await writeFile(path, melody(SECONDS, 7))
  await indexVolumes(
    {
      tools,
      log: silentLog,
      signal: new AbortController().signal,
      view: { walked() {}, reading() {} },
      varDir: dirname(tools.stagingDir),
      readOnly: false,
      dirs: [dir],
      concurrency: 1,
    },
    { rebuild: false, forgetMissing: false, believeGone: false },
  )
  const id = await place.addTrack('Night Ferry', await place.upload('copy.mp3', { how: ['-b:a', '128k'] }))
  expect(await place.house.cycle()).toMatchObject([{ id, kind: 'done' }])
  await place.expectOwn(id)
  expect(await place.summaryOf(id)).toContain(`is in the library already as “${path}”, which no row has`)
  expect(tools.recordings.findBy({ page: id })[0]?.files.map(file => file.path)).toContain(path)
})
