// One step of the bench of `orchestrator index` in a process of its own: `make DIR FROM TO` makes files, `fill VAR DIR` takes all
// of them for read, `bare DIR` walks and looks at them with nothing around it and prints the milliseconds.

import { lstatSync, mkdirSync, opendirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { walkVolume } from '../../src/library/walk/walker.ts'
import { openStore } from '../../src/store/database.ts'
import { openSeenFiles } from '../../src/store/seen-files.ts'
import { openWalkedFiles } from '../../src/store/walked-files.ts'

/** In a folder, as of an album or a playlist. */
const TOGETHER = 50

function make(dir: string, from: number, to: number): void {
  for (let n = from; n < to; n += 1) {
    const folder = join(dir, `Artist ${Math.floor(n / TOGETHER / 20)}`, `Album ${Math.floor(n / TOGETHER)}`)
    if (n % TOGETHER === 0) mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${String(n % TOGETHER).padStart(2, '0')} - A song of number ${n}.mp3`), `${n}`)
  }
}

async function fill(varDir: string, dir: string): Promise<void> {
  using store = openStore(varDir, false)
  using walked = openWalkedFiles(store)
  const { id: volume } = store.commitNow(() => openSeenFiles(store, Date.now).putVolume(dir, '/'))
  const { signal } = new AbortController()
  const options = { dir, volume, varDir, readOnly: false, others: [], threads: 2, signal }
  await walkVolume({ ...options, onPart: walked.add, onFolders: walked.addFolders })
  walked.endVolume(volume, [])
  store.commitNow(() => walked.settle(Date.now(), () => {}))
  store.commitNow(() => store.database.exec("update seen_file set state = 'read', mark = hex(randomblob(16))"))
}

function bare(dir: string): number {
  let files = 0
  const folder = opendirSync(dir, { bufferSize: 1024 })
  for (let entry = folder.readSync(); entry; entry = folder.readSync()) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) files += bare(path)
    else files += Number(lstatSync(path).isFile())
  }
  folder.closeSync()
  return files
}

const [step, first = '', second = '', third = ''] = process.argv.slice(2)
if (step === 'make') make(first, Number(second), Number(third))
if (step === 'fill') await fill(first, second)
if (step === 'bare') {
  const started = performance.now()
  const files = bare(first)
  console.log(JSON.stringify({ files, ms: performance.now() - started }))
}
