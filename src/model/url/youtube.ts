// YouTube's links: videos by their id, playlists by theirs, channels by name or id.

import { type Place, partsOf } from './place.ts'

const HOSTS = /^((www|m|music|gaming)\.)?youtube\.com$|^(www\.)?(youtu\.be|youtube-nocookie\.com)$/
/** Neither longer nor shorter: of a longer one, yt-dlp would take the beginning, which is another video. */
const VIDEO_ID = /^[\w-]{11}$/
const LIST_ID = /^[\w-]{2,}$/
const BEFORE_ID = /^(shorts|embed|live|v|e|watch)$/
const TABS = /^(videos|streams|shorts|playlists|releases|podcasts|featured)$/
/** Lists that are made anew for each visitor. */
const MIX = /^(RD|UL|LM$|WL$|LL$)/

export const isYouTubeHost = (host: string): boolean => HOSTS.test(host)

/** @returns undefined for what is neither a video nor a list: searches, clips, a person's own pages */
export function placeOnYouTube(url: URL): Place | undefined {
  const inner = innerOf(url)
  if (inner) return placeOnYouTube(inner)
  const video = videoOf(url)
  if (video) return { link: `https://www.youtube.com/watch?v=${video}`, key: video }
  return playlist(url) ?? channel(url)
}

/** The playlist a video's link was taken from; a mix is none. */
export function listBesideVideo(url: URL): string | undefined {
  const id = listIdOf(url)
  return id && !MIX.test(id) ? `https://www.youtube.com/playlist?list=${id}` : undefined
}

function videoOf(url: URL): string | undefined {
  const [first = '', second = ''] = partsOf(url)
  const isShort = /^(www\.)?youtu\.be$/.test(url.hostname)
  const id = isShort ? first : (parameter(url, 'v') ?? (BEFORE_ID.test(first) ? second : ''))
  return VIDEO_ID.test(id) && id !== 'videoseries' && id !== 'live_stream' ? id : undefined
}

function playlist(url: URL): Place | undefined {
  const [first, second = ''] = partsOf(url)
  if (first === 'browse' && /^MPREb_/.test(second)) {
    return { link: `https://music.youtube.com/browse/${second}`, key: second, list: 'youtube playlist' }
  }
  const id = first === 'browse' && second.startsWith('VL') ? second.slice(2) : listIdOf(url)
  if (!id || !LIST_ID.test(id)) return undefined
  return { link: `https://www.youtube.com/playlist?list=${id}`, key: id, list: 'youtube playlist' }
}

function channel(url: URL): Place | undefined {
  const parts = partsOf(url)
  const isHandle = parts[0]?.startsWith('@') === true && parts[0].length > 1
  const isNamed = /^(channel|c|user)$/.test(parts[0] ?? '') && parts[1] !== undefined
  if (!isHandle && !isNamed) return undefined
  // ids are case-sensitive, names are not
  const name = parts.slice(0, isHandle ? 1 : 2).map(part => (parts[0] === 'channel' ? part : part.toLowerCase()))
  const tab = parts[name.length]
  const path = [...name, ...(tab && TABS.test(tab) ? [tab] : [])].join('/')
  return { link: `https://www.youtube.com/${path}`, key: name.at(-1) ?? path, list: 'youtube channel' }
}

function listIdOf(url: URL): string | undefined {
  const id = parameter(url, 'list')
  return id && LIST_ID.test(id) ? id : undefined
}

/** A link inside a link: `/attribution_link?u=/watch?v=…`, `/oembed?url=…`. */
function innerOf(url: URL): URL | undefined {
  const name = { attribution_link: 'u', oembed: 'url' }[partsOf(url)[0] ?? '']
  const inner = name && parameter(url, name)
  if (!inner || !URL.canParse(inner, url)) return undefined
  const found = new URL(inner, url)
  return isYouTubeHost(found.hostname) && !innerOf(found) ? found : undefined
}

/** Links copied out of a page's source have `&amp;`. */
const parameter = (url: URL, name: string) => url.searchParams.get(name) ?? url.searchParams.get(`amp;${name}`)
