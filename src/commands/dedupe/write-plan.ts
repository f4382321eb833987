// The plan as a file, and as a page beside it. Old ones go.

import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DedupePlan } from '../../model/dedupe/plan.ts'
import type { WrittenPlan } from './plan-lines.ts'
import { planPage } from './plan-page.ts'

const KEPT = 20
const PLAN = /^\d{4}-\d\d-\d\d-[0-9a-f]{12}\.json$/

/** @returns `<var>/dedupe/<day>-<id>.json` and `.html`; the same plan of one day is written anew */
export async function writePlan(plan: DedupePlan, varDir: string): Promise<WrittenPlan> {
  const dir = join(varDir, 'dedupe')
  await mkdir(dir, { recursive: true })
  const name = `${plan.madeAt.slice(0, 10)}-${plan.id}`
  const written = { file: join(dir, `${name}.json`), page: join(dir, `${name}.html`) }
  await replace(written.page, planPage(plan, written.file))
  await replace(written.file, `${JSON.stringify(plan, null, 2)}\n`)
  await tidy(dir, `${name}.json`)
  return written
}

async function replace(path: string, text: string): Promise<void> {
  const next = `${path}.${process.pid}.new`
  await writeFile(next, text)
  await rename(next, path)
}

/** The newest stay, this one among them. */
async function tidy(dir: string, own: string): Promise<void> {
  const others = (await readdir(dir)).filter(name => PLAN.test(name) && name !== own)
  const dated = await Promise.all(others.map(async name => ({ name, at: (await stat(join(dir, name))).mtimeMs })))
  const old = dated.sort((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1)).slice(KEPT - 1)
  for (const { name } of old)
    for (const gone of [name, name.replace(/json$/, 'html')]) await rm(join(dir, gone), { force: true })
}
