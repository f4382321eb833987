// One message to each channel that is set, and how it went.

import { hideSecrets, loadConfig, secretsOf } from '../config.ts'
import { messageOf, UsageFault } from '../errors.ts'
import { maskForOthers } from '../model/notices/mask.ts'
import { halfSet, openChannels } from '../notify/channels.ts'
import { DEAD_MAN } from '../notify/healthcheck.ts'
import { post } from '../notify/post.ts'
import { type GlobalFlags, print, stopOnSignals } from './with-app.ts'

export interface NotifyFlags extends GlobalFlags {
  test: boolean
}

interface Result {
  channel: string
  ok: boolean
  says: string
}

export async function notify(flags: NotifyFlags): Promise<number> {
  if (!flags.test) throw new UsageFault('notify expects --test: notices themselves are sent by the loop and by --once')
  const config = loadConfig({ varDir: flags.var })
  hideSecrets()
  const signals = stopOnSignals()
  try {
    const results = await Promise.all(
      waysOf(config).map(({ channel, send }) =>
        tried(channel, flags.dryRun ? undefined : send, config, signals.signal),
      ),
    )
    results.push(...halfSet(config.settings).map(({ channel, says }) => ({ channel, ok: false, says })))
    print(flags, { channels: results }, results.length > 0 ? results.map(lineOf) : [NONE])
    return results.every(({ ok }) => ok) ? 0 : 1
  } finally {
    signals.off()
  }
}

type Config = ReturnType<typeof loadConfig>
type Send = (signal: AbortSignal) => Promise<void>

const NONE =
  'No channel is set: SLACK_WEBHOOK_URL, NTFY_URL, SMTP_URL with NOTIFY_EMAIL, NOTIFY_DESKTOP or HEALTHCHECK_URL (docs/reports.md).'
const BODY = 'This is a test: notices of the orchestrator will arrive here.'

function waysOf(config: Config): { channel: string; send: Send }[] {
  const { HEALTHCHECK_URL: url } = config.settings
  const message = { title: 'Test', body: BODY, id: `test-${Date.now()}` }
  return [
    ...openChannels(config).map(({ name, send }) => ({
      channel: name,
      send: (signal: AbortSignal) => send(message, signal),
    })),
    ...(url
      ? [
          {
            channel: DEAD_MAN,
            send: (signal: AbortSignal) => post({ url, body: BODY, to: `the ${DEAD_MAN}`, signal }),
          },
        ]
      : []),
  ]
}

async function tried(channel: string, send: Send | undefined, config: Config, signal: AbortSignal): Promise<Result> {
  if (!send) return { channel, ok: true, says: 'would be sent a test' }
  try {
    await send(signal)
    return { channel, ok: true, says: 'took it' }
  } catch (error) {
    return { channel, ok: false, says: maskForOthers(messageOf(error), secretsOf(config)) }
  }
}

const lineOf = ({ channel, ok, says }: Result) => `${ok ? '✓' : '✗'} ${channel}: ${says}`
