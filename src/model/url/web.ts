// Any other link, and files: only what says nothing of the place itself is dropped.

import type { Place } from './place.ts'

/** Words that say where a visitor came from, whatever the site. */
const TRACKING = /^(utm_\w*|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|ref_src)$/i
const KEY_LENGTH = 200

export function placeOnTheWeb(original: URL): Place {
  const url = new URL(original)
  if (url.protocol === 'file:') {
    url.search = ''
    url.hash = ''
    return { link: url.href, key: keyOf(url) }
  }
  url.search = withoutTracking(url.search)
  // an address behind it is a page of its own
  if (!/^#[/!]/.test(url.hash)) url.hash = ''
  url.username = ''
  url.password = ''
  if (url.pathname.length > 1) url.pathname = url.pathname.replace(/\/+$/, '')
  const bare = url.pathname === '/' && !url.search && !url.hash
  return { link: bare ? url.origin : url.href, key: keyOf(url) }
}

/** Sorted by name; the values stay as they were written, since some are signed. */
function withoutTracking(search: string): string {
  const pairs = search.slice(1).split('&').filter(Boolean)
  const name = (pair: string) => pair.split('=', 1)[0] ?? ''
  const kept = pairs.filter(pair => !TRACKING.test(name(pair)))
  return kept.sort((a, b) => (name(a) < name(b) ? -1 : Number(name(a) > name(b)))).join('&')
}

/** The longest part of the path that is written the same way whether or not letters are escaped. */
function keyOf(url: URL): string {
  const parts = url.pathname.replace(/\/+$/, '').split(/(?:%[\da-f]{2})+/i)
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '')
  return longest.length > 1 ? longest.slice(-KEY_LENGTH) : url.host
}
