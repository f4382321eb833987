// A page that was written before this state was there (it was lost, or brought to another machine): the lines that stand on
// it are taken over, so that none stands twice. What they ordered is not known any more.

import { type Held, type Seen, textOf } from '../../model/control-page/line.ts'
import type { PagePort } from '../../notion/page-port.ts'
import type { Tools } from '../../tools.ts'
import { type Section, TITLES } from './form.ts'
import { INTRODUCTION } from './lines.ts'

const [TITLE] = INTRODUCTION
const SECTIONS = new Map(Object.entries(TITLES).map(([section, title]) => [title as string, section as Section]))
/** How the lines of the sections are worded; what else the same connection wrote there is somebody's. */
const OWN = /· (un)?tick: |: which recording is it\? |^↳ |^\d+ at work, |^… and \d+ more|^\d{1,2} \p{L}+, \d\d:\d\d · /u

export async function takeOver({ store, pageBlocks }: Tools, page: PagePort, seen: readonly Seen[]): Promise<void> {
  const from = seen.findIndex(isTitle)
  if (from < 0 || pageBlocks.of(page.id).length > 0) return
  const me = await page.me()
  const held = linesOf(seen.slice(from).filter(({ madeBy }) => madeBy === me))
  await store.commit(() => {
    for (const one of held) pageBlocks.put(page.id, one)
  })
}

const isTitle = ({ type, text }: Seen) => type === TITLE?.type && text === TITLE.words[0]?.text

function linesOf(blocks: readonly Seen[]): Held[] {
  const held = new Map<string, Held>()
  let section = 'top'
  for (const block of blocks) {
    const { id, type, text, checked } = block
    const begins = type === 'heading_3' ? SECTIONS.get(text) : undefined
    section = isTitle(block) ? 'top' : (begins ?? section)
    const known = begins
      ? `heading ${begins}`
      : INTRODUCTION.find(line => line.type === type && textOf(line) === text)?.key
    const isOwn = type === 'to_do' ? OWN.test(text) : type === 'paragraph' && (section === 'now' || OWN.test(text))
    if (known === undefined && !isOwn) continue
    const key = known === undefined || held.has(known) ? `earlier ${id}` : known
    held.set(key, { id, key, section, type: type as Held['type'], text, checked, turn: 0, at: 0 })
  }
  return [...held.values()]
}
