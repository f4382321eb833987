// Slack and ntfy.

import { type Channel, cut, cutBytes, oneLine } from './channel.ts'
import { post } from './post.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const TITLE = 150
/** One section of Slack's. */
const SLACK_TEXT = 3000
const NTFY_BYTES = 4096

export const slack = (url: string): Channel => ({
  name: 'Slack',
  send({ title, body }, signal) {
    const head = `*${slackText(cut(oneLine(title), TITLE))}*\n`
    const text = head + cutEscaped(slackText(body), SLACK_TEXT - head.length)
    return post({ to: 'Slack', url, headers: JSON_TYPE, body: JSON.stringify({ text }), signal })
  },
})

const slackText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const cutEscaped = (text: string, most: number) => cut(text, most).replace(/&[a-z]{0,3}…$/, '…')

/** As JSON to the root: a header cannot hold every letter. */
export function ntfy(address: string): Channel {
  const { origin, pathname, username, password } = new URL(address)
  const [, base = '', topic = ''] = /^(.*?)\/([^/]*)\/?$/.exec(pathname) ?? []
  const token = decodeURIComponent(password)
  const basic = Buffer.from(`${decodeURIComponent(username)}:${token}`).toString('base64')
  const login: Record<string, string> = password
    ? { authorization: username ? `Basic ${basic}` : `Bearer ${token}` }
    : {}
  return {
    name: 'ntfy',
    send({ title, body }, signal) {
      const message = cutBytes(body, NTFY_BYTES)
      const text = JSON.stringify({ topic, title: cut(oneLine(title), TITLE), message })
      return post({ to: 'ntfy', url: `${origin}${base}/`, headers: { ...JSON_TYPE, ...login }, body: text, signal })
    },
  }
}
