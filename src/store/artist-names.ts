// Names that services list as one artist each: what tells "Above & Beyond" from two who made a track together.

import type { Store } from './database.ts'

export interface ArtistNames {
  /** For use inside a commit. @param names as services write them */
  learn(names: readonly string[]): void
  has(name: string): boolean
}

export function openArtistNames({ database }: Store): ArtistNames {
  const put = database.prepare('insert or ignore into artist_name (name) values (?)')
  const find = database.prepare('select 1 from artist_name where name = ?')
  return {
    learn(names) {
      for (const name of names) if (folded(name) !== '') put.run(folded(name))
    },
    has: name => find.get(folded(name)) !== undefined,
  }
}

const folded = (name: string) => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
