// Services whose audio is never touched: their links are lists and names to us, and no sources.

/** Hosts with all that lie under them; the audio of Spotify stands at names of its own. */
const SERVICES: readonly [service: string, hosts: RegExp][] = [
  ['Spotify', /(?:^|\.)(?:spotify\.com|spotify\.link|tospotify\.com|spotify\.app\.link|scdn\.co|spotifycdn\.com)$/],
  ['Spotify', /(?:^|[.-])spotify-com\.akamaized\.net$/],
  ['Apple Music', /(?:^|\.)(?:music|itunes)\.apple\.com$/],
  ['Deezer', /(?:^|\.)(?:deezer\.com|deezer\.page\.link)$/],
  ['Tidal', /(?:^|\.)tidal\.com$/],
  ['Amazon Music', /(?:^|\.)music\.amazon\.[a-z]{2,3}(?:\.[a-z]{2})?$/],
]

/** Whose audio a link leads to, when it may not be fetched. */
export function protectedService(link: string): string | undefined {
  const text = link.trim()
  if (/^spotify:/i.test(text)) return 'Spotify'
  if (!URL.canParse(text)) return undefined
  const host = new URL(text).hostname.replace(/\.$/, '')
  return SERVICES.find(([, hosts]) => hosts.test(host))?.[0]
}
