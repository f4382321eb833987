// YouTube's searches and playlists as yt-dlp's extractor sees them, with the videos a test puts there.

import { type EmulatedWeb, openEmulatedWeb, type Respond } from './emulated-web.ts'

export interface EmulatedVideo {
  id: string
  title: string
  channel?: string
  seconds?: number
}

export interface YouTube extends EmulatedWeb {
  /** What every search finds, and every playlist holds. */
  videos: EmulatedVideo[]
}

export async function openYouTube(): Promise<YouTube> {
  const videos: EmulatedVideo[] = []
  const web = await openEmulatedWeb(['*.youtube.com'], (url, respond) => answer(videos, url, respond))
  return Object.assign(web, { videos })
}

function answer(videos: readonly EmulatedVideo[], url: URL, respond: Respond): void {
  const page = (html: string) => respond(200, { 'content-type': 'text/html' }, html)
  const json = (data: object) => respond(200, { 'content-type': 'application/json' }, JSON.stringify(data))
  const list = playlist(videos)
  switch (url.pathname) {
    case '/':
      page('ytcfg.set({"a": 1});')
      break
    case '/playlist':
      page(`<script>var ytInitialData = ${JSON.stringify(list)};</script>`)
      break
    case '/youtubei/v1/browse':
      json(list)
      break
    case '/youtubei/v1/search':
      json(url.host.startsWith('music') ? songs(videos) : hits(videos))
      break
    default:
      respond(404)
  }
}

const text = (words: string) => ({ runs: [{ text: words }] })

const hits = (videos: readonly EmulatedVideo[]) => ({
  contents: {
    twoColumnSearchResultsRenderer: {
      primaryContents: { sectionListRenderer: { contents: [{ itemSectionRenderer: { contents: videos.map(hit) } }] } },
    },
  },
})

const hit = ({ id, title, channel = 'Somebody', seconds = 212 }: EmulatedVideo) => ({
  videoRenderer: {
    ...{ videoId: id, title: text(title), ownerText: text(channel) },
    lengthText: { simpleText: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}` },
  },
})

const songs = (videos: readonly EmulatedVideo[]) => {
  const contents = videos.map(({ id, title }) => ({
    musicResponsiveListItemRenderer: {
      playlistItemData: { videoId: id },
      flexColumns: [{ musicResponsiveListItemFlexColumnRenderer: { text: text(title) } }],
    },
  }))
  const content = { sectionListRenderer: { contents: [{ musicShelfRenderer: { contents } }] } }
  return { contents: { tabbedSearchResultsRenderer: { tabs: [{ tabRenderer: { content } }] } } }
}

const playlist = (videos: readonly EmulatedVideo[]) => {
  const contents = videos.map(({ id, title, channel = 'Somebody', seconds }) => ({
    playlistVideoRenderer: {
      ...{ videoId: id, title: text(title), shortBylineText: text(channel) },
      ...(seconds && { lengthSeconds: String(seconds) }),
    },
  }))
  const list = { itemSectionRenderer: { contents: [{ playlistVideoListRenderer: { contents } }] } }
  const tab = { tabRenderer: { selected: true, content: { sectionListRenderer: { contents: [list] } } } }
  return {
    metadata: { playlistMetadataRenderer: { title: 'A list' } },
    contents: { twoColumnBrowseResultsRenderer: { tabs: [tab] } },
  }
}
