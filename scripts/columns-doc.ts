// Makes docs/columns.md from the columns and cell types in src/notion.
//   node scripts/columns-doc.ts          prints it
//   node scripts/columns-doc.ts --write  brings docs/columns.md up to date

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HOME_DIR } from '../src/config.ts'
import { CELL_TYPES } from '../src/notion/cells.ts'
import {
  ARTIST_COLUMNS,
  type DescribedColumn,
  ISSUE_COLUMNS,
  PLAYLIST_COLUMNS,
  RUN_LOG_COLUMNS,
  TASK_COLUMNS,
  TRACK_COLUMNS,
} from '../src/notion/columns.ts'

/** Where the page is kept. */
export const COLUMNS_PAGE = join(HOME_DIR, 'docs', 'columns.md')

/** The whole page. */
export function columnsPage(): string {
  return [
    INTRODUCTION,
    '## Agent-Tasks',
    table(TASK_COLUMNS),
    '## Music Tracks',
    table(TRACK_COLUMNS),
    'The picture of a row (its cover, when it is an outside link) is put into the files’ tags.',
    '## Music Playlists',
    'With `PLAYLISTS_DB_ID` set, which must be the database that `Playlists` of Music Tracks leads to.',
    table(PLAYLIST_COLUMNS),
    '## Music Artists',
    'With `ARTISTS_DB_ID` set, which must be the database that `Artist` of Music Tracks leads to.',
    table(ARTIST_COLUMNS),
    ARTISTS,
    '## Issues+Questions',
    'With `ISSUES_DB_ID` set: one row for each finding ([verify.md](verify.md)), found again by the code at the end of its title.',
    table(ISSUE_COLUMNS),
    '## Execution-Logs',
    'With `EXECUTION_LOGS_DB_ID` set: one row for the work of a cycle, found again by the code at the end of its title.',
    table(RUN_LOG_COLUMNS),
    '## When a column is not as expected',
    DIFFERENCES,
    '## What is read and written, by type of column',
    'Not all of these types are accepted by a field above; this is what the program can do with a cell of each.',
    types(),
    '## Traps',
    TRAPS,
  ].join('\n\n')
}

const INTRODUCTION = `<!-- Made by scripts/columns-doc.ts from src/notion/columns.ts and src/notion/cells.ts: change those. -->
# Columns

The program adapts to the databases it finds. Each field below has names it accepts; the first is what a new database gets.
Upper and lower case and blanks at the ends of a name do not count. **No column is made in a database of yours**, and no status
option; only options of select and multi-select come into being, by being written. A column you do not have switches off what is read from it or written to it, nothing else; only those
marked *needed* must be there.

An empty column *is read* or *is written* means: the program does not do it.`

const ARTISTS = `Each of several names gets its page (\`A, B feat. C\`). Where a text may be one name or several (\`Above & Beyond\`, \`Tyler, The Creator\`),
pages and what services list decide; while nobody knows, the row leads nowhere. No page is made for what is nobody’s name
(\`Various Artists\`, \`unknown\`, \`n/a\`, \`user-48213377\` …). A link you take out is not put in again.`

const DIFFERENCES = `| what | then |
|---|---|
| a column was renamed | it goes on being used, by its id, even when another column has its name now; a warning says so once. A column the program has never worked with is found by its name only |
| an optional column was never there | its field is off: it reads as empty and nothing is written |
| a column is gone that was there before, optional or not | a new one of an accepted name and type takes its place; without one the database pauses |
| a needed column is missing | the database pauses |
| a column has an accepted name and a type that is not accepted | the database pauses, for optional columns too: rename it, or change its type; a field marked *else off* is off instead |
| the database pauses | nothing is read from it or written to it, its work waits; the message says what is expected and what is there. It goes on by itself when that is mended |
| two columns have accepted names | the one of an accepted type; of several, the one whose name stands first in the list |
| the status has no option for \`Completed\` or \`Failed\` | the nearest there is (\`Done\`, \`Complete\`, \`Error\`, \`Blocked\` …); with none the status stays as it is |`

const TRAPS = `* **No comma in option names.** Notion refuses them. The program writes \`‚\` (U+201A, a low quotation mark) instead, and
  takes the two for the same.
* **Status options are not made by writing them**, as those of select and multi-select are. Add the option in Notion first.
* **A list in a cell is shown up to the 25th entry** (relations, people, mentions, rollups). The program knows when a list may go
  on and refuses to write such a list back, as that would delete the rest.
* **Writing a list replaces it**: tags, people, relations, files. The program reads the row first, all of a relation, and keeps
  your own tags, playlists and artists. Notion takes 100 entries in one write: to a relation of 100 or more nothing is added.
* **An empty link, address or phone number** is no text of length 0 but nothing; the program empties the cell.
* **Long texts** are split into pieces of at most 1,900 characters, 100 of them at most; what is longer ends in “… (cut: Notion
  takes no more)”.
* **Dates**: Notion takes a time zone and answers an offset. After a write the two are compared as moments, to the minute.
* **Links to files that Notion keeps end after an hour.** They are read anew and never written back.
`

function table(columns: Record<string, DescribedColumn>): string {
  const rows = Object.values(columns).map(column => [
    namesOf(column),
    column.types.map(code).join(', ') +
      (column.needed ? ' · *needed*' : '') +
      (column.ignoresOtherTypes ? ' · *else off*' : ''),
    column.about,
    column.reads ?? '',
    column.writes ?? '',
  ])
  return markdown(['column', 'types', 'is', 'is read', 'is written'], rows)
}

/** A title may have any name. */
function namesOf({ names, madeAs }: DescribedColumn): string {
  return madeAs === undefined ? names.map(code).join(', ') : `${code(madeAs)}, or whatever the title is called`
}

function types(): string {
  const rows = Object.entries(CELL_TYPES).map(([type, { reads, write, writes }]) => [
    code(type),
    reads,
    write ? (writes ?? '') : '– (filled by Notion)',
  ])
  return markdown(['type', 'is read as', 'is written as'], rows)
}

/** Blanks at the ends of a name are shown. */
const code = (text: string) => `\`${text.replace(/^ | $/g, '␠')}\``

const markdown = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows]
    .map(row => `| ${row.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')

if (import.meta.main) {
  if (process.argv.includes('--write')) writeFileSync(COLUMNS_PAGE, columnsPage())
  else console.log(columnsPage())
}
