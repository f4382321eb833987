// npm run bench:classify [-- tune|hold-out] [faults]: the shipped rules on the labelled titles.
// Whoever changes a rule looks at the faults of `tune` only (test/classify/README.md).

import { ruleSetOf } from '../../src/model/classify/shipped.ts'
import { confusion, figuresOf, holdOut, judge, type Labelled, tune } from '../../test/classify/titles.ts'

const PARTS: Record<string, readonly Labelled[]> = { tune, 'hold-out': holdOut }

const words = process.argv.slice(2)
const unknown = words.find(word => word !== 'faults' && !(word in PARTS))
if (unknown) {
  console.error(`there is no part "${unknown}": expected ${Object.keys(PARTS).join(', ')} or faults`)
  process.exit(2)
}
const rules = ruleSetOf(undefined)
for (const [name, titles] of Object.entries(PARTS)) {
  if (words.some(word => word in PARTS) && !words.includes(name)) continue
  const judged = judge(titles, rules)
  const { precision, recall, taken, right, wanted } = figuresOf(judged)
  console.log(`\n## ${name}: ${titles.length} titles\n\n${confusion(judged)}\n`)
  console.log(`music: precision ${shown(right, taken, precision)}, recall ${shown(right, wanted, recall)}`)
  if (!words.includes('faults')) continue
  for (const { label, said, title } of judged.filter(one => one.label !== one.said))
    console.log(`- ${label}, said ${said}: ${title}`)
}

function shown(part: number, whole: number, share: number): string {
  return `${share.toFixed(3)} (${part} of ${whole})`
}
