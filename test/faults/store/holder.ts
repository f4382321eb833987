// An instance of its own process: takes var/, opens the store, and holds both until its input ends.
// Its output: `ready`, then (told to go) `held <version>`; or exit 75 and why.

import { once } from 'node:events'
import { BusyFault, messageOf } from '../../../src/errors.ts'
import { openStore } from '../../../src/store/database.ts'
import { lockInstance } from '../../../src/store/instance-lock.ts'

const [varDir = ''] = process.argv.slice(2)

process.stdout.write('ready\n')
await once(process.stdin, 'data')
try {
  using lock = lockInstance(varDir)
  using store = openStore(varDir, false)
  lock.storeIsOpen()
  process.stdout.write(`held ${store.database.prepare('pragma user_version').get()?.user_version}\n`)
  await once(process.stdin, 'end')
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`)
  process.exitCode = error instanceof BusyFault ? 75 : 1
}
process.stdin.destroy()
