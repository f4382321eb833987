// Links: their one canonical form, and what kind of place they point to. Pure text, no network.

export type LinkKind = 'file' | 'spotify' | 'soundcloud' | 'youtube' | 'web'

const TRACKING = /^(utm_.*|si|fbclid|gclid|feature|igshid|mc_.*|ref|ref_src|pp|ab_channel)$/i

/** The kind of a link by its host; undefined when it is no http(s) or file URL at all. */
export function linkKind(link: string): LinkKind | undefined {
  const url = parse(link)
  if (!url) return undefined
  if (url.protocol === 'file:') return 'file'
  const host = bareHost(url)
  if (host === 'spotify.com' || host === 'open.spotify.com' || host === 'spotify.link') return 'spotify'
  if (host === 'soundcloud.com' || host.endsWith('.soundcloud.com')) return 'soundcloud'
  if (host === 'youtube.com' || host === 'music.youtube.com' || host === 'youtu.be') return 'youtube'
  return 'web'
}

/**
 * One form for all spellings of a link: `youtu.be/A` = `watch?v=A` = `music.youtube.com/watch?v=A&list=…`, tracking
 * parameters, fragments, `www.`/`m.` and default ports dropped. Two different videos never become equal.
 * @returns undefined when the text is no usable link (not a URL, or a bare `youtube.com/watch`).
 */
export function canonicalLink(link: string): string | undefined {
  const url = parse(link)
  if (!url) return undefined
  const kind = linkKind(link)
  if (kind === 'file') return url.href
  if (kind === 'youtube') {
    const id = youtubeId(url)
    return id && `https://www.youtube.com/watch?v=${id}`
  }
  if (kind === 'soundcloud' && bareHost(url) === 'soundcloud.com') {
    return `https://soundcloud.com${url.pathname.toLowerCase().replace(/\/+$/, '')}`
  }
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name)
  url.searchParams.sort()
  url.hash = ''
  url.username = ''
  url.password = ''
  return url.href.replace(/\/$/, '')
}

/** The part of a canonical link that every spelling of it contains, for a `contains` filter. */
export function linkKey(link: string): string | undefined {
  const canonical = canonicalLink(link)
  if (!canonical) return undefined
  const url = new URL(canonical)
  if (linkKind(canonical) === 'youtube') return url.searchParams.get('v') ?? undefined
  const path = url.pathname.replace(/\/+$/, '')
  return path.length > 1 ? path.slice(-200) : url.host
}

function parse(link: string): URL | undefined {
  const text = link.trim()
  if (!/^(https?|file):/i.test(text) || !URL.canParse(text)) return undefined
  return new URL(text)
}

const bareHost = (url: URL) => url.hostname.toLowerCase().replace(/^(www|m|mobile)\./, '')

function youtubeId(url: URL): string | undefined {
  const first = url.pathname.split('/').filter(Boolean)
  const id =
    bareHost(url) === 'youtu.be'
      ? first[0]
      : (url.searchParams.get('v') ?? (/^(shorts|embed|live|v)$/.test(first[0] ?? '') ? first[1] : undefined))
  return id && /^[\w-]{6,20}$/.test(id) ? id : undefined
}
