// The page that shows why, written where a person finds it.

import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MeasuredFile } from '../../audio/measure-file.ts'
import { plotPage } from '../../audio/pictures/plot-page.ts'
import type { Config } from '../../config.ts'
import { safeName } from '../../model/file-name.ts'

/** @returns its path, `<var>/plots/<label> [<8 hex digits of the file's path>].html`; written anew each time */
export async function writePlot(
  config: Config,
  label: string,
  measured: MeasuredFile & { path: string },
): Promise<string> {
  const dir = join(config.varDir, 'plots')
  const mark = createHash('sha256').update(measured.path).digest('hex').slice(0, 8)
  const file = join(dir, `${safeName(label, 'recording')} [${mark}].html`)
  await mkdir(dir, { recursive: true })
  await writeFile(file, plotPage({ label, ...measured }))
  return file
}
