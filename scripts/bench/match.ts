// npm run bench:match [-- tune|hold-out] [faults]: the matcher on the labelled set, beside two baselines.
// Whoever changes a rule looks at `tune` only, and writes down every look at the hold-out (test/matching/README.md).

import { groupOf } from '../../test/matching/categories.ts'
import type { Family } from '../../test/matching/labels.ts'
import { holdOut, tune } from '../../test/matching/set.ts'
import {
  type Figures,
  faultsOf,
  figuresOf,
  interval,
  judgePairs,
  judgeSearches,
  MATCHERS,
  type Share,
} from './match-figures.ts'

const HALVES: Record<string, readonly Family[]> = { tune, 'hold-out': holdOut }

const words = process.argv.slice(2)
const unknown = words.find(word => word !== 'faults' && !(word in HALVES))
if (unknown) {
  console.error(`there is no half "${unknown}": expected ${Object.keys(HALVES).join(', ')} or faults`)
  process.exit(2)
}
const asked = words.filter(word => word in HALVES)
for (const [name, families] of Object.entries(HALVES)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  printHalf(name, families)
  if (words.includes('faults')) for (const fault of faultsOf(families)) console.log(`- ${fault}`)
}

function printHalf(name: string, families: readonly Family[]): void {
  const [ours] = Object.values(MATCHERS)
  console.log(`\n## ${name}: ${families.length} songs\n`)
  console.log('| matcher | over | precision | recall | wrong versions | wrong recordings |\n|---|---|---|---|---|---|')
  for (const [matcher, choose] of Object.entries(MATCHERS)) {
    const pairs = judgePairs(families, choose)
    const searches = judgeSearches(families, choose)
    console.log(line(matcher, `${pairs.length} pairs`, figuresOf(pairs)))
    console.log(line(matcher, `${searches.searches} searches`, searches))
  }
  if (!ours) return
  const judged = judgePairs(families, ours)
  console.log('\n| category | pairs | precision | recall | wrong |\n|---|---|---|---|---|')
  for (const group of [...new Set(judged.map(({ pair }) => groupOf(pair.category)))].sort()) {
    const inIt = judged.filter(({ pair }) => groupOf(pair.category) === group)
    const { precision, recall, wrongVersions, wrongRecordings } = figuresOf(inIt)
    console.log(
      `| ${group} | ${inIt.length} | ${spoken(precision)} | ${spoken(recall)} | ${wrongVersions + wrongRecordings} |`,
    )
  }
}

function line(matcher: string, over: string, figures: Figures): string {
  const { precision, recall, wrongVersions, wrongRecordings } = figures
  return `| ${matcher} | ${over} | ${spoken(precision)} | ${spoken(recall)} | ${wrongVersions} | ${wrongRecordings} |`
}

function spoken(share: Share): string {
  if (share.all === 0) return '–'
  const [low, high] = interval(share)
  return `${(share.of / share.all).toFixed(3)} (${share.of} of ${share.all}; ${low.toFixed(2)}–${high.toFixed(2)})`
}
