// The categories of the lines, in the groups the bench reports.

const GROUPS: Record<string, string> = {
  'official uploads':
    'official video, official audio, topic, label upload, original mix, remaster, soundtrack, explicit',
  'other uploads': 'lyric video, user upload, premiere, soundcloud, uploader, label bracket, catalogue number',
  'names and spellings': 'names, the, acronym, hyphen, censored, numbers, year',
  'title forms': 'title first, title form, title word, no dash, album, eurovision',
  guests: 'feat',
  'other scripts': 'korean, japanese, cyrillic, greek, arabic, hebrew, french',
  remixes: 'remix, remixer, amapiano',
  'edits, flips, bootlegs, VIP': 'edit, flip, bootleg, vip',
  'DJ edits': 'dj intro',
  'live, acoustic, other takes': 'live, acoustic, demo, alternate, dance, re-recording, language',
  'one part of it': 'instrumental, a cappella, stems, clean',
  'speed and sound': 'speed, slowed, 8D, pitch, tempo, mixed',
  'longer and shorter': 'extended, radio, single, tv size, loop, extended wanted',
  previews: 'snippet, preview',
  'brackets nobody listed': 'unlisted bracket',
  'covers, karaoke, AI': 'cover, karaoke, AI, tutorial, type beat, reaction',
  'other songs': 'same title, other song, mashup, interlude, original sampled, full album, set',
  'numbered parts': 'part',
  ISRC: 'isrc',
  'wishes that say too little': 'cautious',
}

const GROUP_OF = new Map(
  Object.entries(GROUPS).flatMap(([group, list]) =>
    list.split(', ').map((category): [string, string] => [category, group]),
  ),
)

/** @throws Error for a category that no group has, so that none is lost. */
export function groupOf(category: string): string {
  const group = GROUP_OF.get(category)
  if (!group) throw new Error(`the category “${category}” is in no group`)
  return group
}
