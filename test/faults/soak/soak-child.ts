// A soak of its own process: node --expose-gc test/faults/soak/soak-child.ts SEED CYCLES JOBS KILLS FOLDER
// The last line it prints is a JSON document of its figures; the same seed does the same again.

import { installSeed, seededRandom } from './seed.ts'
import { installVirtualTime } from './virtual-time.ts'

const [seed = 1, cycles = 240, jobs = 600, kills = 5] = process.argv.slice(2, 6).map(Number)
const [dir = ''] = process.argv.slice(6)
const began = process.hrtime.bigint()
const time = await installVirtualTime(Date.parse('2027-03-01T00:00:00Z'))
installSeed(seed)

const faults: string[] = []
const isBurying = { now: false }
process.on('unhandledRejection', error => {
  if (!isBurying.now) faults.push(`an unhandled rejection: ${error instanceof Error ? error.stack : error}`)
})

// the program and its packages take clock and chance when they are loaded
const { soak } = await import('./soak.ts')
const result = await time.until(
  soak({ time, seeded: part => seededRandom(seed * 31 + part), cycles, jobs, kills, dir, isBurying }),
)
const seconds = Number((process.hrtime.bigint() - began) / 1_000_000n) / 1000
const found = [...result.found, ...faults]
console.log(JSON.stringify({ seed, seconds, ...result, found: found.slice(0, 400), foundInAll: found.length }))
process.exit(found.length === 0 ? 0 : 1)
