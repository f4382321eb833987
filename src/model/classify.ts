// Tells music tasks from others by whole words, never by substrings.

import { listKind } from './url.ts'

/** Why a task went where it went. */
export interface Evidence {
  rule: string
  evidence: string
}

/** Words that mean music by themselves. */
const MUSIC_NAMES = /\b(soundcloud|spotify|bandcamp|beatport|youtube music|dj set|mixtape)\b/i
/** Phrases in which an everyday word is about music. */
const MUSIC_PHRASES =
  /\b(music sync|sync(?:hroni[sz]e)? (?:the |my |all |new |our )*(?:music|tracks?|songs?|playlists?|likes)|music (?:track|tracks|library|workflow|automation|download)|(?:download|process|fetch|import|convert|analy[sz]e) (?:the |my |all |new |next |this |these |our )*(?:music|tracks?|songs?|playlists?|likes)|(?:music )?track (?:sync|download|processing)|playlist (?:sync|download))\b/i
/** What the work is on when it is not music: "Sync DriveSheets properties", "Tracking dashboard", "Download invoices". */
const OTHER_THINGS =
  /\b(drive ?sheets?|spreadsheets?|sheets|properties|property|dashboards?|database|schema|calendar|invoices?|reports?|github|repo(?:sitory)?|api|webhooks?|server|bugs?|issues?|errors?|refactor|review|documentation|docs|investigate|implement|fix|plan|tests?|newsletter|contract|licen[cs]e|budget)\b/i

/**
 * Whether a task asks the program itself to work on music.
 * A music word beside something else that the work is on ("Fix the Spotify API schema") is not music: it goes to an agent.
 */
export function musicEvidence(task: { title: string; description?: string }): Evidence | undefined {
  const phrase = MUSIC_PHRASES.exec(task.title)
  const other = OTHER_THINGS.exec(task.title)
  if (phrase && !other) return { rule: 'music phrase in the title', evidence: phrase[0] }
  const name = MUSIC_NAMES.exec(task.title)
  if (name && !other) return { rule: 'music service in the title', evidence: name[0] }
  return undefined
}

/** Of a task that asks for a playlist by its link, or for whatever playlists have that is new. */
export function playlistEvidence(task: {
  title: string
  description?: string
}): (Evidence & { link?: string }) | undefined {
  const words = task.title.replace(LINK, ' ')
  const inTitle = LINK.exec(task.title)?.[0]
  const link = inTitle ?? LINK.exec(task.description ?? '')?.[0]
  if (link && listKind(link)) {
    if (!LIST_WORDS.test(words) || OTHER_THINGS.test(words)) return undefined
    return { rule: `a list's link in the ${inTitle ? 'title' : 'description'}`, evidence: link, link }
  }
  const music = link || !/\bplaylists?\b/i.test(task.title) ? undefined : musicEvidence(task)
  return music && { ...music, rule: 'playlists in the title' }
}

const LINK = /\bhttps?:\/\/[^\s<>"')\]]+/i
const LIST_WORDS =
  /\b(download|get|fetch|process|add|import|sync(hroni[sz]e)?|playlists?|set|album|likes|tracks?|songs?)\b/i
const FETCH_WORDS = /\b(download|get|fetch|process|add|import|track|song)\b/i

/** The first link of a task that asks for one track by its link. */
export function linkEvidence(task: { title: string; description?: string }): (Evidence & { link: string }) | undefined {
  const inTitle = LINK.exec(task.title)
  const link = inTitle ?? LINK.exec(task.description ?? '')
  if (!link) return undefined
  const isMusic =
    /(soundcloud|youtu\.?be|bandcamp)/i.test(link[0]) || /\.(mp3|m4a|wav|aiff?|flac|ogg|opus)(\?|$)/i.test(link[0])
  if (!isMusic || !FETCH_WORDS.test(task.title.replace(LINK, ' ')) || OTHER_THINGS.test(task.title.replace(LINK, ' ')))
    return undefined
  return { rule: `a music link in the ${inTitle ? 'title' : 'description'}`, evidence: link[0], link: link[0] }
}
