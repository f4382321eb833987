// How a person is told: every channel is off until its address is set.

import { z } from 'zod'
import { flag, text, wholeNumber } from './setting-kinds.ts'

const address = (protocol: RegExp, expected: string) => z.url({ protocol, error: expected }).optional()
const http = () => address(/^https?$/, 'expected an http or https address')

export const NOTIFY_SETTINGS = {
  SLACK_WEBHOOK_URL: http().meta({ description: 'An incoming webhook of Slack, for notices', secret: true }),
  NTFY_URL: http().meta({
    description:
      'A topic of ntfy, for notices, e.g. `https://ntfy.sh/my-secret-topic`; with a token: `https://:tk_…@ntfy.sh/my-secret-topic`',
    secret: true,
  }),
  SMTP_URL: address(/^smtps?$/, 'expected an smtp or smtps address').meta({
    description: 'A mail server, for notices, e.g. `smtp://me:password@mail.example.org:587`',
    secret: true,
  }),
  NOTIFY_EMAIL: z
    .email('expected a mail address')
    .optional()
    .meta({ description: 'Who gets notices by mail; needs SMTP_URL' }),
  NOTIFY_DESKTOP: flag(false).meta({ description: 'Whether notices are shown on this machine’s desktop' }),
  NOTIFY_SEND_BIN: text().default('notify-send').meta({
    description: 'The notify-send program (Linux), for notices on the desktop',
  }),
  NOTIFY_DIGEST_HOUR: wholeNumber(8, 0, 23).meta({
    description: 'Hour of the day from which the report of the day before is sent',
  }),
  HEALTHCHECK_URL: http().meta({
    description: 'A dead-man switch (healthchecks.io or the like) that is pinged at each cycle’s start and end',
    secret: true,
  }),
}

/** What must be told nobody of an address that is a secret: it, its password, and a path that is one. */
export function secretParts(address: string | undefined): string[] {
  if (!address) return []
  const { password, pathname } = new URL(address)
  return [address, decodeURIComponent(password), ...(pathname.length >= LONG_PATH ? [pathname] : [])].filter(Boolean)
}

/** A shorter one may be a plain word. */
const LONG_PATH = 20
