// What a link is called where nothing better is known: enough to tell it from others, and nothing that opens anything.

import { SECRET } from './soundcloud.ts'
import { canonicalLink } from './url.ts'

const LONGEST = 40

/** `example.org/…/night-ferry.mp3`; of a file its name. @returns undefined when it is no usable link */
export function linkName(link: string): string | undefined {
  const canonical = canonicalLink(link)
  if (canonical === undefined) return undefined
  const { protocol, host, pathname, searchParams } = new URL(canonical)
  const parts = pathname.split('/').filter(part => part !== '' && !SECRET.test(part))
  const last = cut(decoded(searchParams.get('v') ?? parts.at(-1) ?? ''))
  if (protocol === 'file:') return last || undefined
  const site = host.replace(/^www\./, '')
  return last === '' ? site : `${site}/${parts.length > 1 ? '…/' : ''}${last}`
}

const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1).toWellFormed()}…` : text)

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
