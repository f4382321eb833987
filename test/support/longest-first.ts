// The order of the test files: those that take longest first, so that none of them is left running alone at the end.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const ROOT = join(import.meta.dirname, '../..')

/** A short file may take long; of all others the size is guess enough. */
const LONGEST = [
  'test/faults/kill/failpoints.test.ts',
  'test/faults/kill/planted.test.ts',
  'test/e2e/music-sync.test.ts',
  'test/faults/kill/requests.test.ts',
  'test/cluster/machines.test.ts',
  'test/cluster/outage.test.ts',
  'test/e2e/enrich.test.ts',
  'test/e2e/verify.test.ts',
  'test/e2e/faults-command-line.test.ts',
  'test/integration/audio-broken-cut.test.ts',
  'test/e2e/upgrade.test.ts',
  'test/faults/away/notion-away.test.ts',
  'test/faults/kill/merged.test.ts',
  'test/faults/kill/upgrade.test.ts',
  'test/faults/kill/syscalls.test.ts',
  'test/faults/soak/soak.test.ts',
  'test/faults/queue/jobs.test.ts',
  'test/integration/audio-fingerprint.test.ts',
].map(file => join(ROOT, file))

export class LongestFirst extends BaseSequencer {
  /** @throws when a file of the list is not there any more */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = LONGEST.filter(file => !existsSync(file))
    if (gone.length > 0) throw new Error(`no such test: ${gone}`)
    const place = ({ moduleId }: TestSpecification) => LONGEST.indexOf(moduleId)
    const isLong = (file: TestSpecification) => place(file) >= 0
    const long = files.filter(isLong).sort((one, other) => place(one) - place(other))
    return [...long, ...(await super.sort(files.filter(file => !isLong(file))))]
  }
}
