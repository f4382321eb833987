// The program's own rules: what asks for music work, told by whole words and by where they stand.

import { compileRules, type RuleFile, type RuleForm, type RuleSet } from './rule-set.ts'
import { SHIPPED_LISTS } from './shipped-lists.ts'

const NOT_MUSIC = ['<other things>', '<trouble>']

/** "Download the new tracks from SoundCloud": said to somebody, from the first word on. */
const wishesFor = (what: string, end: '$' | '.') => [
  `^ <lead>* <do> <small>* <services>* <small>* ${what} <tail>* ${end}`,
  `^ <lead>* <do> <small>* <services>* <small>* ${what} <goes on>`,
]

/** "Weekly SoundCloud sync": the name of the work, and nothing else. */
const namesOf = (what: string, end: '$' | '.') => [
  `^ <lead>* <services>* ${what} <work> <tail>* ${end}`,
  `^ <lead>* <services>* <work> <small>* ${what} <tail>* ${end}`,
]

const music = (end: '$' | '.') => [
  ...wishesFor('<songs>', end),
  ...namesOf('<songs>', end),
  `^ <lead>* <do> <small>* <services> <tail>* ${end}`,
  `^ <lead>* <services> <small>* <songs> <tail>* ${end}`,
  `^ <lead>* <services> <work> <tail>* ${end}`,
  `^ <lead>* <songs> <work> workflow <tail>* ${end}`,
  `^ <lead>* music workflow <tail>* ${end}`,
]

export const SHIPPED_RULES: readonly RuleForm[] = [
  {
    name: 'a link to a list',
    handler: 'playlist',
    link: 'list',
    title: ['<do with a link>'],
    none: NOT_MUSIC,
  },
  {
    name: 'a link to music',
    handler: 'track',
    link: 'track',
    title: ['<do with a link>'],
    none: NOT_MUSIC,
  },
  {
    name: 'playlists in the title',
    handler: 'playlist',
    link: 'no',
    any: [
      ...wishesFor('<playlists>', '$'),
      '^ <lead>* <do> <small>* <playlists> <songs>',
      '^ <lead>* <do> <small>* <services> <playlists>',
      ...namesOf('<playlists>', '$'),
    ],
    none: NOT_MUSIC,
  },
  { name: 'a wish for music in the title', handler: 'music-sync', any: music('$'), none: NOT_MUSIC },
  {
    name: 'a wish for music as the kind of task',
    handler: 'music-sync',
    in: ['task type'],
    any: music('$'),
    none: NOT_MUSIC,
  },
  {
    name: 'a wish for music in the description',
    handler: 'music-sync',
    in: ['next step', 'description'],
    any: music('.'),
    title: ['<occasions>'],
    none: NOT_MUSIC,
  },
  { name: 'a music word, but no wish for music', handler: 'agent-handoff', any: ['<music words>'] },
]

/** A person's rules first, then, unless they are switched off, the program's own. @throws Error that names the rule */
export function ruleSetOf(file: RuleFile | undefined): RuleSet {
  const own = Object.entries(file?.lists ?? {})
  const lists: Record<string, readonly string[]> = { ...SHIPPED_LISTS }
  for (const [name, entries] of own) lists[name] = [...(lists[name] ?? []), ...entries]
  const shipped = file?.shipped === false ? [] : SHIPPED_RULES
  return compileRules([...(file?.rules ?? []), ...shipped], lists)
}
