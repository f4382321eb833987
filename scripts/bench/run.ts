// npm run bench [-- cluster|dedupe|duplicates|index|requests|processor|audio|key|tempo|queue|scan|start|memory|reports|webhooks|workspace …]: measures, beside bare baselines in the same run, and prints a table.

import type { Row } from './measure.ts'

const PARTS: Record<string, () => Promise<Row[]>> = {
  start: async () => (await import('./start-up.ts')).startUpRows(),
  processor: async () => (await import('./processor.ts')).processorRows(),
  audio: async () => (await import('./audio.ts')).audioRows(),
  cluster: async () => (await import('./cluster.ts')).clusterRows(),
  dedupe: async () => (await import('./dedupe.ts')).dedupeRows(),
  duplicates: async () => (await import('./index-music.ts')).musicRows(),
  index: async () => (await import('./index.ts')).indexRows(),
  key: async () => (await import('./key-truth.ts')).keyRows(),
  memory: async () => (await import('./memory.ts')).memoryRows(),
  queue: async () => (await import('./queue.ts')).queueRows(),
  reports: async () => (await import('./reports.ts')).reportRows(),
  requests: async () => (await import('./requests.ts')).requestRows(),
  scan: async () => (await import('./scan.ts')).scanRows(),
  tempo: async () => (await import('./tempo-truth.ts')).tempoRows(),
  webhooks: async () => (await import('./webhooks.ts')).webhookRows(),
  workspace: async () => (await import('./workspace.ts')).workspaceRows(),
}

const wanted = process.argv.slice(2)
const unknown = wanted.find(name => !(name in PARTS))
if (unknown) {
  console.error(`there is no bench "${unknown}": expected ${Object.keys(PARTS).join(', ')}`)
  process.exit(2)
}

const rows: Row[] = []
for (const [name, part] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stderr.write(`measuring ${name} …\n`)
  rows.push(...(await part()))
}
console.log('| what | measured | beside | ratio | limit |\n|---|---|---|---|---|')
for (const { what, measured, baseline, ratio, limit } of rows)
  console.log(`| ${what} | ${measured} | ${baseline} | ${ratio} | ${limit} |`)
