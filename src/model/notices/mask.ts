// What leaves the machine in a notice: no address beyond its host, no folder, no token.

import { maskTokens } from '../mask-tokens.ts'

const LINK = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>)\]]+/gi
/** Two folders or more, of any of the systems. */
const PATH = /(?<![\w:/])(?:~|[A-Za-z]:)?(?:[/\\][^\s/\\:"'<>|()]+){2,}[/\\]?/g
const MAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi

/** @param secrets values that must never be told */
export function maskForOthers(text: string, secrets: readonly string[] = []): string {
  const known = secrets.filter(secret => secret.length >= 6)
  const masked = known.reduce((rest, secret) => rest.replaceAll(secret, '***'), maskTokens(text))
  return masked
    .replace(BEARER, '$1 ***')
    .replace(LINK, hostOnly)
    .replace(MAIL, '***')
    .replace(
      PATH,
      path =>
        `…/${path
          .replace(/[/\\]$/, '')
          .split(/[/\\]/)
          .at(-1)}`,
    )
}

function hostOnly(link: string): string {
  if (!URL.canParse(link)) return '…'
  const { protocol, hostname } = new URL(link)
  return /^https?:$/.test(protocol) && isPublic(hostname) ? `${hostname}/…` : 'an address'
}

/** A name within a house says something of the house. */
const isPublic = (host: string) => /\.[a-z]{2,}$/i.test(host) && !/\.(local|lan|home|internal|localdomain)$/i.test(host)
