// Makes docs/reliability.md from the faults in scripts/reliability/faults.ts, the titles of the tests, and what they measured.
//   node scripts/reliability-doc.ts          prints it
//   node scripts/reliability-doc.ts --write  brings docs/reliability.md up to date
//   node scripts/reliability-doc.ts --check  ends with 1 when it is not, or when a test names a fault there is not

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { HOME_DIR } from '../src/config.ts'
import { apart, FAULT_GROUPS, FAULTS } from './reliability/faults.ts'
import { PROMISES } from './reliability/promises.ts'
import { type FaultTest, faultTests } from './reliability/titles.ts'

/** Where the page is kept. */
export const RELIABILITY_PAGE = join(HOME_DIR, 'docs', 'reliability.md')
/** What the whole form of the tests measured last. */
export const FIGURES_FILE = join(HOME_DIR, 'test', 'faults', 'figures.json')

export interface Sources {
  tests: readonly FaultTest[]
  /** By number of the fault, and by the test file that measured it. */
  figures: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const Figures = z.record(z.string(), z.record(z.string(), z.string()))

export function readSources(): Sources {
  const figures = Figures.parse(JSON.parse(readFileSync(FIGURES_FILE, 'utf8')))
  return { tests: faultTests(HOME_DIR), figures }
}

/** Numbers in test titles and figures that no fault has. */
export function unknownFaults({ tests, figures }: Sources): string[] {
  const inTitles = tests.flatMap(({ file, ids }) => ids.filter(id => !FAULTS.has(id)).map(id => `${id} in ${file}`))
  const inFigures = Object.keys(figures).filter(id => !FAULTS.has(id))
  return [...inTitles, ...inFigures.map(id => `${id} in test/faults/figures.json`)]
}

/** The whole page. */
export function reliabilityPage(sources: Sources): string {
  const groups = FAULT_GROUPS.flatMap(({ title, faults }) => [`### ${title}`, table(Object.entries(faults), sources)])
  return `${[PROMISES, '## The faults', summary(sources), ...groups].join('\n\n')}\n`
}

function summary(sources: Sources): string {
  const ids = [...FAULTS.keys()]
  const covered = ids.filter(id => filesOf(id, sources).length > 0)
  const left = ids.filter(id => !covered.includes(id))
  const apartCount = left.filter(id => apart(id) !== undefined).length
  return `Of ${ids.length} faults ${covered.length} are tested, ${apartCount} belong to parts that are not there yet, and
${left.length - apartCount} are not tested yet. A figure is what the whole form of the tests (\`npm run test:faults\`) measured.`
}

function table(faults: readonly (readonly [string, string])[], sources: Sources): string {
  const rows = faults.map(([id, what]) => [
    id,
    what,
    statusOf(id, sources),
    Object.values(sources.figures[id] ?? {}).join(' · '),
  ])
  return [['', 'fault', 'tested in', 'figure'], ['---', '---', '---', '---'], ...rows]
    .map(row => `| ${row.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}

function statusOf(id: string, sources: Sources): string {
  const files = filesOf(id, sources)
  if (files.length > 0) return files.map(file => `[${file.replace(/^test\//, '')}](../${file})`).join(' · ')
  const why = apart(id)
  return why === undefined ? '**not yet**' : `does not apply: ${why}`
}

const filesOf = (id: string, { tests }: Sources) => [
  ...new Set(tests.filter(({ ids }) => ids.includes(id)).map(({ file }) => file)),
]

/** Why the page is not as it should be; empty when it is. */
export function complaints(sources: Sources): string[] {
  const isCurrent = readFileSync(RELIABILITY_PAGE, 'utf8') === reliabilityPage(sources)
  const stale = isCurrent ? [] : ['docs/reliability.md is not current: node scripts/reliability-doc.ts --write']
  return [...unknownFaults(sources).map(where => `there is no fault ${where}`), ...stale]
}

if (import.meta.main) {
  const sources = readSources()
  if (process.argv.includes('--write')) writeFileSync(RELIABILITY_PAGE, reliabilityPage(sources))
  else if (!process.argv.includes('--check')) console.log(reliabilityPage(sources))
  const wrong = process.argv.includes('--check') ? complaints(sources) : []
  for (const line of wrong) console.error(line)
  process.exitCode = wrong.length > 0 ? 1 : 0
}
