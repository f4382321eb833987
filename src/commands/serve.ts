// The loop with its listeners; and the ten minutes in which Notion may hand over its webhook's key.

import { setTimeout as sleep } from 'node:timers/promises'
import { loadConfig } from '../config.ts'
import { BusyFault, ConfigFault, UsageFault } from '../errors.ts'
import { arm, keptKey } from '../web/handshake.ts'
import { requireDoors, sayKey } from './open-doors.ts'
import { replay } from './replay.ts'
import { type StartFlags, start } from './start.ts'
import { stopOnSignals } from './with-app.ts'

export interface ServeFlags extends Omit<StartFlags, 'once' | 'serve'> {
  armWebhook: boolean
  /** A file with a body to be posted to the listener that is there. */
  replay?: string
}

const LOOK_EVERY_MS = 500

export async function serve({ armWebhook, replay: file, ...flags }: ServeFlags): Promise<number> {
  if (file !== undefined) return replay({ ...flags, replay: file })
  if (flags.json) throw new UsageFault('--json is for commands that end: serve goes on until it is stopped')
  const loop = () => start({ ...flags, once: false, serve: true })
  if (!armWebhook || flags.dryRun) return loop()
  const config = loadConfig({ varDir: flags.var })
  requireDoors(config)
  if (config.settings.WEBHOOK_PORT === undefined) throw new ConfigFault('--arm-webhook needs WEBHOOK_PORT')
  const since = Date.now()
  const until = arm(config.varDir, since)
  say(`until ${new Date(until).toLocaleTimeString()} one handshake of Notion’s webhook is taken in`)
  try {
    return await loop()
  } catch (error) {
    if (!(error instanceof BusyFault)) throw error
    say('the orchestrator that runs already takes it in')
    return awaitKey(config.varDir, { since, until })
  }
}

/** Another process takes it in; here it is said. */
async function awaitKey(varDir: string, { since, until }: { since: number; until: number }): Promise<number> {
  const stop = stopOnSignals()
  try {
    while (!stop.signal.aborted && Date.now() < until) {
      const kept = keptKey(varDir)
      if (kept && kept.at >= since) {
        sayKey(kept.token)
        return 0
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal: stop.signal }).catch(() => {})
    }
    if (!stop.signal.aborted) say('no handshake came: is the webhook’s address in Notion right, and the tunnel open?')
    return 1
  } finally {
    stop.off()
  }
}

const say = (line: string) => void process.stderr.write(`${line}\n`)
