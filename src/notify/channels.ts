// The channels that are set.

import type { Config } from '../config.ts'
import type { Channel } from './channel.ts'
import { desktop } from './desktop.ts'
import { ntfy, slack } from './web-channels.ts'

export function openChannels({ settings, sessionBus }: Pick<Config, 'settings' | 'sessionBus'>): Channel[] {
  const { SLACK_WEBHOOK_URL, NTFY_URL, SMTP_URL, NOTIFY_EMAIL, NOTIFY_DESKTOP } = settings
  const { OSASCRIPT_BIN: osascript, NOTIFY_SEND_BIN: notifySend } = settings
  return [
    ...(SLACK_WEBHOOK_URL ? [slack(SLACK_WEBHOOK_URL)] : []),
    ...(NTFY_URL ? [ntfy(NTFY_URL)] : []),
    ...(SMTP_URL && NOTIFY_EMAIL ? [lazyMail(SMTP_URL, NOTIFY_EMAIL)] : []),
    ...(NOTIFY_DESKTOP ? [desktop({ osascript, notifySend, platform: process.platform, sessionBus })] : []),
  ]
}

/** Mail needs both. */
export function halfSet({
  SMTP_URL,
  NOTIFY_EMAIL,
}: Config['settings']): { channel: string; says: string; missing: string }[] {
  if ((SMTP_URL === undefined) === (NOTIFY_EMAIL === undefined)) return []
  const [there, missing] = SMTP_URL ? ['SMTP_URL', 'NOTIFY_EMAIL'] : ['NOTIFY_EMAIL', 'SMTP_URL']
  return [{ channel: 'mail', says: `${there} is set and ${missing} is not: no mail is sent`, missing }]
}

const lazyMail = (url: string, to: string): Channel => ({
  name: 'mail',
  send: async (message, signal) => (await import('./mail.ts')).mail(url, to).send(message, signal),
})
