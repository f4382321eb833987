// Who is told: each channel, whether it is set as a whole, and how its last message ended.

import { type Config, secretsOf } from '../config.ts'
import { onPath } from '../find-program.ts'
import { maskForOthers } from '../model/notices/mask.ts'
import { halfSet, openChannels } from '../notify/channels.ts'
import { DEAD_MAN } from '../notify/healthcheck.ts'
import { lastEnd } from '../store/channel-ends.ts'
import type { Store } from '../store/database.ts'
import { type Check, ok, type Seen, warning } from './check.ts'

const TRY = 'orchestrator notify --test'
const NONE = `nobody is told of anything: no channel is set (docs/reports.md)`

/** @param store undefined while it cannot be opened */
export function noticeChecks(config: Config, store: Store | undefined): Check[] {
  const { HEALTHCHECK_URL } = config.settings
  const channels = [...openChannels(config).map(({ name }) => name), ...(HEALTHCHECK_URL ? [DEAD_MAN] : [])]
  const half = halfSet(config.settings)
  if (channels.length + half.length === 0) return [{ name: 'notices', look: () => [ok(NONE)] }]
  return [
    ...channels.map(channel => ({ name: `notices: ${channel}`, look: () => channelSeen(channel, config, store) })),
    ...half.map(({ channel, says, missing }) => ({
      name: `notices: ${channel}`,
      look: () => [warning(says, `set ${missing} as well`)],
    })),
  ]
}

function channelSeen(channel: string, config: Config, store: Store | undefined): Seen[] {
  const last = store && lastEnd(store, channel)
  const waiting = store ? waitingIn(store, channel) : ''
  const program = channel === 'desktop' ? programMissing(config) : []
  if (program.length > 0) return program
  if (!last) return [ok(`set; nothing was sent to it yet${waiting} (to try it: ${TRY})`)]
  const at = new Date(last.at).toISOString()
  if (last.ok) return [ok(`took the last one at ${at}${waiting}`)]
  const why = maskForOthers(last.says, secretsOf(config))
  return [warning(`did not take the last one, at ${at}: ${why}${waiting}`, `mend that, then ${TRY}`)]
}

function waitingIn({ database }: Store, channel: string): string {
  const count = Number(database.prepare('select count(*) as n from notice where channel = ?').get(channel)?.n)
  return count === 0 ? '' : `; ${count} ${count === 1 ? 'notice waits' : 'notices wait'}`
}

function programMissing({ settings: { OSASCRIPT_BIN, NOTIFY_SEND_BIN } }: Config): Seen[] {
  const isMac = process.platform === 'darwin'
  const program = isMac ? OSASCRIPT_BIN : NOTIFY_SEND_BIN
  if (program.includes('/') || onPath(program) !== undefined) return []
  const mend = isMac ? 'set OSASCRIPT_BIN to it' : 'apt install libnotify-bin, or set NOTIFY_SEND_BIN to it'
  return [warning(`${program} is not there: nothing is shown on the desktop`, `${mend}, or take NOTIFY_DESKTOP out`)]
}
