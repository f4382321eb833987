// How long a person waits for --help and for a cycle with nothing to do, beside Node's own start.

import { LAUNCH, median, newFolder, type Row, wallMs } from './measure.ts'

const RUNS = 11

export async function startUpRows(): Promise<Row[]> {
  const varDir = await newFolder()
  const idle = [process.execPath, LAUNCH, '--once', '--var', varDir]
  await wallMs(idle) // the demo rows
  const help = [process.execPath, LAUNCH, '--help']
  await wallMs(help)
  const times = { node: [] as number[], help: [] as number[], idle: [] as number[] }
  for (let i = 0; i < RUNS; i += 1) {
    times.node.push(await wallMs([process.execPath, '-e', '0']))
    times.help.push(await wallMs(help))
    times.idle.push(await wallMs(idle))
  }
  const node = median(times.node)
  const row = (what: string, ms: number, limit: string): Row => ({
    what,
    measured: `${ms.toFixed(0)} ms`,
    baseline: `${node.toFixed(0)} ms node -e 0`,
    ratio: (ms / node).toFixed(1),
    limit,
  })
  return [
    row('orchestrator --help', median(times.help), '≤ 150 ms'),
    row('cycle with nothing to do', median(times.idle), `≤ ${(node + 600).toFixed(0)} ms (600 beyond node)`),
  ]
}
