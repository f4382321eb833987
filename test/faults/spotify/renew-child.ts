// A process that wants to know one track, told to start by its input, and says how that ended. Arguments: var/, the
// address of the Web API, that of the sign-in. Where it dies: FAILPOINTS.

import { once } from 'node:events'
import { isFault, messageOf } from '../../../src/errors.ts'
import { armFailpoints } from '../../../src/failpoint.ts'
import { openLanes } from '../../../src/lanes/lanes.ts'
import { silentLog } from '../../../src/log.ts'
import { openSpotify } from '../../../src/sources/spotify/spotify.ts'
import { CLIENT_ID } from '../../support/spotify/accounts.ts'
import { idOf } from '../../support/spotify/catalogue.ts'

const [varDir = '', apiUrl = '', accountsUrl = ''] = process.argv.slice(2)

armFailpoints(process.env.FAILPOINTS)
const lanes = openLanes({ store: { load: () => [], save: () => {} }, log: silentLog })
const spotify = openSpotify({
  clientId: CLIENT_ID,
  market: undefined,
  apiUrl,
  accountsUrl,
  varDir,
  lanes,
  cache: { get: () => undefined, put: () => {}, clear: () => {} },
  log: silentLog,
  readOnly: false,
})
process.stdout.write('ready\n')
await once(process.stdin, 'data')
try {
  process.stdout.write(`${(await spotify.track(idOf(1))).title}\n`)
} catch (error) {
  process.stdout.write(`${isFault(error) ? error.errorClass : 'a bug'}: ${messageOf(error)}\n`)
}
await lanes.close()
process.stdin.destroy()
