// A process that puts one track into Eagle and says what came of it. Arguments: var/, Eagle's address, the files. Where it
// dies: FAILPOINTS.

import { openEagle } from '../../../src/eagle/eagle.ts'
import { armFailpoints } from '../../../src/failpoint.ts'
import { openLanes } from '../../../src/lanes/lanes.ts'
import { silentLog } from '../../../src/log.ts'
import { openStore } from '../../../src/store/database.ts'
import { openLedger } from '../../../src/store/ledger.ts'

const [varDir = '', url = '', landMs = '', ...paths] = process.argv.slice(2)

armFailpoints(process.env.FAILPOINTS)
const store = openStore(varDir, false)
const lanes = openLanes({ store: { load: () => [], save: () => {} }, log: silentLog })
const eagle = openEagle({
  config: { mode: 'true', url, token: undefined, library: undefined },
  lanes,
  facts: openLedger(store.database),
  log: silentLog,
  now: Date.now,
  patience: { appearMs: 60_000, landMs: Number(landMs), lookEveryMs: 5 },
})
const track = {
  pageId: '12345678-9abc-4def-8123-456789abcdef',
  title: 'Strobe',
  artist: 'Some One',
  files: paths.map(path => ({ path })),
  tags: ['House'],
  tempo: 128,
  playlist: 'Sunday',
}
const { files } = await eagle.importTrack(track, new AbortController().signal)
process.stdout.write(files.map(({ was }) => was).join())
await lanes.close()
store[Symbol.dispose]()
