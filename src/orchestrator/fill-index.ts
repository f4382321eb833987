// Finished rows of before there was an index of recordings come into it, a few in each cycle, until all were looked at.

import { isFault } from '../errors.ts'
import { indexRow } from '../pipeline/recognise/index-row.ts'
import type { StageContext } from '../pipeline/stage.ts'

const MOST_PER_CYCLE = 20
const LOOKED_AT = 100
/** Under this name it is kept up to which row all were looked at. */
const MARK = 'recordings are in the index up to'
/** Behind every page id. */
const ALL = 'all'

export async function fillIndex(context: Pick<StageContext, 'tools' | 'signal'>): Promise<void> {
  const { journal, ledger, library, recordings } = context.tools
  const from = ledger.fact(MARK) ?? ''
  if (from === ALL) return
  const pages = journal.measuredAfter(from, LOOKED_AT)
  if (pages.length > 0 && (await library.check().catch(awayOnly)) === 'away') return
  let last = pages.length < LOOKED_AT ? ALL : (pages.at(-1) ?? ALL)
  let count = 0
  for (const page of pages) {
    if (recordings.findBy({ page }).length > 0) continue
    if (context.signal.aborted || count === MOST_PER_CYCLE) {
      last = pages[pages.indexOf(page) - 1] ?? from
      break
    }
    count += 1
    await indexRow(page, context)
  }
  ledger.setFact(MARK, last)
}

/** Its files would seem to be gone. */
function awayOnly(error: unknown): 'away' {
  if (!isFault(error)) throw error
  return 'away'
}
