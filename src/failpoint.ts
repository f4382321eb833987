// Named places where a test lets the program die, fail or stand still. Nothing happens unless they are armed.

import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

interface Armed {
  action: string
  /** Which time it is passed counts; undefined: every time. */
  nth?: number
}

let armed: ReadonlyMap<string, Armed> | undefined
let record: string | undefined
const passed = new Map<string, number>()
const ANY = '*'

/**
 * `name=kill`, `name=kill@3` (the third time), `name=throw`, `name=delay:500`, `name=hang`, several with commas; or
 * `record:FILE`, which writes down each name that is passed. `*` stands for every name that is not armed itself. Times are
 * counted anew from here on.
 */
export function armFailpoints(spec: string | undefined): void {
  if (!spec) return
  if (spec.startsWith('record:')) {
    record = spec.slice('record:'.length)
    return
  }
  passed.clear()
  armed = new Map(
    spec.split(',').map(entry => {
      const [name = '', rest = ''] = entry.split('=')
      const [action = '', nth] = rest.split('@')
      return [name, { action, nth: nth === undefined ? undefined : Number(nth) }]
    }),
  )
}

export async function failpoint(name: string): Promise<void> {
  const action = actionAt(name)
  if (!action) return
  if (action === 'hang') await sleep(2 ** 30)
  if (action.startsWith('delay:')) await sleep(Number(action.slice('delay:'.length)))
  actNow(name, action)
}

/** For places that cannot wait. */
export function failpointSync(name: string): void {
  const action = actionAt(name)
  if (action) actNow(name, action)
}

function actionAt(name: string): string | undefined {
  if (record !== undefined) appendFileSync(record, `${name}\n`)
  const known = armed?.has(name) ? name : ANY
  const entry = armed?.get(known)
  if (!entry) return undefined
  const time = (passed.get(known) ?? 0) + 1
  passed.set(known, time)
  return entry.nth === undefined || entry.nth === time ? entry.action : undefined
}

function actNow(name: string, action: string): void {
  if (action === 'kill') process.kill(process.pid, 'SIGKILL')
  if (action === 'throw') throw new Error(`failpoint ${name}`)
}
